"""Word documents in the manner of different cities, each with what it says by hand (form: ``test_documents_pages``)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document as Made
from docx.enum.text import WD_BREAK

from word_files import cell, item, level, lists, paragraph, row, run, table, word


def _bytes(made: Made) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _add(made: Made, rows: Sequence[Sequence[str]], *, style: str | None = "Table Grid") -> None:
    """A table; ``<`` goes on with the cell to the left, ``^`` with the one above."""
    added = made.add_table(len(rows), len(rows[0]), style=style)
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            if text in ("<", "^"):
                added.cell(r - (text == "^"), c - (text == "<")).merge(added.cell(r, c))
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            if text not in ("<", "^"):
                for n, line in enumerate(text.split("\n")):
                    place = added.cell(r, c)
                    (place.paragraphs[0] if n == 0 else place.add_paragraph()).add_run(line)


def chapters() -> bytes:
    """防犯: a cover, a contents page typed by hand, headings by style, the numbers of measures restart in each chapter."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "安全で安心なまちづくり推進計画"
    made.sections[0].footer.paragraphs[0].text = "市民生活部くらし安全課"
    made.add_paragraph("第2次安全で安心なまちづくり推進計画", style="Title")
    made.add_paragraph("令和5年度 進捗状況報告書")
    made.add_paragraph("令和6年7月")
    made.add_paragraph("若葉市").add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("目次")
    made.add_paragraph("第1章　犯罪の起こりにくい人づくり ……………………… 1")
    made.add_paragraph("　1　防犯意識の高揚 ………………………………………… 1")
    made.add_paragraph("第2章　犯罪の起こりにくい地域づくり …………………… 4")
    made.add_paragraph("　1　地域防犯活動の支援 …………………………………… 4")
    made.add_paragraph("資料編　用語解説 ……………………………………………… 9").add_run().add_break(WD_BREAK.PAGE)
    made.add_heading("第1章　犯罪の起こりにくい人づくり", 1)
    made.add_heading("1　防犯意識の高揚", 2)
    made.add_paragraph("市民一人ひとりの防犯意識を高めるため、次の事業に取り組みました。")
    head = ("No.", "事業名", "担当課", "令和4年度実績", "令和5年度実績")
    _add(
        made,
        [
            head,
            ("1", "防犯講話", "くらし安全課", "・講話 8回", "・講話 11回\n・参加者 312人"),
            ("2", "広報紙による啓発", "広報課", "・掲載 4回", "・掲載 6回"),
        ],
    )
    made.add_heading("2　被害者支援", 2)
    _add(made, [head, ("1", "相談窓口の案内", "市民相談課", "・相談 27件", "・相談 31件")])
    made.add_heading("第2章　犯罪の起こりにくい地域づくり", 1)
    made.add_heading("1　地域防犯活動の支援", 2)
    _add(
        made,
        [
            head,
            ("1", "青色パトロール", "くらし安全課", "・巡回 96回", "・巡回 104回"),
            ("2", "防犯灯の整備", "道路管理課", "・新設 12基", "未実施"),
        ],
    )
    return _bytes(made)


CHAPTERS = """
# 第1章 犯罪の起こりにくい人づくり > 1 防犯意識の高揚
* 防犯講話 | くらし安全課
2022 actual
- 講話 8回 = 講話:8回
2023 actual
- 講話 11回 = 講話:11回
- 参加者 312人 = 参加者:312人
* 広報紙による啓発 | 広報課
2022 actual
- 掲載 4回 = 掲載:4回
2023 actual
- 掲載 6回 = 掲載:6回
# 第1章 犯罪の起こりにくい人づくり > 2 被害者支援
* 相談窓口の案内 | 市民相談課
2022 actual
- 相談 27件 = 相談:27件
2023 actual
- 相談 31件 = 相談:31件
# 第2章 犯罪の起こりにくい地域づくり > 1 地域防犯活動の支援
* 青色パトロール | くらし安全課
2022 actual
- 巡回 96回 = 巡回:96回
2023 actual
- 巡回 104回 = 巡回:104回
* 防犯灯の整備 | 道路管理課
2022 actual
- 新設 12基 = 新設:12基
2023 actual (not_implemented)
- 未実施 (not_implemented)
"""


def equality() -> bytes:
    """男女共同参画: headings over all columns inside the table, plan beside result, evaluation and issue columns."""
    made = docx.Document()
    made.add_paragraph("はまなす市男女共同参画プラン 令和5年度事業評価シート")
    _add(
        made,
        [
            ("事業番号", "事業名", "事業内容", "担当課", "令和5年度計画", "令和5年度実績", "評価区分", "課題", "備考"),
            ("基本目標Ⅰ　人権の尊重と意識の改革", *"<<<<<<<<"),
            ("施策の方向１　広報・啓発の推進", *"<<<<<<<<"),
            (
                "1",
                "情報誌の発行",
                "情報誌を年1回発行する。",
                "人権・男女共同参画課",
                "・発行 1回",
                "・発行部数 2,000部",
                "A",
                "若い世代に読まれていない。",
                "",
            ),
            (
                "2",
                "職員研修",
                "全職員を対象に研修を行う。",
                "総務部人事課",
                "・研修 2回",
                "・研修 2回\n・受講者 85人",
                "B",
                "",
                "eラーニングを含む",
            ),
            ("施策の方向２　教育の場における推進", *"<<<<<<<<"),
            (
                "3",
                "教材の配布",
                "教材を作成する。",
                "教育委員会学校教育課",
                "・配布 9校",
                "・教材を作成した。",
                "A",
                "更新の時期",
                "",
            ),
            ("基本目標Ⅱ　あらゆる分野への参画", *"<<<<<<<<"),
            (
                "4",
                "審議会等への登用",
                "女性委員の割合を高める。",
                "全庁",
                "・登用の働きかけ",
                "・女性委員 41人",
                "C",
                "分野に偏りがある。",
                "",
            ),
        ],
    )
    return _bytes(made)


EQUALITY = """
# 基本目標Ⅰ 人権の尊重と意識の改革 > 施策の方向１ 広報・啓発の推進
* 情報誌の発行 | 人権・男女共同参画課
2023 plan
- 発行 1回 = 発行:1回
2023 actual
- 発行部数 2,000部 = 発行部数:2000部
+ grade: A
+ issue: 若い世代に読まれていない。
* 職員研修 | 人事課
2023 plan
- 研修 2回 = 研修:2回
2023 actual
- 研修 2回 = 研修:2回
- 受講者 85人 = 受講者:85人
+ grade: B
+ remark: eラーニングを含む
# 基本目標Ⅰ 人権の尊重と意識の改革 > 施策の方向２ 教育の場における推進
* 教材の配布 | 学校教育課
2023 plan
- 配布 9校 = 配布:9校
2023 actual
- 教材を作成した。
+ grade: A
+ issue: 更新の時期
# 基本目標Ⅱ あらゆる分野への参画
* 審議会等への登用 | 全庁
2023 plan @-
- 登用の働きかけ
2023 actual @-
- 女性委員 41人 = 女性委員:41人
+ grade: C
+ issue: 分野に偏りがある。
"""


def bullets() -> bytes:
    """子育て: automatic bullets and numbers, a nested table, tracked changes, a comment, a footnote."""
    numbering = lists(
        level(0, "bullet", "●"),
        level(1, "decimalFullWidth", "（%2）"),
        instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    inner = table(row("区分", "人数"), row("小学生", "35人"), row("中学生", "12人"))
    changed = paragraph(
        run("・利用者 ")
        + '<w:del w:id="1"><w:r><w:delText>140</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("145")}</w:ins>'
        + run("人")
    )
    noted = paragraph(run("・訪問 60件") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    remarked = paragraph(run("・登録者 23人") + '<w:r><w:commentReference w:id="0"/></w:r>')
    body = (
        paragraph("子ども・子育て支援事業計画 令和5年度実施状況")
        + paragraph("１．地域における子育ての支援")
        + table(
            row("施策名", "担当課", "令和5年度の実施状況"),
            row("子育てひろば", "子育て支援課", cell(item("開催 48回"), item("参加者 960人"), item("親子講座 6回", 1))),
            row("放課後の居場所", "青少年課", cell(paragraph("・参加者の内訳は次のとおり。"), inner, paragraph())),
            row("一時預かり", "保育課", cell(changed)),
        )
        + paragraph("２．母と子の健康")
        + table(
            row("施策名", "担当課", "令和5年度の実施状況"),
            row("乳児家庭全戸訪問", "健康増進課", cell(noted)),
            row("ファミリー・サポート", "子育て支援課", cell(remarked)),
        )
    )
    return word(
        body,
        numbering=numbering,
        comments=f'<w:comment w:id="0">{paragraph("要確認")}</w:comment>',
        footnotes=f'<w:footnote w:id="2">{paragraph("延べではなく実件数")}</w:footnote>',
    )


BULLETS = """
# １ 地域における子育ての支援
* 子育てひろば | 子育て支援課
2023 actual
- 開催 48回 = 開催:48回
- 参加者 960人 = 参加者:960人
- 親子講座 6回 = 親子講座:6回
* 放課後の居場所 | 青少年課
2023 actual
- 参加者の内訳は次のとおり。
- 区分 人数
- 小学生 35人 = 小学生:35人
- 中学生 12人 = 中学生:12人
* 一時預かり | 保育課
2023 actual
- 利用者 145人 = 利用者:145人
# ２ 母と子の健康
* 乳児家庭全戸訪問 | 健康増進課
2023 actual
- 訪問 60件 = 訪問:60件
* ファミリー・サポート | 子育て支援課
2023 actual
- 登録者 23人 = 登録者:23人
"""


def departments() -> bytes:
    """福祉: a row for each department under a row span; a section goes on in the next table, another must not inherit it."""
    made = docx.Document()
    made.add_paragraph("地域福祉計画の取組状況")
    head = ("施策", "担当部署", "令和4年度の取組", "令和5年度の取組")
    made.add_paragraph("基本目標1 支え合いの地域づくり")
    made.add_paragraph("(1) 見守りの推進")
    _add(
        made,
        [
            head,
            ("高齢者の見守り", "健康福祉部　高齢者支援課", "・訪問 210件", "・訪問 240件"),
            ("^", "水道局（西営業所）", "・通報 2件", "・通報 3件"),
            ("^", "社会福祉協議会", "・協力員 40人", "・協力員 44人"),
        ],
    )
    made.add_paragraph("")
    _add(made, [head, ("配食による安否確認", "高齢者支援課", "・配食 1,200食", "・配食 1,350食")])
    made.add_paragraph("基本目標2 安心して暮らせる環境")
    _add(made, [head, ("避難行動要支援者の支援", "危機管理室\n関係各課", "・個別計画 30件", "・個別計画 52件")])
    made.add_paragraph("(1) 権利の擁護")
    _add(made, [head, ("成年後見制度の周知", "福祉総務課・障がい福祉課", "・講演会 1回", "中止")])
    return _bytes(made)


DEPARTMENTS = """
# 基本目標1 支え合いの地域づくり > (1) 見守りの推進
* 高齢者の見守り | 高齢者支援課、水道局、西営業所、社会福祉協議会
2022 actual @高齢者支援課
- 訪問 210件 = 訪問:210件
2023 actual @高齢者支援課
- 訪問 240件 = 訪問:240件
2022 actual @水道局
- 通報 2件 = 通報:2件
2023 actual @水道局
- 通報 3件 = 通報:3件
2022 actual @社会福祉協議会
- 協力員 40人 = 協力員:40人
2023 actual @社会福祉協議会
- 協力員 44人 = 協力員:44人
* 配食による安否確認 | 高齢者支援課
2022 actual
- 配食 1,200食 = 配食:1200食
2023 actual
- 配食 1,350食 = 配食:1350食
# 基本目標2 安心して暮らせる環境
* 避難行動要支援者の支援 | 危機管理室、関係各課
2022 actual @-
- 個別計画 30件 = 個別計画:30件
2023 actual @-
- 個別計画 52件 = 個別計画:52件
# 基本目標2 安心して暮らせる環境 > (1) 権利の擁護
* 成年後見制度の周知 | 福祉総務課、障がい福祉課
2022 actual @-
- 講演会 1回 = 講演会:1回
2023 actual @- (cancelled)
- 中止 (cancelled)
"""


def themes() -> bytes:
    """防犯: 【…】 holds a theme or a status, no department; a survey stands before the real table, a list of members behind."""
    made = docx.Document()
    made.add_paragraph("令和5年度 防犯まちづくり行動計画の実施状況")
    made.add_paragraph("■ 市民アンケートの結果")
    _add(
        made,
        [
            ("設問", "令和元年度", "令和5年度"),
            ("治安が良いと感じる", "62.1%", "68.4%"),
            ("防犯活動に参加したい", "31.0%", "29.7%"),
        ],
    )
    made.add_paragraph("■ 行動計画の実施状況")
    _add(
        made,
        [
            ("取組項目", "所管課", "令和5年度実績"),
            ("見守り活動の充実", "生活安全課", "【継続】\n・見守り 180回\n【新規】\n・スマホ講座 3回"),
            ("子どもの安全", "学校教育課", "【小学校】\n・安全教室 12回\n【中学校】\n・安全教室 5回"),
            ("環境の整備", "都市整備課", "【街路灯】\n・新設 7基\n【完了】\n・公園灯の交換を終えた。"),
        ],
    )
    made.add_paragraph("■ 推進協議会委員名簿")
    _add(made, [("氏名", "所属"), ("甲野 一", "町会連合会"), ("乙山 二", "商店会連合会")])
    return _bytes(made)


THEMES = """
# 行動計画の実施状況
* 見守り活動の充実 | 生活安全課
2023 actual
- 【継続】
- 見守り 180回 = 見守り:180回
- 【新規】
- スマホ講座 3回 = スマホ講座:3回
* 子どもの安全 | 学校教育課
2023 actual
- 【小学校】
- 安全教室 12回 = 安全教室:12回
- 【中学校】
- 安全教室 5回 = 安全教室:5回
* 環境の整備 | 都市整備課
2023 actual
- 【街路灯】
- 新設 7基 = 新設:7基
- 【完了】
- 公園灯の交換を終えた。
"""


def form() -> bytes:
    """評価シート: a form for each measure, with years as row labels."""
    made = docx.Document()
    made.add_paragraph("環境基本計画 事業評価シート")
    for name, section, years, issue in (
        ("ごみの減量", "資源循環課", ("・説明会 4回", "・説明会 6回"), "参加者の固定化"),
        ("緑の保全", "公園緑地課（北部土木事務所）", ("・植樹 120本", "・植樹 95本"), "苗木の不足"),
    ):
        _add(
            made,
            [
                ("事業名", name, "担当課", section),
                ("事業内容", "環境への負荷を減らす。", *"<<"),
                ("令和4年度実績", years[0], *"<<"),
                ("令和5年度実績", years[1], *"<<"),
                ("課題", issue, *"<<"),
            ],
        )
        made.add_paragraph("")
    return _bytes(made)


FORM = """
* ごみの減量 | 資源循環課
2022 actual
- 説明会 4回 = 説明会:4回
2023 actual
- 説明会 6回 = 説明会:6回
+ issue: 参加者の固定化
* 緑の保全 | 公園緑地課、北部土木事務所
2022 actual @公園緑地課
- 植樹 120本 = 植樹:120本
2023 actual @公園緑地課
- 植樹 95本 = 植樹:95本
+ issue: 苗木の不足
"""


def minutes() -> bytes:
    """会議録: who was there and who said what; nothing of it is a measure."""
    made = docx.Document()
    made.add_paragraph("令和5年度第2回 男女共同参画審議会 会議録")
    _add(made, [("日時", "令和5年11月20日 10時から"), ("場所", "市役所3階 会議室"), ("議題", "1 計画の進捗状況について")])
    _add(
        made,
        [
            ("発言者", "内容"),
            ("会長", "令和4年度の実績について事務局から説明を。"),
            ("事務局", "講座を5回開催し、80人が参加した。"),
        ],
    )
    return _bytes(made)


def duties() -> bytes:
    """事務分掌: departments and what they do, without a result of any year."""
    made = docx.Document()
    made.add_paragraph("令和6年度 組織と事務分掌")
    _add(
        made,
        [
            ("部", "課", "係", "主な事業"),
            ("市民生活部", "地域安全課", "防犯係", "防犯灯の維持管理"),
            ("^", "市民課", "窓口係", "住民票の交付"),
        ],
    )
    return _bytes(made)


def numbered() -> bytes:
    """防犯: headings and measures numbered by the word processor, the numbers of measures beginning anew in each section."""
    numbering = (
        lists(level(0, "decimal", "第%1章"), level(1, "decimal", "%1－%2"), instances="")
        + f'<w:abstractNum w:abstractNumId="1">{level(0, "decimalEnclosedCircle", "%1")}</w:abstractNum>'
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
        + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n + 1}"><w:name w:val="heading {n + 1}"/>'
        f'<w:pPr><w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (0, 1)
    )
    head = row("施策名", "所管課", "令和5年度の実績", "備考")

    def heading(text: str, depth: int) -> str:
        return paragraph(text, f'<w:pStyle w:val="{depth}"/>')

    body = (
        paragraph("安全安心まちづくり実施計画の進捗")
        + heading("自らを守る", 1)
        + heading("意識の向上", 2)
        + table(
            head,
            row(cell(item("啓発活動", numbering=2)), "危機管理課", "・キャンペーン 5回", ""),
            row(cell(item("防犯教室", numbering=2)), "指導室", "・教室 14回", "全小学校で実施"),
        )
        + heading("情報の発信", 2)
        + table(head, row(cell(item("メール配信", numbering=3)), "危機管理課", "・配信 88件", ""))
        + heading("みんなで守る", 1)
        + heading("連携の強化", 2)
        + table(head, row(cell(item("啓発活動", numbering=3)), "商工課", "・のぼり旗 40本", ""))
    )
    return word(body, numbering=numbering, styles=styles)


NUMBERED = """
# 第1章 自らを守る > 1－1 意識の向上
* 啓発活動 | 危機管理課
2023 actual
- キャンペーン 5回 = キャンペーン:5回
* 防犯教室 | 指導室
2023 actual
- 教室 14回 = 教室:14回
+ remark: 全小学校で実施
# 第1章 自らを守る > 1－2 情報の発信
* メール配信 | 危機管理課
2023 actual
- 配信 88件 = 配信:88件
# 第2章 みんなで守る > 2－1 連携の強化
* 啓発活動 | 商工課
2023 actual
- のぼり旗 40本 = のぼり旗:40本
"""


def years_of_measures() -> bytes:
    """高齢者福祉: a row a year, the name and its department merged over them; a list of terms behind."""
    made = docx.Document()
    made.add_paragraph("高齢者保健福祉計画 取組状況一覧")
    _add(
        made,
        [
            ("事業名", "担当", "年度", "取組実績", "評価"),
            ("介護予防教室", "介護保険課", "R3", "・教室 20回\n・参加者 210人", "B"),
            ("^", "^", "R4", "・教室 24回\n・参加者 255人", "A"),
            ("^", "^", "R5", "・教室 25回\n・参加者 262人", "A"),
            ("見守りネットワーク", "高齢福祉課（各地域包括支援センター）", "R3", "・協定 12事業所", "B"),
            ("^", "^", "R4", "・協定 15事業所", "B"),
            ("^", "^", "R5", "－", ""),
        ],
    )
    made.add_paragraph("用語の説明")
    _add(made, [("用語", "説明"), ("フレイル", "虚弱な状態をいう。")])
    return _bytes(made)


YEARS_OF_MEASURES = """
* 介護予防教室 | 介護保険課
2021 actual
- 教室 20回 = 教室:20回
- 参加者 210人 = 参加者:210人
2022 actual
- 教室 24回 = 教室:24回
- 参加者 255人 = 参加者:255人
2023 actual
- 教室 25回 = 教室:25回
- 参加者 262人 = 参加者:262人
+ evaluation 2021: B
+ evaluation 2022: A
+ evaluation 2023: A
* 見守りネットワーク | 高齢福祉課、各地域包括支援センター
2021 actual @高齢福祉課
- 協定 12事業所 = 協定:12事業所
2022 actual @高齢福祉課
- 協定 15事業所 = 協定:15事業所
2023 actual @高齢福祉課 (no_data_mark)
- － (no_data_mark)
+ evaluation 2021: B
+ evaluation 2022: B
"""


def terms() -> bytes:
    """用語解説, and grants paid by name: no measures."""
    made = docx.Document()
    made.add_paragraph("資料編")
    _add(made, [("用語", "説明", "掲載頁"), ("DV", "配偶者等からの暴力", "12")])
    _add(made, [("補助金名", "交付先", "令和5年度交付額"), ("防犯活動補助金", "町会連合会", "300,000円")])
    return _bytes(made)


def columns_of_headings() -> bytes:
    """男女共同参画: headings in merged columns; a second table goes on without a header, its merged cells left blank."""
    made = docx.Document()
    made.add_paragraph("男女平等推進計画　事業実績")
    _add(
        made,
        [
            ("基本目標", "施策の方向", "No", "事業名", "担当課", "令和5年度実績", "自己評価", "今後の課題"),
            (
                "Ⅰ 意識の改革",
                "1 広報の充実",
                "1",
                "情報紙の発行",
                "市民協働課",
                "・発行 2回",
                "A",
                "配布先の見直し",
            ),
            ("^", "^", "2", "講座の開催", "生涯学習課", "・講座 3回\n・受講者 48人", "B", ""),
            ("^", "2 教育の充実", "3", "副読本の配布", "指導課", "・配布 780冊", "A", ""),
            ("Ⅱ 安全な暮らし", "1 相談の充実", "4", "女性相談", "市民協働課", "・相談 126件", "A", "相談員の確保"),
        ],
    )
    made.add_paragraph("").add_run().add_break(WD_BREAK.PAGE)
    _add(
        made,
        [
            ("", "", "5", "法律相談", "市民協働課", "・相談 24件", "B", ""),
            ("", "2 支援の充実", "6", "住まいの支援", "住宅課・福祉課", "・入居 1世帯", "A", ""),
        ],
    )
    return _bytes(made)


COLUMNS_OF_HEADINGS = """
# Ⅰ 意識の改革 > 1 広報の充実
* 情報紙の発行 | 市民協働課
2023 actual
- 発行 2回 = 発行:2回
+ evaluation: A
+ issue: 配布先の見直し
* 講座の開催 | 生涯学習課
2023 actual
- 講座 3回 = 講座:3回
- 受講者 48人 = 受講者:48人
+ evaluation: B
# Ⅰ 意識の改革 > 2 教育の充実
* 副読本の配布 | 指導課
2023 actual
- 配布 780冊 = 配布:780冊
+ evaluation: A
# Ⅱ 安全な暮らし > 1 相談の充実
* 女性相談 | 市民協働課
2023 actual
- 相談 126件 = 相談:126件
+ evaluation: A
+ issue: 相談員の確保
* 法律相談 | 市民協働課
2023 actual
- 相談 24件 = 相談:24件
+ evaluation: B
# Ⅱ 安全な暮らし > 2 支援の充実
* 住まいの支援 | 住宅課、福祉課
2023 actual @-
- 入居 1世帯 = 入居:1世帯
+ evaluation: A
"""


def changed_rows() -> bytes:
    """防災・防犯: a contents list in a content control, rows inserted and deleted with tracking, hidden and struck words."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
    )
    listed = paragraph("<w:r><w:t>第9章 むかしの章</w:t><w:tab/><w:t>3</w:t></w:r>", '<w:pStyle w:val="toc"/>')
    contents = f"<w:sdt><w:sdtContent>{paragraph('目次')}{listed}</w:sdtContent></w:sdt>"
    body = (
        paragraph("くらしの安全推進プラン 実施状況")
        + contents
        + paragraph("第1章 地域の安全", '<w:pStyle w:val="h1"/>')
        + table(
            row("取組", "担当課", "令和4年度 実績", "令和5年度 実績"),
            row("見守りカメラ", "防災安全課", "・設置 4台", "・設置 6台"),
            row(
                "廃止する取組",
                "防災安全課",
                "・旧 1回",
                "・旧 2回",
                properties='<w:del w:id="7" w:author="a" w:date="2024-04-01T00:00:00Z"/>',
            ),
            row(
                "新しい取組",
                "防災安全課",
                "",
                "・訓練 2回",
                properties='<w:ins w:id="8" w:author="a" w:date="2024-04-01T00:00:00Z"/>',
            ),
            row("広報", cell(paragraph(run("広報課") + run("（旧秘書課）", "<w:strike/>"))), "・記事 3回", "・記事 5回"),
        )
    )
    return word(body, styles=styles)


CHANGED_ROWS = """
# 第1章 地域の安全
* 見守りカメラ | 防災安全課
2022 actual
- 設置 4台 = 設置:4台
2023 actual
- 設置 6台 = 設置:6台
* 新しい取組 | 防災安全課
2022 actual @- (blank)
2023 actual
- 訓練 2回 = 訓練:2回
* 広報 | 広報課
2022 actual
- 記事 3回 = 記事:3回
2023 actual
- 記事 5回 = 記事:5回
"""


def forms_below_headings() -> bytes:
    """福祉: headings between the forms of the measures, each form with labels of its own order."""
    made = docx.Document()
    made.add_paragraph("第4期地域福祉計画 個別事業調書", style="Title")
    made.add_heading("基本目標1　地域で支え合う", 1)
    _add(
        made,
        [
            ("事業名", "ボランティア養成", "番号", "1-1"),
            ("担当課", "社会福祉協議会・福祉総務課", "<", "<"),
            ("事業概要", "担い手を育てる。", "<", "<"),
            ("年度", "令和4年度", "令和5年度", "<"),
            ("実績", "・講座 4回", "・講座 5回\n・修了者 37人", "<"),
            ("評価", "B", "A", "<"),
            ("今後の方向性", "継続", "<", "<"),
        ],
    )
    made.add_heading("基本目標2　安心して暮らす", 1)
    _add(
        made,
        [
            ("事業名", "緊急通報装置の貸与", "番号", "2-1"),
            ("担当課", "高齢福祉課", "<", "<"),
            ("事業概要", "装置を貸与する。", "<", "<"),
            ("年度", "令和4年度", "令和5年度", "<"),
            ("実績", "・設置 55台", "・設置 49台", "<"),
            ("評価", "A", "A", "<"),
            ("今後の方向性", "見直し", "<", "<"),
        ],
    )
    return _bytes(made)


FORMS_BELOW_HEADINGS = """
# 基本目標1 地域で支え合う
* ボランティア養成 | 社会福祉協議会、福祉総務課
2022 actual @-
- 講座 4回 = 講座:4回
2023 actual @-
- 講座 5回 = 講座:5回
- 修了者 37人 = 修了者:37人
+ evaluation 2022: B
+ evaluation 2023: A
+ next_year: 継続
# 基本目標2 安心して暮らす
* 緊急通報装置の貸与 | 高齢福祉課
2022 actual
- 設置 55台 = 設置:55台
2023 actual
- 設置 49台 = 設置:49台
+ evaluation 2022: A
+ evaluation 2023: A
+ next_year: 見直し
"""
