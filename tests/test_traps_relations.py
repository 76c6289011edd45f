"""How numbers of a cell belong together, and over which time they count: what each line says, by hand."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell

YEAR = 2022
USES = {"observation": "o", "detail": "d", "duplicate": "x", "context": "c", "none": "n"}
LINKS = {"part_of": "<", "remainder_of": "-", "out_of": "/", "participants_of": "@", "same_as": "="}


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(cell: str) -> CellReading:
    return read_cell(cell.split("\n"), CellContext(YEAR, "actual", ("人権課", "福祉課"), "施策"), words())


def said(reading: CellReading) -> str:
    """Quantities in order: value and unit, use, link and place of the quantity it belongs to, time, ``!`` for a wrong sum.

    ``45件d<2`` is a part of quantity 2, ``105人o@0`` took part in quantity 0, ``5回x=0`` says it again, ``9件d/0`` is so many out
    of it, ``4件d-0`` what remains of it; ``:flow`` and ``:stock`` end what says its time, ``:gross`` what counts more than once.
    """
    places = {n: place for place, n in enumerate(n for n, f in enumerate(reading.figures) if f.cls == "quantity")}
    found = []
    for number in places:
        figure = reading.figures[number]
        value = f"{figure.value:f}" if figure.value is not None else f"{figure.lower:f}~{figure.upper:f}"
        text = f"{value}{figure.unit_text}{USES[figure.use]}"
        if figure.parent is not None:
            text += f"{LINKS[str(figure.relation)]}{places[figure.parent]}"
        text += "".join(f":{said}" for said in (figure.time_basis, figure.counting) if said not in (None, "not_stated"))
        text += "!" if any(flag.rule_id == "total-mismatch" for flag in figure.flags) else ""
        found.append(text)
    return " ".join(found)


LINES = {
    # totals behind their parts
    "窓口45件、電話38件、計：83件": "45件d<2 38件d<2 83件o",
    "窓口45件、電話38件　合計:83件": "45件d<2 38件d<2 83件o",
    "窓口45件、電話38件（計83件）": "45件d<2 38件d<2 83件o",
    "前期20件、後期25件　総計45件": "20件d<2 25件d<2 45件o",
    "上半期20件、下半期25件、年間45件": "20件d<2 25件d<2 45件o:flow",
    "上半期20件、下半期25件、年間合計45件": "20件d<2 25件d<2 45件o:flow",
    "窓口延べ20件、電話延べ25件、延べ計45件": "20件d<2:gross 25件d<2:gross 45件o:gross",
    "4月10件＋5月12件＝22件": "10件d<2 12件d<2 22件o",
    "10件＋12件＝22件": "10件d<2 12件d<2 22件o",
    "10+12=22件": "10件d<2 12件d<2 22件o",
    "延べ20人＋延べ30人＝延べ50人": "20人d<2:gross 30人d<2:gross 50人o:gross",
    "A校12人 B校15人 2校計27人": "12人d<3 15人d<3 2校d 27人o",
    "児童館A 1,200人、児童館B 980人、児童館C 1,020人　3館合計 3,200人": "1200人d<4 980人d<4 1020人d<4 3館d 3200人o",
    "小学校8校、中学校4校、合計で12校で実施": "8校d<2 4校d<2 12校o",
    "小学校3回45人、中学校2回38人、計5回83人": "3回d<4 45人d<5 2回d<4 38人d<5 5回o 83人o@4",
    "窓口45件（うち新規5件）、電話38件（うち新規3件）、計83件（うち新規8件）": (
        "45件d<4 5件d<0:flow 38件d<4 3件d<2:flow 83件o 8件d<4:flow"
    ),
    "刈払機講習 第1回 12人 第2回 15人 計 27人": "12人d<2 15人d<2 27人o",
    "研修会　第1回　45名　第2回　30名　延べ75名": "45名d<2 30名d<2 75名o:gross",
    "男20人女25人 計45人": "20人d<2 25人d<2 45人o",
    "小計20件、小計30件、合計50件": "20件d<2 30件d<2 50件o",
    "啓発品を配布（ティッシュ500個、ポケットカイロ300個、計800個）": "500個d<2 300個d<2 800個o",
    "令和3年12件、令和4年15件、計27件": "12件d 15件d 27件d",
    # totals on a line of their own
    "・窓口45件\n・電話38件\n・計83件": "45件d<2 38件d<2 83件o",
    "窓口　45件\nうち新規 5件\n電話　38件\n計　83件": "45件d<3 5件d<0:flow 38件d<3 83件o",
    "・小学校 3回 45人\n・中学校 2回 38人\n・計 5回 83人": "3回d<4 45人d<5 2回d<4 38人d<5 5回o 83人o@4",
    "・ティッシュ　500個\n・カイロ　300個\n・チラシ　200枚\n合計　800個": "500個d<3 300個d<3 200枚o 800個o",
    "・窓口\n　新規 20件\n　継続 10件\n　小計 30件\n・電話\n　新規 5件\n　継続 5件\n　小計 10件\n・合計 40件": (
        "20件d<2:flow 10件d<2 30件d<6 5件d<5:flow 5件d<5 10件d<6 40件o"
    ),
    "・A校 12人\n・B校 15人\n・参加者総数 27人": "12人d<2 15人d<2 27人o",
    "【人権課】\n・講座 3回\n・研修 2回\n【福祉課】\n・計 5回": "3回o 2回o 5回o",
    # totals before their parts
    "計83人（男30人、女53人）": "83人o 30人d<0 53人d<0",
    "全100件（窓口45、電話55）": "100件o 45件d<0 55件d<0",
    "全100件（窓口45件、電話55件）": "100件o 45件d<0 55件d<0",
    "全9校（小学校6校、中学校3校）": "9校d 6校d<0 3校d<0",
    "年間45件（上半期20件、下半期25件）": "45件o:flow 20件d<0 25件d<0",
    "100件【内訳】窓口45件 電話55件": "100件o 45件d<0 55件d<0",
    "100件 内訳：窓口45件、電話55件": "100件o 45件d<0 55件d<0",
    "相談100件　内訳（窓口45件・電話55件）": "100件o 45件d<0 55件d<0",
    "相談412件［身体98件・精神231件・その他83件］": "412件o 98件d<0 231件d<0 83件d<0",
    "相談412件〔身体98件・精神231件・その他83件〕": "412件o 98件d<0 231件d<0 83件d<0",
    "認定件数：120件　※内訳：新規80件、更新40件": "120件o 80件d<0:flow 40件d<0",
    "助成 5件 500,000円（A団体100,000円、B団体400,000円）": "5件o 500000円o 100000円d<1 400000円d<1",
    "苦情件数 87件…騒音 61件、その他 26件": "87件o 61件d<0 26件d<0",
    "終了者 201人／対象者 912人　22.0％　(動機付け支援 171人、積極的支援 30人)": "201人o 912人d 22％o 171人d<0 30人d<0",
    # a breakdown on lines of its own
    "相談件数100件\n内訳\n・窓口45件\n・電話55件": "100件o 45件d<0 55件d<0",
    "相談件数100件\n（内訳）\n　窓口45件\n　電話55件": "100件o 45件d<0 55件d<0",
    "・相談件数　100件\n　【内訳】\n　・窓口45件\n　・電話55件": "100件o 45件d<0 55件d<0",
    "・相談件数　100件\n　（内訳：窓口45件、電話55件）": "100件o 45件d<0 55件d<0",
    "・会議 4回\n　内訳\n　　本会議 1回\n　　幹事会 3回\n・研修 2回": "4回o 1回d<0 3回d<0 2回o",
    "・会議 4回\n　＜内訳＞\n　本会議 1回\n　幹事会 3回": "4回o 1回d<0 3回d<0",
    "・講座 5回 105人\n　（内訳）\n　・基礎 3回 60人\n　・応用 2回 45人": "5回o 105人o@0 3回d<0 60人d<1 2回d<0 45人d<1",
    "・内訳 窓口45件": "45件d",
    "内訳の公表 3件": "3件o",
    # what does not add up, said plainly
    "窓口45件、電話38件、計85件": "45件d<2 38件d<2 85件o!",
    "合計85件（窓口45件、電話38件）": "85件o! 45件d<0 38件d<0",
    "85件（内訳：窓口45件、電話38件）": "85件o! 45件d<0 38件d<0",
    "85件　内訳：窓口45件、電話38件": "85件o! 45件d<0 38件d<0",
    "可燃ごみ12,345t、不燃ごみ1,234t、資源ごみ3,421t、計17,100t": "12345td<3 1234td<3 3421td<3 17100to!",
    "・A校 12人\n・B校 15人\n・計 30人": "12人d<2 15人d<2 30人o!",
    "・窓口 12件\n・巡回 15件\n・電話 20件\n計 50件": "12件d<3 15件d<3 20件d<3 50件o!",
    "・会議 4回\n　内訳\n　　本会議 1回\n　　幹事会 2回\n・研修 2回": "4回o! 1回d<0 2回d<0 2回o",
    "委員20人（うち公募委員25人）": "20人o! 25人d<0",
    "相談45件のうち40件が解決、残り4件は継続": "45件d! 40件d<0 4件d-0",
    # what need not add up
    "相談件数85件（主な内訳：窓口45件、電話38件）": "85件o 45件d<0 38件d<0",
    "相談件数85件（うち窓口45件、電話38件）": "85件o 45件d<0 38件d<0",
    "相談件数85件（窓口45件、電話38件など）": "85件o 45件d<0 38件d<0",
    "総数200人（男90人・女100人など）": "200人o 90人d<0 100人d<0",
    "講師5人（弁護士2人、医師1人）": "5人o! 2人d<0 1人d<0",
    "委員20人（うち女性8人、公募6人、学識10人）": "20人o 8人d<0 6人d<0 10人d<0",
    "窓口 実20人、電話 実25人、計 実40人": "20人o:net 25人o:net 40人o:net",
    "会議3回、講習会2回、その他計10回": "3回o 2回o 10回d",
    "相談45件、苦情38件、計画2件": "45件o 38件o 2件d",
    "体温計5台、血圧計3台、計8台": "5台d<2 3台d<2 8台o",
    "体重計：3台": "3台o",
    "統計：3件": "3件o",
    "相談件数120件（前年度110件、前々年度100件）": "120件o 110件d 100件d",
    "登録者120人（新規80人）": "120人o 80人o:flow",
    "・講座 12回\n・パトロール 15回\n・相談 20件\n計 20件": "12回o 15回o 20件o 20件o",
    # some of a number
    "相談45件。内、20件は電話": "45件o 20件d<0",
    "相談45件（内20件は電話）": "45件o 20件d<0",
    "相談45件（内、電話20件）": "45件o 20件d<0",
    "利用者1,200人　内、市内1,000人": "1200人o 1000人d<0",
    "45件中、新規20件": "45件d 20件d/0:flow",
    "45件中20件": "45件d 20件d/0",
    "・相談45件\n　うち、電話20件": "45件o 20件d<0",
    "・相談45件\n　このうち電話20件": "45件o 20件d<0",
    "・相談45件\n　※うち新規5件": "45件o 5件d<0:flow",
    "・相談45件\n・うち新規5件": "45件o 5件d<0:flow",
    "・講座　5回　参加者105人\n　うち市外 20人": "5回o 105人o@0 20人d<1",
    "・認定 20件\n・うち書類審査 25件": "20件o 25件d",
    "相談は45件。このうち20件は電話であった": "45件o 20件d<0",
    "参加者45人(女性20人)": "45人o 20人d<0",
    "参加者45人（うち女性20人、男性25人）": "45人o 20人d<0 25人d<0",
    "参加者45人／うち市民30人": "45人o 30人d<0",
    "45人参加。うち20人が女性": "45人o 20人d<0",
    "参加者100人うち市民60人うち高齢者20人": "100人o 60人d<0 20人d<0",
    "参加者100人（うち市民60人（うち高齢者20人））": "100人o 60人d<0 20人d<1",
    "受講者100人のうち市民60人、そのうち高齢者20人": "100人d 60人d<0 20人d<1",
    "相談45件、うち解決40件、残り5件は継続中": "45件o 40件d<0 5件d-0",
    "広報500部、点字版22部（内数）": "500部o 22部d<0",
    "※点字版22部・声の広報35部は外数": "22部d 35部d",
    "市内20件、館内40件": "20件o 40件o",
    "うちわ500本を配布": "500本o",
    "うちわを500本配布し、チラシ200枚も配布": "500本o 200枚o",
    "そのうちに5回実施": "5回o",
    "応募45点、うち入賞10点、展示45点": "45点o 10点d<0 45点o",
    "窓口 120件、電話 200件、計 320件、うち虐待 20件": "120件d<2 200件d<2 320件o 20件d<2",
    "・防災訓練　12回　1,250人（うち総合防災訓練 1回 450人）": "12回o 1250人o@0 1回d<0 450人d<1",
    # everything so far
    "補助金交付　3町会 5台（累計 25町会 78台）": "3町会o 5台o 25町会d:cumulative 78台d:cumulative",
    "3年間で延べ450人が受講": "3年間d 450人d:cumulative:gross",
    "サポーター 15,234人（累計）": "15234人d:cumulative",
    "サポーター 15,234人（令和4年度末累計）": "15234人d:cumulative",
    "累計：350人": "350人d:cumulative",
    "累計は350人": "350人d:cumulative",
    "これまでに120社が参加": "120社d:cumulative",
    "これまでに延べ3,000人が受講": "3000人d:cumulative:gross",
    "これまでの受講者は3,000人": "3000人d:cumulative",
    "開始以来3,000件": "3000件d:cumulative",
    "平成20年の開設以来、延べ12,000人が利用": "12000人d:cumulative:gross",
    "平成20年度の制度開始から120件を助成": "120件d:cumulative",
    "平成20年度からの総数 500台": "500台d:cumulative",
    "平成20年度から累計で 500台を設置": "500台d:cumulative",
    "平成28年度～令和4年度の合計 450人": "450人d:cumulative",
    "昨年度からの合計 45件": "45件d:cumulative",
    "延べ（H20～R4）1,200人": "1200人d:cumulative:gross",
    "R4末現在累計 350台": "350台d:cumulative",
    "令和4年度末現在の累計 350台": "350台d:cumulative",
    "通算500回": "500回d:cumulative",
    "策定時45か所→現在52か所": "45か所d 52か所o:stock",
    "当初45か所": "45か所d",
    "6社を認定し、累計45社となった": "6社o 45社d:cumulative",
    # of the year, though it sounds otherwise
    "これまで同様5回開催した": "5回o",
    "これまでの取組を継続し、講座を5回開催した": "5回o",
    "これまでの3回から5回に増やした": "3回d 5回o",
    "これまでで最多の120人が参加": "120人o",
    "開設以来最多の120人が参加": "120人o",
    "制度開始から5年が経過し、120件を助成": "5年d 120件o",
    "4月の開始から3回開催": "3回o",
    "開始から終了まで3回実施": "3回o",
    "R4.4～R5.3 合計450人": "450人o",
    # what a year added
    "認定企業 累計45社（新規6社）": "45社d:cumulative 6社o<0:flow",
    "防犯カメラ 累計120台（うちR4年度10台）": "120台d:cumulative 10台o<0:flow",
    "防犯カメラ 累計120台（うち令和4年度10台）": "120台d:cumulative 10台o<0:flow",
    "登録者数 累計350人（今年度新規25人）": "350人d:cumulative 25人o<0:flow",
    "累計350人、うち今年度50人": "350人d:cumulative 50人o<0:flow",
    "累計350人（令和4年度新規50人、令和3年度新規40人）": "350人d:cumulative 50人o<0:flow 40人d:flow",
    "設置総数120基（R4年度設置5基）": "120基o 5基o<0:flow",
    "自主防災組織 85団体（新規2団体、解散1団体）": "85団体o 2団体o:flow 1団体o",
    "累計45社（前年度40社）": "45社d:cumulative 40社d",
    "累計45社（うち令和3年度6社）": "45社d:cumulative 6社d<0",
    "累計45社（うち市内6社）": "45社d:cumulative 6社d<0",
    "新規6社（累計45社）": "6社o:flow 45社d:cumulative",
    # what there is on a day
    "撤去12灯、年度末総数 3,456灯": "12灯o 3456灯o:stock",
    "新設12灯、撤去3灯、年度末総数3,456灯": "12灯o 3灯o 3456灯o:stock",
    "新規登録25人、年度末登録者数350人": "25人o:flow 350人o:stock",
    "新規25人（年度末現在 350人）": "25人o:flow 350人o:stock",
    "令和4年度末の防犯灯数は3,456灯": "3456灯o:stock",
    "加入世帯 12,000世帯（4月1日現在）、加入率45％": "12000世帯o:stock 45％o",
    "登録者数（4月1日現在）350人": "350人o:stock",
    "登録者数 350人（R5.3.31現在）": "350人o:stock",
    "45件、令和5年3月31日現在": "45件o:stock",
    "年度末に5回実施": "5回o",
    "年度末の相談会5回": "5回o",
    "会員数 350人": "350人o",
    # who took part in what
    "講座5回（延べ105人）": "5回o 105人o@0:gross",
    "5回、105人参加": "5回o 105人o@0",
    "年5回開催し105人が参加": "5回d:rate 105人o@0",
    "出前講座を12回実施し、345人が受講した": "12回o 345人o@0",
    "出前講座を12回開催し、講師20人を派遣": "12回o 20人o",
    "参加者：105人（5回）": "105人o@1 5回o",
    "参加者105人（5回開催）": "105人o@1 5回o",
    "利用者120人（週3回）": "120人o 3回d:rate",
    "5講座・105人": "5講座o 105人o@0",
    "講座2回（1回目30人、2回目25人）": "2回o 30人o@0 25人o@0",
    "イベント3回　参加者 計500人（1回目200人、2回目180人、3回目120人）": "3回o 500人o@0 200人d<1 180人d<1 120人d<1",
    "1回目30人、2回目25人": "30人o 25人o",
    "親子12組24人": "12組o 24人o",
    "研修会 2回 45名／講演会 1回 120名": "2回o 45名o@0 1回o 120名o@2",
    "講座を2回（全10コマ）開催し、受講者31名": "2回o 10コマd 31名o@0",
    "セミナー　全5回　延べ96人": "5回o 96人o@0:gross",
    # the same fact again
    "相談件数45件。相談員が対応し、45件の相談があった": "45件o 45件x=0",
    "相談件数は45件であった。45件の相談の内訳は窓口20件、電話25件": "45件o 45件x=0 20件d<1 25件d<1",
    "講座を5回開催した。参加者は105人。講座5回": "5回o 105人o 5回x=0",
    "講座を5回実施した。講座の実施回数は5回": "5回o 5回x=0",
    "パトロール120回実施。120回のパトロールで声かけを行った": "120回o 120回x=0",
    "・相談件数 45件\n・45件の相談があった": "45件o 45件x=0",
    "・A講座 5回 20人\n　実施回数：5回": "5回o 20人o@0 5回x=0",
    "会議を5回開催した。\n開催回数：5回、参加者合計：83人": "5回o 5回x=0 83人o@0",
    # equal, and not the same
    "チラシ配布45件、相談45件": "45件o 45件o",
    "・相談 45件\n・講座 45件": "45件o 45件o",
    "小学校で講座を5回実施した。中学校で講座を5回実施した": "5回o 5回o",
    "・A講座\n　開催回数：5回\n・B講座\n　開催回数：5回": "5回o 5回o",
    "・A講座 5回\n・B講座 開催回数5回": "5回o 5回o",
    "講座A 参加者20人。講座B 参加者20人": "20人o 20人o",
    "前年度45件。今年度も45件の相談があった": "45件d 45件o",
    "・講座5回\n・5回の研修を実施": "5回o 5回o",
    # a counter said once
    "相談 45件（窓口20、電話25）": "45件o 20件d<0 25件d<0",
    "小学校15、中学校7の計22校": "15校d<2 7校d<2 22校o",
    "男12・女15 計27名": "12名d<2 15名d<2 27名o",
    "男12人・女15 計27人": "12人d<2 15人d<2 27人o",
    "大人30・子ども20（計50人）": "30人d<2 20人d<2 50人o",
    "第1会場20、第2会場30、計50人": "20人d<2 30人d<2 50人o",
    "講座3、研修2、会議1 計6回": "3回d<3 2回d<3 1回d<3 6回o",
    "相談 45件（窓口20、電話20）": "45件o",
    "男12・女15　計28名": "28名o",
    "大人5人・子ども8": "5人o",
    "2×3＝6回": "6回o",
    "電話042-123-4567、計5件": "5件o",
}


@pytest.mark.parametrize("cell", LINES)
def test_what_belongs_to_what(cell: str) -> None:
    assert said(read(cell)) == LINES[cell]


def labels(cell: str) -> list[str | None]:
    return [figure.label for figure in read(cell).figures if figure.cls == "quantity"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("・相談45件\n　このうち電話20件", ["相談", "電話"]),
        ("相談件数は45件。内訳は窓口20件、電話25件", ["相談件数", "窓口", "電話"]),
        ("教育相談 来所185件 電話321件 計：506件", ["来所", "電話", "教育相談"]),
        ("防犯パトロール　青パト：120回　徒歩：80回　合計：200回", ["青パト", "徒歩", "防犯パトロール"]),
        ("小学校3回45人、中学校2回38人、計5回83人", ["小学校", "小学校", "中学校", "中学校", "施策", "施策"]),
        ("年5回開催し105人が参加", [None, "参加"]),
        ("昼間巡回 毎日2回、夜間巡回 週3回、計 850回", ["昼間巡回", "夜間巡回", "施策"]),
        ("表彰12人（小学生8人・中学生4人）", ["表彰", "小学生", "中学生"]),
    ],
)
def test_what_only_says_how_numbers_belong_is_no_label(cell: str, expected: list[str | None]) -> None:
    assert labels(cell) == expected


@pytest.mark.parametrize("cell", ["男12・女15　計28名", "大人5人・子ども8", "相談 45件（窓口20、電話20）"])
def test_a_number_without_a_counter_that_adds_up_to_nothing_is_told(cell: str) -> None:
    assert "bare-number" in {flag.rule_id for figure in read(cell).figures for flag in figure.flags}


def test_a_day_belongs_to_its_own_number() -> None:
    days = {f"{f.value:f}": f.as_of for f in read("撤去12灯、年度末総数 3,456灯").figures if f.cls == "quantity"}
    assert days["12"] is None
    assert str(days["3456"]) == "2023-03-31"


def test_a_part_says_so_and_a_count_of_what_was_summed_is_none() -> None:
    reading = read("A校12人 B校15人 2校計27人")
    assert [figure.scope for figure in reading.figures] == ["part", "part", "all_of_population", "total"]
    own = read("認定企業 累計45社（新規6社）").figures[1]
    assert (own.scope, own.relation, own.use, own.time_basis) == ("part", "part_of", "observation", "flow")


def test_both_sums_are_told_and_nothing_is_corrected() -> None:
    figure = read("窓口45件、電話38件、計85件").figures[-1]
    (flag,) = [flag for flag in figure.flags if flag.rule_id == "total-mismatch"]
    assert (figure.value, flag.params["total"], flag.params["sum"]) == (85, "85", "83")
