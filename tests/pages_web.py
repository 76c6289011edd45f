"""HTML pages, texts and pages to print, in the manner of different cities, each with what it says by hand."""

from __future__ import annotations

CSS = (
    "body{font:10pt 'Noto Sans CJK JP',sans-serif}table{border-collapse:collapse;width:100%;margin:8pt 0}"
    "td,th{border:1px solid #000;padding:3px;vertical-align:top}"
)


def page(body: str, css: str = "") -> bytes:
    head = f"<meta charset=utf-8><title>市のページ</title><style>{CSS}{css}</style>"
    body = f"{head}{body}"
    return f"<!doctype html><html lang=ja>{body}</html>".encode()


# 環境: headings by h1 to h3, a contents list before, a header of two rows, lists in cells, statistics beside.
ENVIRONMENT_PAGE = """
<h1>第3次環境基本計画 令和5年度年次報告</h1>
<ul><li><a href="#a">第1節　地球温暖化対策</a></li><li><a href="#b">第2節　生活環境の保全</a></li></ul>
<h2 id=a>第1節　地球温暖化対策</h2>
<table><caption>温室効果ガス排出量の推移</caption>
<tr><th>年度</th><th>排出量（千t-CO2）</th><th>前年度比</th></tr>
<tr><td>令和3年度</td><td>412</td><td>98.2%</td></tr><tr><td>令和4年度</td><td>405</td><td>98.3%</td></tr></table>
<h3>1　省エネルギーの推進</h3>
<table><thead><tr><th rowspan=2>施策</th><th rowspan=2>担当課</th><th colspan=2>令和4年度</th><th colspan=2>令和5年度</th>
</tr>
<tr><th>計画</th><th>実績</th><th>計画</th><th>実績</th></tr></thead>
<tbody><tr><td>公共施設の省エネ化</td><td>施設マネジメント課</td><td><ul><li>LED化 10施設</li></ul></td>
<td><ul><li>LED化 8施設</li></ul></td><td><ul><li>LED化 10施設</li></ul></td>
<td><ol><li>LED化 11施設</li><li>研修 2回</li></ol></td></tr>
<tr><td>省エネ診断</td><td>環境政策課</td><td>診断 20件</td><td>診断 18件</td><td>診断 20件</td><td>－</td>
</tr></tbody></table>
<h3>2　再生可能エネルギーの導入</h3>
<table><tr><th rowspan=2>施策</th><th rowspan=2>担当課</th><th colspan=2>令和4年度</th><th colspan=2>令和5年度</th></tr>
<tr><th>計画</th><th>実績</th><th>計画</th><th>実績</th></tr>
<tr><td>太陽光発電の補助</td><td>環境政策課</td><td>補助 50件</td><td>補助 47件</td><td>補助 60件</td><td>補助 63件</td>
</tr></table>
<h2 id=b>第2節　生活環境の保全</h2>
<table><tr><th>施策</th><th>担当課</th><th>令和4年度実績</th><th>令和5年度実績</th></tr>
<tr><td>騒音の測定</td><td>環境保全課</td><td>測定 6地点</td><td>測定 6地点</td></tr></table>
"""
ENVIRONMENT = """
# 第1節 地球温暖化対策 > 1 省エネルギーの推進
* 公共施設の省エネ化 | 施設マネジメント課
2022 plan
- LED化 10施設 = LED化:10施設
2022 actual
- LED化 8施設 = LED化:8施設
2023 plan
- LED化 10施設 = LED化:10施設
2023 actual
- LED化 11施設 = LED化:11施設
- 研修 2回 = 研修:2回
* 省エネ診断 | 環境政策課
2022 plan
- 診断 20件 = 診断:20件
2022 actual
- 診断 18件 = 診断:18件
2023 plan
- 診断 20件 = 診断:20件
2023 actual (no_data_mark)
- － (no_data_mark)
# 第1節 地球温暖化対策 > 2 再生可能エネルギーの導入
* 太陽光発電の補助 | 環境政策課
2022 plan
- 補助 50件 = 補助:50件
2022 actual
- 補助 47件 = 補助:47件
2023 plan
- 補助 60件 = 補助:60件
2023 actual
- 補助 63件 = 補助:63件
# 第2節 生活環境の保全
* 騒音の測定 | 環境保全課
2022 actual
- 測定 6地点 = 測定:6地点
2023 actual
- 測定 6地点 = 測定:6地点
"""

# 子育て: one table per measure below its heading, years down the side, its department in a line between.
YEARS_DOWN_PAGE = """
<h1>こども未来プラン 進捗状況</h1>
<h2>基本方針1　親と子の学びを支える</h2>
<h3>(1)　家庭教育学級</h3><p>担当課：生涯学習課</p>
<table><tr><th>年度</th><th>実施内容</th><th>評価</th><th>課題</th></tr>
<tr><th>令和4年度</th><td>・講座 5回</td><td>B</td><td>参加者が少ない。</td></tr>
<tr><th>令和5年度</th><td>・講座 7回<br>・参加者 130人</td><td>A</td><td></td></tr></table>
<h3>(2)　ブックスタート</h3><p>担当課：中央図書館</p>
<table><tr><th>年度</th><th>実施内容</th><th>評価</th><th>課題</th></tr>
<tr><th>令和4年度</th><td>・配布 410冊</td><td>A</td><td></td></tr>
<tr><th>令和5年度</th><td>・配布 395冊</td><td>A</td><td>出生数の減少</td></tr></table>
<h2>基本方針2　働きながらの子育てを支える</h2>
<h3>(1)　病児保育</h3><p>担当課：保育課</p>
<table><tr><th>年度</th><th>実施内容</th><th>評価</th><th>課題</th></tr>
<tr><th>令和4年度</th><td>・利用 88件</td><td>B</td><td></td></tr>
<tr><th>令和5年度</th><td>・利用 102件</td><td>A</td><td></td></tr></table>
"""
YEARS_DOWN = """
# 基本方針1 親と子の学びを支える
* 家庭教育学級 | 生涯学習課
2022 actual
- 講座 5回 = 講座:5回
2023 actual
- 講座 7回 = 講座:7回
- 参加者 130人 = 参加者:130人
+ evaluation 2022: B
+ issue 2022: 参加者が少ない。
+ evaluation 2023: A
* ブックスタート | 中央図書館
2022 actual
- 配布 410冊 = 配布:410冊
2023 actual
- 配布 395冊 = 配布:395冊
+ evaluation 2022: A
+ evaluation 2023: A
+ issue 2023: 出生数の減少
# 基本方針2 働きながらの子育てを支える
* 病児保育 | 保育課
2022 actual
- 利用 88件 = 利用:88件
2023 actual
- 利用 102件 = 利用:102件
+ evaluation 2022: B
+ evaluation 2023: A
"""

# 福祉: two tables side by side, each with a caption of its own.
SIDE_BY_SIDE_PAGE = """
<h1>障がい者計画 令和5年度の取組</h1>
<div class=pair><div><p>1　就労の支援</p>
<table><tr><th>事業名</th><th>担当課</th><th>令和5年度実績</th></tr>
<tr><td>職場実習</td><td>障がい福祉課</td><td>・実習 14人</td></tr>
<tr><td>就労相談</td><td>障がい福祉課</td><td>・相談 66件</td></tr></table></div>
<div><p>2　外出の支援</p>
<table><tr><th>事業名</th><th>担当課</th><th>令和5年度実績</th></tr>
<tr><td>移動支援</td><td>障がい福祉課</td><td>・利用者 31人</td></tr></table></div></div>
"""
SIDE_BY_SIDE = """
# 1 就労の支援
* 職場実習 | 障がい福祉課
2023 actual
- 実習 14人 = 実習:14人
* 就労相談 | 障がい福祉課
2023 actual
- 相談 66件 = 相談:66件
# 2 外出の支援
* 移動支援 | 障がい福祉課
2023 actual
- 利用者 31人 = 利用者:31人
"""
PAIR = ".pair{display:flex;gap:12mm;align-items:flex-start}.pair>div{flex:1}"

# 防犯, portrait: narrow columns in which names wrap, justified text, a header on each page, headings over all columns.
_ROWS = "".join(
    f"<tr><td>{name}</td><td>{section}</td><td>・{last}</td><td>・{now}<br>・市内の各地区において、町会及び自治会並びに関係する"
    "団体の協力を得ながら、地域の実情に応じた見守りを続けた。</td></tr>"
    for name, section, last, now in (
        ("自主防犯組織の活動に対する支援", "市民協働推進部地域安全課", "支援 21団体", "支援 23団体"),
        ("防犯パトロール用品の貸出し", "地域安全課", "利用 35件", "利用 38件"),
        ("青少年の健全な育成に向けた環境浄化", "教育委員会青少年育成課", "巡回 10回", "巡回 12回"),
        ("空き家等の適正な管理の促進", "建築指導課", "指導 9件", "指導 14件"),
        ("駅前広場における客引き行為の防止", "地域安全課", "巡回 50回", "巡回 52回"),
        ("公園の見通しの確保", "みどり公園課", "剪定 30か所", "剪定 33か所"),
    )
)
PORTRAIT_PAGE = f"""
<h1>防犯推進計画 令和5年度 実施状況調査票</h1>
<table><thead><tr><th>施策名</th><th>担当課</th><th>令和4年度実績</th><th>令和5年度実績</th></tr></thead><tbody>
<tr><td colspan=4>1　地域の力を高める</td></tr>{_ROWS[: _ROWS.index("<tr><td>空き家")]}
<tr><td colspan=4>2　犯罪に強い環境をつくる</td></tr>{_ROWS[_ROWS.index("<tr><td>空き家") :]}</tbody></table>
"""
PORTRAIT_CSS = "td{text-align:justify}th:nth-child(1),td{font-size:9pt}table{table-layout:fixed}tr{break-inside:auto}"
PORTRAIT_SIZE = "size:A4 portrait;margin:18mm"
SMALL_SIZE = "size:148mm 120mm;margin:10mm"
"""A page so low that rows are cut in the middle."""
_TAIL = "市内の各地区において、町会及び自治会並びに関係する団体の協力を得ながら、地域の実情に応じた見守りを続けた。"
PORTRAIT = f"""
# 1 地域の力を高める
* 自主防犯組織の活動に対する支援 | 地域安全課
2022 actual
- 支援 21団体 = 支援:21団体
2023 actual
- 支援 23団体 = 支援:23団体
- {_TAIL}
* 防犯パトロール用品の貸出し | 地域安全課
2022 actual
- 利用 35件 = 利用:35件
2023 actual
- 利用 38件 = 利用:38件
- {_TAIL}
* 青少年の健全な育成に向けた環境浄化 | 青少年育成課
2022 actual
- 巡回 10回 = 巡回:10回
2023 actual
- 巡回 12回 = 巡回:12回
- {_TAIL}
# 2 犯罪に強い環境をつくる
* 空き家等の適正な管理の促進 | 建築指導課
2022 actual
- 指導 9件 = 指導:9件
2023 actual
- 指導 14件 = 指導:14件
- {_TAIL}
* 駅前広場における客引き行為の防止 | 地域安全課
2022 actual
- 巡回 50回 = 巡回:50回
2023 actual
- 巡回 52回 = 巡回:52回
- {_TAIL}
* 公園の見通しの確保 | みどり公園課
2022 actual
- 剪定 30か所 = 剪定:30か所
2023 actual
- 剪定 33か所 = 剪定:33か所
- {_TAIL}
"""

# 男女共同参画, to print: a cover, contents with dot leaders, then tables, then a survey.
BOOK_PAGE = """
<section><h1>第4次男女共同参画計画</h1><p>令和5年度実施状況報告</p><p>令和6年9月</p><p>すみれ市</p></section>
<section><p>目　次</p><p>第1章　計画の概要 ・・・・・・・・・・・・・・・・・・ 1</p>
<p>第2章　事業の実施状況 ・・・・・・・・・・・・・・ 3</p>
<p>　1　意識づくり ･････････････････････ 3</p><p>　2　働く場づくり ..................................... 6</p></section>
<section><h2>第2章　事業の実施状況</h2><h3>1　意識づくり</h3>
<table><tr><th>事業名</th><th>担当課</th><th>令和5年度の実績</th><th>今後の方向性</th></tr>
<tr><td>講演会の開催</td><td>男女共同参画推進室</td><td>・講演会 2回<br>・参加者 154人</td><td>継続</td></tr>
<tr><td>図書の貸出し</td><td>各図書館</td><td>・特設コーナーを設けた。</td><td>拡充</td></tr></table>
<h3>2　働く場づくり</h3>
<table><tr><th>事業名</th><th>担当課</th><th>令和5年度の実績</th><th>今後の方向性</th></tr>
<tr><td>再就職の支援</td><td>産業振興課</td><td>・セミナー 3回</td><td>継続</td></tr></table></section>
<section><h2>資料　市民意識調査</h2>
<table><tr><th>項目</th><th>平成30年度</th><th>令和5年度</th></tr><tr><td>平等だと思う</td><td>21.4%</td><td>24.9%</td></tr>
<tr><td>男性が優遇されている</td><td>63.0%</td><td>60.2%</td></tr></table></section>
"""
BOOK_CSS = "section{break-after:page}"
BOOK = """
# 第2章 事業の実施状況 > 1 意識づくり
* 講演会の開催 | 男女共同参画推進室
2023 actual
- 講演会 2回 = 講演会:2回
- 参加者 154人 = 参加者:154人
+ next_year: 継続
* 図書の貸出し | 各図書館
2023 actual
- 特設コーナーを設けた。
+ next_year: 拡充
# 第2章 事業の実施状況 > 2 働く場づくり
* 再就職の支援 | 産業振興課
2023 actual
- セミナー 3回 = セミナー:3回
+ next_year: 継続
"""

# 防災・防犯, Markdown: contents with dot leaders; a table without a header goes on with the one before.
CONTINUED_TEXT = """# 地域安全計画 取組実績

目次

1　見守りの輪を広げる……………………2

2　安全な環境を整える……………………5

## 1　見守りの輪を広げる

| 施策の内容 | 令和4年度の取組 | 令和5年度の取組 |
| --- | --- | --- |
| 登下校時の見守り活動の推進 | 【学務課】<br>・見守り 190日 | 【学務課】<br>・見守り 195日<br>【地域安全課】<br>・腕章 60枚 |
| 高齢者の被害防止の推進 | 【高齢福祉課】<br>・講座 4回 | 【高齢福祉課】<br>・講座 6回 |

## 2　安全な環境を整える

| 空き家の適正管理の推進 | 【地域安全課】<br>・指導 8件 | 【地域安全課】<br>・指導 10件 |
| --- | --- | --- |
| 防犯カメラの設置の推進 | 【地域安全課】<br>・設置 3台 | 【地域安全課】<br>・設置 5台 |
"""
CONTINUED = """
# 1 見守りの輪を広げる
* 登下校時の見守り活動の推進 |
2022 actual @学務課
- 見守り 190日 = 見守り:190日
2023 actual @学務課
- 見守り 195日 = 見守り:195日
2023 actual @地域安全課
- 腕章 60枚 = 腕章:60枚
* 高齢者の被害防止の推進 |
2022 actual @高齢福祉課
- 講座 4回 = 講座:4回
2023 actual @高齢福祉課
- 講座 6回 = 講座:6回
# 2 安全な環境を整える
* 空き家の適正管理の推進 |
2022 actual @地域安全課
- 指導 8件 = 指導:8件
2023 actual @地域安全課
- 指導 10件 = 指導:10件
* 防犯カメラの設置の推進 |
2022 actual @地域安全課
- 設置 3台 = 設置:3台
2023 actual @地域安全課
- 設置 5台 = 設置:5台
"""

# 防犯, plain text drawn with box characters; headings inside the table, a list of shelters behind.
DRAWN_TEXT = """防犯の取組（令和５年度）

１　啓発

┌──────────┬──────────┬────────────────┐
│施策      │担当課    │令和５年度の実績│
├──────────┼──────────┼────────────────┤
│街頭啓発  │市民安全課│・啓発　６回    │
│          │          │・チラシ 800枚  │
├──────────┼──────────┼────────────────┤
│出前講座  │市民安全課│・講座　９回    │
└──────────┴──────────┴────────────────┘

２　環境整備

┌──────────┬──────────┬────────────────┐
│施策      │担当課    │令和５年度の実績│
├──────────┼──────────┼────────────────┤
│防犯灯    │土木課    │・新設　１５基  │
└──────────┴──────────┴────────────────┘

（参考）避難所

┌──────────┬──────────┐
│避難所    │収容人数  │
├──────────┼──────────┤
│第一小学校│300人     │
└──────────┴──────────┘
"""
DRAWN = """
# １ 啓発
* 街頭啓発 | 市民安全課
2023 actual
- 啓発　６回 = 啓発:6回
- チラシ 800枚 = チラシ:800枚
* 出前講座 | 市民安全課
2023 actual
- 講座　９回 = 講座:9回
# ２ 環境整備
* 防犯灯 | 土木課
2023 actual
- 新設　１５基 = 新設:15基
"""

# 福祉, print: a form for each measure on its page, years down the side.
FORMS_PAGE = """
<p>地域福祉推進計画　事業評価シート（令和5年度）</p>
<section><table><tr><th>施策名</th><td colspan=3>ふれあいサロン</td></tr><tr><th>所管課</th><td>福祉総務課</td><th>関係課</th>
<td>高齢福祉課</td></tr>
<tr><th>令和4年度実績</th><td colspan=3>・サロン 18か所</td></tr><tr><th>令和5年度実績</th>
<td colspan=3>・サロン 20か所<br>・参加者 640人</td></tr>
<tr><th>令和6年度計画</th><td colspan=3>・サロン 22か所</td></tr><tr><th>評価</th><td>A</td><th>課題</th>
<td>担い手の高齢化</td></tr></table></section>
<section><table><tr><th>施策名</th><td colspan=3>生活困窮者の自立支援</td></tr><tr><th>所管課</th><td>生活福祉課</td>
<th>関係課</th><td></td></tr>
<tr><th>令和4年度実績</th><td colspan=3>・相談 402件</td></tr><tr><th>令和5年度実績</th><td colspan=3>・相談 377件</td></tr>
<tr><th>令和6年度計画</th><td colspan=3>・相談会 12回</td></tr><tr><th>評価</th><td>B</td><th>課題</th><td></td>
</tr></table></section>
"""
FORMS = """
* ふれあいサロン | 福祉総務課、高齢福祉課
2022 actual @-
- サロン 18か所 = サロン:18か所
2023 actual @-
- サロン 20か所 = サロン:20か所
- 参加者 640人 = 参加者:640人
2024 plan @-
- サロン 22か所 = サロン:22か所
+ evaluation: A
+ issue: 担い手の高齢化
* 生活困窮者の自立支援 | 生活福祉課
2022 actual
- 相談 402件 = 相談:402件
2023 actual
- 相談 377件 = 相談:377件
2024 plan
- 相談会 12回 = 相談会:12回
+ evaluation: B
"""

# 子育て: captions of the tables are their headings; a number column of two parts, results of two kinds beside.
CAPTIONS_PAGE = """
<h1>次世代育成支援行動計画 令和5年度の取組結果</h1>
<table><caption>1　地域の子育て支援</caption>
<tr><th>番号</th><th>取組項目</th><th>担当課</th><th>目標</th><th>取組結果</th><th>達成状況</th></tr>
<tr><td>1-1</td><td>つどいの広場</td><td>子ども家庭課</td><td>・開設 6か所</td><td>・開設 6か所</td><td>達成</td></tr>
<tr><td>1-2</td><td>育児相談</td><td>保健センター</td><td>・相談 500件</td><td>・相談 468件</td><td>未達成</td></tr></table>
<p>（単位等は各課の報告による。）</p>
<table><caption>2　安全なまちづくり</caption>
<tr><th>番号</th><th>取組項目</th><th>担当課</th><th>目標</th><th>取組結果</th><th>達成状況</th></tr>
<tr><td>2-1</td><td>こども110番の家</td><td>青少年センター</td><td>・登録 300軒</td>
<td>・登録 312軒</td><td>達成</td></tr></table>
<table><caption>参考　子どもの数</caption><tr><th>区分</th><th>令和4年</th><th>令和5年</th></tr>
<tr><td>0～5歳</td><td>5,120</td><td>4,980</td></tr></table>
"""
CAPTIONS = """
# 1 地域の子育て支援
* つどいの広場 | 子ども家庭課
2023 target
- 開設 6か所 = 開設:6か所
2023 actual
- 開設 6か所 = 開設:6か所
+ evaluation 2023: 達成
* 育児相談 | 保健センター
2023 target
- 相談 500件 = 相談:500件
2023 actual
- 相談 468件 = 相談:468件
+ evaluation 2023: 未達成
# 2 安全なまちづくり
* こども110番の家 | 青少年センター
2023 target
- 登録 300軒 = 登録:300軒
2023 actual
- 登録 312軒 = 登録:312軒
+ evaluation 2023: 達成
"""

# 男女共同参画, to print: headings in merged columns over several pages, evaluation beside.
_LONG = "各課の協力を得て、市民の方々に広く参加を呼びかけるとともに、関係する機関と連携して取組を進めた。"
_MERGED = (
    ("Ⅰ 意識の改革", "1 広報の充実", "情報紙の発行", "市民協働部市民協働課", "発行 2回", "A"),
    ("", "", "講座の開催", "生涯学習課", "講座 3回", "B"),
    ("", "", "図書の充実", "図書館（分館）", "購入 35冊", "A"),
    ("", "2 教育の充実", "副読本の配布", "教育委員会指導課", "配布 780冊", "A"),
    ("", "", "教職員研修", "教育委員会指導課", "研修 2回", "B"),
    ("Ⅱ 安全な暮らし", "1 相談の充実", "女性相談", "市民協働課", "相談 126件", "A"),
    ("", "", "法律相談", "市民相談室", "相談 24件", "B"),
)


def _spans(column: int, at: int) -> int:
    rest = [row[column] for row in _MERGED[at + 1 :]] + ["end"]
    return 1 + next(n for n, text in enumerate(rest) if text)


MERGED_PAGE = (
    "<h1>男女平等推進計画 事業実績</h1><table><thead><tr><th>基本目標</th><th>施策の方向</th><th>事業名</th><th>担当課</th>"
    "<th>令和5年度実績</th><th>評価</th></tr></thead><tbody>"
    + "".join(
        "<tr>"
        + "".join(f"<td rowspan={_spans(c, r)}>{row[c]}</td>" for c in (0, 1) if row[c])
        + f"<td>{row[2]}</td><td>{row[3]}</td><td>・{row[4]}<br>・{_LONG}</td><td>{row[5]}</td></tr>"
        for r, row in enumerate(_MERGED)
    )
    + "</tbody></table>"
)
MERGED_CSS = "td:nth-last-child(2){width:38%}td{font-size:9pt}"


def _merged() -> str:
    lines = []
    top = below = ""
    for area, part, name, section, result, grade in _MERGED:
        if area or part:
            top, below = area or top, part or below
            lines.append(f"# {top} > {below}")
        names = {"図書館（分館）": "図書館、分館"}.get(section, section.split("部")[-1].split("委員会")[-1])
        label, _, value = result.partition(" ")
        lines += [f"* {name} | {names}", "2023 actual" + (" @図書館" if "、" in names else "")]
        lines += [f"- {result} = {label}:{value}", f"- {_LONG}", f"+ evaluation: {grade}"]
    return chr(10).join(lines)


MERGED = _merged()

# 防犯, tabs: a text saved from a workbook, headings as rows of their own, half-width kana, CP932.
TABS_TEXT = """安全安心推進計画　令和５年度実績
\t\t\t
番号\t事業名\t担当課\t令和５年度実績
１　犯罪の防止\t\t\t
1\tﾊﾟﾄﾛｰﾙ\t生活安全課\t巡回　１２０回
2\t㈱警備との協定\t生活安全課\t協定　２件
２　交通の安全\t\t\t
1\t自転車教室\t交通課\t教室　７回
"""
TABS = """
# １ 犯罪の防止
* ﾊﾟﾄﾛｰﾙ | 生活安全課
2023 actual
- 巡回　１２０回 = 巡回:120回
* ㈱警備との協定 | 生活安全課
2023 actual
- 協定　２件 = 協定:2件
# ２ 交通の安全
* 自転車教室 | 交通課
2023 actual
- 教室　７回 = 教室:7回
"""

REFUSED = {
    "budget.html": page(
        "<h1>令和6年度 当初予算の概要</h1><table><tr><th>事業名</th><th>担当課</th><th>令和5年度予算額（千円）</th>"
        "<th>令和6年度予算額（千円）</th><th>増減</th></tr><tr><td>防犯灯維持管理</td><td>地域安全課</td><td>12,300</td><td>11,850</td>"
        "<td>△450</td></tr><tr><td>防犯カメラ設置補助</td><td>地域安全課</td><td>3,000</td><td>4,500</td><td>1,500</td></tr></table>"
    ),
    "shelters.html": page(
        "<h1>指定避難所一覧</h1><table><tr><th>番号</th><th>施設名</th><th>所在地</th><th>収容人数</th><th>担当課</th></tr>"
        "<tr><td>1</td><td>第一小学校</td><td>本町1丁目</td><td>450人</td><td>学務課</td></tr>"
        "<tr><td>2</td><td>市民体育館</td><td>緑町3丁目</td><td>800人</td><td>スポーツ課</td></tr></table>"
    ),
    "prices.md": "# 施設使用料一覧（令和5年度改定）\n\n| 区分 | 午前 | 午後 | 備考 |\n| --- | --- | --- | --- |\n"
    "| 会議室 | 800円 | 1,200円 | 担当 市民課 |\n"
    "| ホール | 6,000円 | 9,000円 | 要予約 |\n".encode(),
    "calendar.md": "# 令和5年度 行事予定\n\n| 月日 | 行事名 | 会場 | 担当課 |\n| --- | --- | --- | --- |\n"
    "| 4月6日 | 交通安全運動 | 駅前 | 交通課 |\n"
    "| 10月11日 | 安全大会 | 市民会館 | 地域安全課 |\n".encode(),
    "crimes.txt": "刑法犯認知件数の推移\n\n罪種\t令和3年\t令和4年\t令和5年\n"
    "空き巣\t14\t11\t9\n自転車盗\t120\t133\t141\n".encode(),
    "survey.html": page(
        "<h1>市民意識調査 結果報告</h1><table><tr><th>項目</th><th>令和2年度</th><th>令和5年度</th></tr>"
        "<tr><td>安心して暮らせる</td><td>71.2%</td><td>74.0%</td></tr>"
        "<tr><td>不安を感じる</td><td>28.8%</td><td>26.0%</td></tr></table>"
    ),
    "revisions.md": "# 計画改定の新旧対照\n\n| 項目 | 旧（令和4年度） | 新（令和5年度） |\n| --- | --- | --- |\n"
    "| 基本目標 | 犯罪の少ないまち | 安心を実感できるまち |\n".encode(),
}
"""Documents that hold no table of measures by year: a budget, shelters, prices, a calendar, crimes, a survey, a revision."""

# 子育て: a page in parts without a body tag; departments in brackets behind the names; kinds below each year.
PARTS_PAGE = """
<header><nav><a href=/>トップ</a></nav></header>
<main><article><h1>子どもの権利推進計画 実績報告</h1>
<h2>柱1　相談の体制</h2>
<table><thead><tr><th rowspan=2>取組</th><th colspan=3>令和5年度</th><th>令和6年度</th></tr>
<tr><th>実績</th><th>評価</th><th>課題</th><th>計画</th></tr></thead>
<tr><td>子どもの相談室（こども家庭センター）</td><td>・相談 311件</td><td>A</td><td>時間の延長</td><td>・相談員 4人</td></tr>
<tr><td>いじめの防止（教育総務課、指導課）</td><td>・調査 3回</td><td>B</td><td></td><td>・調査 3回</td></tr></table>
<h2>柱2　居場所づくり</h2>
<table><thead><tr><th rowspan=2>取組</th><th colspan=3>令和5年度</th><th>令和6年度</th></tr>
<tr><th>実績</th><th>評価</th><th>課題</th><th>計画</th></tr></thead>
<tr><td>児童館の夜間開館（全児童館）</td><td>・開館 52日<br>・利用者 870人</td><td>A</td><td></td><td>・開館 60日</td>
</tr></table>
</article></main>
<footer><p>問い合わせ　子ども政策課</p></footer>
"""
PARTS = """
# 柱1 相談の体制
* 子どもの相談室（こども家庭センター） |
2023 actual
- 相談 311件 = 相談:311件
2024 plan
- 相談員 4人 = 相談員:4人
+ evaluation 2023: A
+ issue 2023: 時間の延長
* いじめの防止 | 教育総務課、指導課
2023 actual @-
- 調査 3回 = 調査:3回
2024 plan @-
- 調査 3回 = 調査:3回
+ evaluation 2023: B
# 柱2 居場所づくり
* 児童館の夜間開館（全児童館） |
2023 actual
- 開館 52日 = 開館:52日
- 利用者 870人 = 利用者:870人
2024 plan
- 開館 60日 = 開館:60日
+ evaluation 2023: A
"""

# 環境, to print: spaced-out headers, a title on every page, page numbers below, a row span cut by a page.
_OFFICES = (
    ("環境部ごみ対策課", "収集 52回"),
    ("上下水道局（南浄化センター）", "測定 24回"),
    ("教育委員会学校教育課", "清掃 9校"),
    ("自治会連合会", "清掃 31団体"),
)
_CLEAN = "".join(
    f"<tr>{'<td rowspan=4>ま ち の 美 化</td>' if not n else ''}<td>{name}</td><td>・{now}<br>"
    f"・地域の方々とともに、河川及び道路の清掃並びに不法投棄の監視を行い、きれいなまちを保った。</td><td>継続</td></tr>"
    for n, (name, now) in enumerate(_OFFICES)
)
SPACED_PAGE = f"""
<p>環境行動計画　実施状況（令和５年度）</p><p>Ⅰ　きれいなまち</p>
<table><thead><tr><th>施 策 名</th><th>担 当 課</th><th>令 和 ５ 年 度 実 績</th><th>今 後 の 方 向 性</th></tr></thead>
<tbody>{_CLEAN}<tr><td>花いっぱい運動</td><td>公園課</td><td>・花苗 3,200株</td><td>拡充</td></tr></tbody></table>
<p>Ⅱ　地球にやさしいまち</p>
<table><thead><tr><th>施 策 名</th><th>担 当 課</th><th>令 和 ５ 年 度 実 績</th><th>今 後 の 方 向 性</th></tr></thead>
<tbody><tr><td>環境学習</td><td>環境部環境課</td><td>・出前授業 11回</td><td>継続</td></tr></tbody></table>
"""
SPACED_CSS = (
    "@page{@top-left{content:'環境行動計画 年次報告'}@bottom-center{content:'- ' counter(page) ' -'}}td{text-align:justify}"
    "td:nth-last-child(3){width:30mm}"
)
SPACED_SIZE = "size:A4 portrait;margin:25mm"
_KEPT = "地域の方々とともに、河川及び道路の清掃並びに不法投棄の監視を行い、きれいなまちを保った。"
SPACED = f"""
# Ⅰ きれいなまち
* まちの美化 | ごみ対策課、上下水道局、南浄化センター、学校教育課、自治会連合会
2023 actual @ごみ対策課
- 収集 52回 = 収集:52回
- {_KEPT}
2023 actual @上下水道局
- 測定 24回 = 測定:24回
- {_KEPT}
2023 actual @学校教育課
- 清掃 9校 = 清掃:9校
- {_KEPT}
2023 actual @自治会連合会
- 清掃 31団体 = 清掃:31団体
- {_KEPT}
+ next_year: 継続
+ next_year: 継続
+ next_year: 継続
+ next_year: 継続
* 花いっぱい運動 | 公園課
2023 actual
- 花苗 3,200株 = 花苗:3200株
+ next_year: 拡充
# Ⅱ 地球にやさしいまち
* 環境学習 | 環境課
2023 actual
- 出前授業 11回 = 出前授業:11回
+ next_year: 継続
"""

# 防犯, Markdown: contents typed by hand whose last lines are no heading of the body; headings without signs.
CONTENTS_TEXT = """令和５年度 生活安全計画 実績報告書

目　次

第１章　計画の概要　　1

第２章　取組の実績　　3

第３章　資料　　20

１　見守り

| 事業名 | 所管課 | 実績 |
| --- | --- | --- |
| 子どもの見守り | 学務課 | ・見守り 200日 |
| 通学路の点検 | 道路課 | ・点検 18か所 |

２　環境整備

| 見守り事業 | 地域安全課 | 継続して実施 |
| --- | --- | --- |
| 防犯灯の新設 | 道路課 | ・新設 6基 |

３　用語

| 用語 | 説明 |
| --- | --- |
| 刑法犯 | 刑法に規定する犯罪 |
"""
CONTENTS = """
# １ 見守り
* 子どもの見守り | 学務課
2023 actual
- 見守り 200日 = 見守り:200日
* 通学路の点検 | 道路課
2023 actual
- 点検 18か所 = 点検:18か所
# ２ 環境整備
* 見守り事業 | 地域安全課
2023 actual
- 継続して実施
* 防犯灯の新設 | 道路課
2023 actual
- 新設 6基 = 新設:6基
"""

# 男女共同参画, Markdown: 【…】 over the table as a heading, the section in brackets in the result, kinds of measures numbered.
LEVELS_TEXT = """# 男女共生プラン実施状況

## 基本目標１　人権が尊重されるまち

### 重点課題（１）　暴力の根絶

| 番号 | 具体的施策 | 担当課 | 令和４年度実績 | 令和５年度実績 | 達成度 |
| --- | --- | --- | --- | --- | --- |
| ① | 相談窓口の周知 | 人権推進課・市民相談室 | カード配布 1,000枚 | カード配布 1,200枚 | ◎ |
| ② | 被害者の支援 | 全課 | 一時保護 2件 | 同左 | ○ |

### 重点課題（２）　健康の支援

| 番号 | 具体的施策 | 担当課 | 令和４年度実績 | 令和５年度実績 | 達成度 |
| --- | --- | --- | --- | --- | --- |
| ① | 検診の受診勧奨 | 健康課<br>（保健センター） | 勧奨 8,100件 | 勧奨 8,350件 | ◎ |

## 基本目標２　共に担うまち

| 番号 | 具体的施策 | 担当課 | 令和４年度実績 | 令和５年度実績 | 達成度 |
| --- | --- | --- | --- | --- | --- |
| ① | 防災会議への参画 | 防災危機管理室 | 女性委員 3人 | 女性委員 5人 | △ |
"""
LEVELS = """
# 基本目標１ 人権が尊重されるまち > 重点課題（１） 暴力の根絶
* 相談窓口の周知 | 人権推進課、市民相談室
2022 actual @-
- カード配布 1,000枚 = カード配布:1000枚
2023 actual @-
- カード配布 1,200枚 = カード配布:1200枚
+ grade: ◎
* 被害者の支援 | 全課
2022 actual @-
- 一時保護 2件 = 一時保護:2件
2023 actual @- (same_as_previous)
- 同左 (same_as_previous)
+ grade: ○
# 基本目標１ 人権が尊重されるまち > 重点課題（２） 健康の支援
* 検診の受診勧奨 | 健康課、保健センター
2022 actual @健康課
- 勧奨 8,100件 = 勧奨:8100件
2023 actual @健康課
- 勧奨 8,350件 = 勧奨:8350件
+ grade: ◎
# 基本目標２ 共に担うまち
* 防災会議への参画 | 防災危機管理室
2022 actual
- 女性委員 3人 = 女性委員:3人
2023 actual
- 女性委員 5人 = 女性委員:5人
+ grade: △
"""

REFUSED |= {
    "amounts.html": page(
        "<h1>主要事業の決算</h1><table><tr><th>事業内容</th><th>令和4年度</th><th>令和5年度</th></tr>"
        "<tr><td>防犯灯の維持</td><td>12,300千円</td><td>11,850千円</td></tr></table>"
    ),
    "managers.md": "# 指定管理者一覧\n\n| 施設名 | 指定管理者 | 指定期間 | 所管課 |\n| --- | --- | --- | --- |\n"
    "| 市民会館 | 文化振興財団 | 令和3年度から令和7年度 | 文化課 |\n".encode(),
    "questions.md": "# 議会答弁の要旨（令和5年度）\n\n| 質問 | 答弁 | 担当課 |\n| --- | --- | --- |\n"
    "| 防犯カメラの増設は | 令和6年度に5台を設置する計画です。 | 地域安全課 |\n".encode(),
    "schedule.html": page(
        "<h1>計画策定のスケジュール</h1><table><tr><th>項目</th><th>令和5年度</th><th>令和6年度</th></tr>"
        "<tr><td>市民意識調査</td><td>○</td><td></td></tr><tr><td>計画案の作成</td><td></td><td>○</td></tr></table>"
    ),
}
