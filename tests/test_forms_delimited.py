"""CSV, TSV and plain text: the separator is certain or the file is refused; columns parted by spaces are no table."""

from __future__ import annotations

import pytest

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.reading import Document, understand
from bouhan_opendata.reading.text.delimited import read_delimited
from bouhan_opendata.reading.text.markdown import read_markdown, read_markdown_text
from bouhan_opendata.reading.text.plain_text import read_plain_text


def read(text: str | bytes, name: str = "表.csv") -> Document:
    return read_delimited(text if isinstance(text, bytes) else text.encode(), name, bo.load_model())


def read_text(text: str) -> Document:
    return read_plain_text(text.encode(), "表.txt", bo.load_model())


def texts(document: Document, number: int = 0) -> list[list[str]]:
    return [[each.text for each in line] for line in document.grids[number].rows]


def refused(text: str | bytes, name: str = "表.csv") -> tuple[str, int | None]:
    with pytest.raises(SourceError) as caught:
        read(text, name) if not name.endswith(".txt") else read_plain_text(text.encode(), name, bo.load_model())  # type: ignore[union-attr]
    return caught.value.rule.id, caught.value.place.line


# -- fields


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("施策,課\n見回り,安全課\n", [["施策", "課"], ["見回り", "安全課"]]),
        ("施策\t課\r\n見回り\t安全課", [["施策", "課"], ["見回り", "安全課"]]),
        ("施策;課\n見回り;安全課\n", [["施策", "課"], ["見回り", "安全課"]]),
        ('施策,実績\n見回り,"・見回り 12回\r\n・教室 3回"\n', [["施策", "実績"], ["見回り", "・見回り 12回\n・教室 3回"]]),
        ('"施策","A ""B"" C"\n"1,579件",""\n', [["施策", 'A "B" C'], ["1,579件", ""]]),
        ('施策,実績\n12" の看板,3"枚\n', [["施策", "実績"], ['12" の看板', '3"枚']]),
        ("a\tb,c\nd\te\n", [["a", "b,c"], ["d", "e"]]),
        ("a,b\n=1+1,-3\n@x,+5\n", [["a", "b"], ["=1+1", "-3"], ["@x", "+5"]]),
        (" a ,　b　\n c,d \n", [["a", "b"], ["c", "d"]]),
        ("a,b\n見回り,\n", [["a", "b"], ["見回り", ""]]),
        ("sep=;\na;b,c\nd;e\n", [["a", "b,c"], ["d", "e"]]),
    ],
)
def test_fields_are_told_by_content(text: str, shown: list[list[str]]) -> None:
    assert texts(read(text, "表.dat")) == shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-be"])
def test_half_width_kana_and_extensions_stay_as_they_are(encoding: str) -> None:
    text = "施策,実績\n①㈱ﾊﾟﾄﾛｰﾙ髙﨑,Ⅱ期 ㎡\n"
    data = ("\ufeff" + text).encode(encoding) if encoding == "utf-16-be" else text.encode(encoding)
    assert texts(read(data)) == [["施策", "実績"], ["①㈱ﾊﾟﾄﾛｰﾙ髙﨑", "Ⅱ期 ㎡"]]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("施策,実績\n見回り,12回\n".encode("euc_jp"), "source-encoding"),
        ("施策,実績\n".encode("cp932") + b"\x80,\xff\n", "source-encoding"),
        ("施策,実績\n".encode() + b"\xff\xfe\n", "source-encoding"),
        ("施策,実績\n".encode("utf-16") + b"\x00", "source-encoding"),
        ("施策,実績\na\x00,b\n".encode(), "source-form-unread"),
        ("施策,実績\na\x00,b\n".encode("utf-16"), "source-form-unread"),
        ("施策,実績\n".encode("utf-16-le"), "source-form-unread"),
    ],
)
def test_an_encoding_that_is_not_certain_is_refused(data: bytes, rule: str) -> None:
    assert refused(data)[0] == rule


# -- tables and lines


CSV = """令和元年度 防犯計画の取組状況,,,
(令和2年3月31日現在),,,

1 地域で守る,,,
施策,担当課,平成30年度の実績,令和元年度の実績
地域の見回り,安全課,"・見回り 12回
・参加者 45人",・見回り 15回
,学務課,なし,"【学務課】
・ブザーの貸与 1,579件"
2 子どもを守る,,,
通学路の安全,学務課,点検 9校,点検 10校
"""


def test_lines_above_a_table_are_outside_and_blank_rows_part_tables() -> None:
    document = read("題名\n\n施策,実績\na,b\n,,\n\n凡例,意味\n〇,実施\n")
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "題名")]
    assert [(grid.line_no, len(grid.rows)) for grid in document.grids] == [(3, 2), (7, 2)]
    assert document.grids[1].rows[1][0].address == "表2 行2 列1"


def test_a_citys_file_is_understood() -> None:
    model = bo.load_model()
    for data in (
        CSV.encode(),
        CSV.replace(",", "\t").replace("1\t579", "1,579").encode("utf-16"),
        CSV.replace("\n", "\r\n").encode("cp932"),
    ):
        found = understand(read(data), model)
        assert found.title == "令和元年度 防犯計画の取組状況"
        assert [(heading.notation, heading.title) for heading in found.headings] == [("1", "地域で守る"), ("2", "子どもを守る")]
        assert [(each.title, each.heading) for each in found.measures] == [
            ("地域の見回り", 0),
            ("地域の見回り", 0),
            ("通学路の安全", 1),
        ]
        assert found.measures[0].results[0][1].text == "・見回り 12回\n・参加者 45人"
        assert found.measures[1].results[1][1].text == "【学務課】\n・ブザーの貸与 1,579件"
        assert found.document.grids[0].line_no == 5


def test_what_a_name_says_decides_only_between_separators_that_fit() -> None:
    both = "a,b\tc\nd,e\tf\n"
    assert texts(read(both, "表.csv")) == [["a", "b\tc"], ["d", "e\tf"]]
    assert texts(read(both, "表.tsv")) == [["a,b", "c"], ["d,e", "f"]]
    assert texts(read("a\tb\nc\td\n", "表.csv")) == [["a", "b"], ["c", "d"]]
    assert read("a\tb\nc\td\n").media_type == "text/tab-separated-values"


@pytest.mark.parametrize(
    ("text", "name", "rule", "line"),
    [
        ("a,b\tc\nd,e\tf\n", "表.dat", "separator-unclear", None),
        ("a,b\nc\td\ne,f\ng\th\n", "表.dat", "separator-unclear", None),
        ('a,b\n"x\ny",c\n見回り,講習会,2回\n', "表.csv", "rows-ragged", 4),
        ("a,b,c\nd,e\n", "表.csv", "rows-ragged", 2),
        ("a,b\n続きの行\nc,d\n", "表.csv", "rows-ragged", 2),
        ('a,b\nc,d\n"見回り,12回\nc,d\n', "表.csv", "quote-broken", 3),
        ('a,b\n"見回り"り,12回\n', "表.csv", "quote-broken", 2),
        ("文だけの行\nもう一行\n", "表.csv", "no-table", None),
        ("\n,,\n", "表.csv", "no-table", None),
    ],
)
def test_what_is_not_certain_is_refused_with_its_line(text: str, name: str, rule: str, line: int | None) -> None:
    assert refused(text, name) == (rule, line)


def test_a_file_beyond_all_sense_is_refused() -> None:
    for text in (
        "a,b\n" * 50_001,
        (",".join("a" * 1_001) + "\n") * 2,
        ("a," + "あ" * 32_768 + "\n") * 2,
        "あ" * 40_000 + "\n\na,b\nc,d\n",
    ):
        with pytest.raises(UnsafeSource, match="source-too-large"):
            read(text)


# -- plain text


def test_a_text_with_a_markdown_table_is_markdown() -> None:
    text = "題\n\n| 施策 | 実績 |\n| --- | --- |\n| 見回り | a<br>b |\n"
    assert texts(read_text(text)) == [["施策", "実績"], ["見回り", "a\nb"]]
    assert read_text(text).media_type == "text/plain"


BOX = """題名
┌──────┬────────┐
│ 施策 │ 実績   │
├──────┼────────┤
│見回り│ 12回   │
├──────┼────────┤
│教室  │ A | B  │
└──────┴────────┘
後の文
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (BOX, [["施策", "実績"], ["見回り", "12回"], ["教室", "A | B"]]),
        ("施策 | 実績\n見回り | 12回\n", [["施策", "実績"], ["見回り", "12回"]]),
        ("| 施策 | 実績 |\n| 見回り | 12回 |\n|  | 3回 |\n", [["施策", "実績"], ["見回り", "12回"], ["", "3回"]]),
        ("+----+----+\n| a  | b  |\n+----+----+\n| c  | d  |\n| e  | f  |\n+----+----+\n", [["a", "b"], ["c", "d"], ["e", "f"]]),
        ("┏━━┳━━┓\n┃施策┃実績┃\n┣━━╋━━┫\n┃巡回┃３回┃\n┗━━┻━━┛\n", [["施策", "実績"], ["巡回", "３回"]]),
        ("施策\t実績\n見回り\t12回\n", [["施策", "実績"], ["見回り", "12回"]]),
    ],
)
def test_a_table_with_drawn_lines_or_tabs_is_read(text: str, shown: list[list[str]]) -> None:
    assert texts(read_text(text)) == shown


def test_the_lines_around_a_drawn_table_are_outside() -> None:
    document = read_text(BOX)
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "題名"), (9, "後の文")]
    assert document.grids[0].line_no == 2


def test_a_row_between_lines_may_have_several_lines_of_text() -> None:
    text = (
        "+------+------------+\n| 施策 | 実績       |\n+------+------------+\n"
        "| 巡回 | 教室を開   |\n|      | 回開いた。 |\n|      | ・見回り   |\n+------+------------+\n"
        "| 教室 | 防犯教室を |\n|      | 3回        |\n+------+------------+\n"
    )
    assert texts(read_text(text)) == [["施策", "実績"], ["巡回", "教室を開\n回開いた。・見回り"], ["教室", "防犯教室を3回"]]


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("施策    実績\n見回り  12回\n", "text-without-lines", None),
        ("文だけの文書です。\nA | B と書いた行が一つ。\n", "text-without-lines", None),
        ("施策,実績\n見回り,12回\n", "text-without-lines", None),
        ("| 施策 | 実績 |\n| 見回り | 教室 | 12回 |\n", "rows-ragged", 2),
        ("施策\t実績\n見回り\t12\t回\n", "rows-ragged", 2),
        ("+--+--+\n|a |b |\n+--+--+\n|c |d |\n|  |e |\n+--+--+\n", "drawn-table-unclear", 4),
        ("┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n│e│f│\n├─┼─┤\n│g│h│\n└─┴─┘\n", "drawn-table-unclear", 4),
        ("+--+--+\n|a |b |\n+--+--+\n|c |12|\n|  |3 |\n+--+--+\n|e |f |\n+--+--+\n", "drawn-table-unclear", 4),
        ("┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n│ ├─┤\n│ │e│\n└─┴─┘\n", "drawn-table-unclear", 5),
    ],
)
def test_no_table_is_made_up(text: str, rule: str, line: int | None) -> None:
    assert refused(text, "表.txt") == (rule, line)


# -- Markdown, as bytes


def test_markdown_is_read_from_bytes_as_from_a_file(tmp_path) -> None:
    data = "# 題\n\n| 施策 | 実績 |\n| --- | --- |\n| 見回り | 12回 |\n".encode("cp932")
    (tmp_path / "表.md").write_bytes(data)
    model = bo.load_model()
    assert read_markdown(tmp_path / "表.md", model) == read_markdown_text(data, "表.md", model)


@pytest.mark.parametrize(
    "text", ["", "a", '"', '""', "a\n", '"a\n"', ",\n,", "a\tb", ";", "sep=,\n", "|", "│\n│", "---", "\ufeff"]
)
def test_no_text_is_too_odd_to_be_refused(text: str) -> None:
    for name in ("表.csv", "表.txt"):
        with pytest.raises(SourceError):
            read(text, name) if name == "表.csv" else read_text(text)
