"""Every rule of the definition has something that triggers it, and nothing else of error level beside it."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from reportlab.lib.pdfencrypt import StandardEncryption

import bouhan_opendata as bo
import pdfs
import word_files
from bouhan_opendata.conversion import convert
from bouhan_opendata.errors import BouhanError, ReleaseRefused
from bouhan_opendata.evaluation import read_set
from bouhan_opendata.extraction import CellContext, prepare_words, read_cell
from bouhan_opendata.iri import fill
from bouhan_opendata.model import load_model as load_model_from
from bouhan_opendata.package import Table
from bouhan_opendata.reading.pdf.document import read_pdf
from bouhan_opendata.reading.text.delimited import read_delimited
from bouhan_opendata.reading.text.plain_text import read_plain_text
from bouhan_opendata.reading.web.tables import read_html
from bouhan_opendata.reading.word.document import read_word
from bouhan_opendata.releasing.lock import publisher_lock
from bouhan_opendata.tabular.csv_tables import write_rows
from bouhan_opendata.validation import judge_tables
from bouhan_opendata.validation.judges import judge_frictionless, judge_shacl
from bouhan_opendata.validation.package_rules import check_package
from grids import grid, read_grids
from hostile import archive, with_link, with_macros, with_shapes, workbook
from old_workbooks import ole
from publications import HEADER, ROW, markdown, publish

Trigger = Callable[[Path], Any]
TRIGGERS: dict[str, Trigger] = {}


def triggers(*rules: str) -> Callable[[Trigger], Trigger]:
    def keep(function: Trigger) -> Trigger:
        for rule in rules:
            assert rule not in TRIGGERS
            TRIGGERS[rule] = function
        return function

    return keep


def checked(folder: Path) -> bo.Findings:
    return bo.validate(bo.build(bo.open_publication(folder)))


def cell(text: str, departments: tuple[str, ...] = ("安全課",), year: int = 2019) -> set[str]:
    """The rules that one cell of a result column gives rise to, through the whole library."""
    reading = read_cell(text.split("\n"), CellContext(year, "actual", departments, "施策"), prepare_words(bo.load_model()))
    return {flag.rule_id for figure in reading.figures for flag in figure.flags} | {flag.rule_id for flag in reading.flags}


def broken_copy(tmp: Path, change: Callable[[Path], None], *, resum: bool = False) -> bo.Findings:
    """A small release, changed after it was made; with ``resum`` the checksums are made anew."""
    made = bo.release(bo.open_publication(publish(tmp / "city", markdown(ROW)))).paths[0]
    change(made)
    if resum:
        names = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
        sums = "".join(f"{hashlib.sha256((made / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
        (made / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return bo.verify(made)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def csv_copy(table: str, old: str, new: str) -> Trigger:
    return lambda tmp: broken_copy(tmp, lambda made: edit(made / "data" / f"{table}.csv", old, new), resum=True)


def table(*rows: tuple[str, ...], **rest: Any) -> Trigger:
    return lambda tmp: checked(publish(tmp / "city", markdown(*rows, **rest)))


def next_year(*rows: tuple[str, ...]) -> str:
    """A table with the same columns, a year later."""
    return markdown(*rows, header=(*HEADER[:3], "令和元年度の取組み", "令和2年度の取組み"))


OTHER = ("防犯講習会", "安全課", "講習会を開きます。", "・講習会 3回", "・講習会 4回")


def restated(cell: str) -> Trigger:
    """A next year's table that states the year of the first one again."""
    return lambda tmp: checked(publish(tmp / "city", markdown(ROW), next_year((*ROW[:3], cell, "・見回り 20回"))))


def results(before: str, now: str, departments: str = "安全課") -> tuple[str, ...]:
    return ("地域の見回り", departments, "地域を見回ります。", before, now)


# -- the definition and the publication


@triggers("yaml-invalid")
def _yaml(tmp: Path) -> Any:
    return checked(publish(tmp / "city", markdown(ROW), curation={"notes.yaml": "notes: []\nnotes: []\n"}))


@triggers("model-broken")
def _model(tmp: Path) -> Any:
    schema = tmp / "schema"
    shutil.copytree(bo.schema_folder(), schema)
    edit(schema / "model.yaml", "type: string", "type: strnig")
    return load_model_from(schema)


TRIGGERS["no-sources"] = lambda tmp: checked(publish(tmp / "city"))
TRIGGERS["publication-broken"] = lambda tmp: checked(publish(tmp / "c", markdown(ROW), settings={"CC-BY-4.0\n": "CC-BY-9.0\n"}))
TRIGGERS["publication-file-missing"] = lambda tmp: bo.open_publication(tmp)
TRIGGERS["not-a-folder"] = lambda tmp: bo.open_publication(publish(tmp / "c") / "publication.yaml")
TRIGGERS["lg-code-wrong"] = lambda tmp: bo.init_publication(tmp / "city", "131131", "渋谷区")
TRIGGERS["city-name-wrong"] = lambda tmp: bo.init_publication(tmp / "city", "131130", "渋谷\n区")
TRIGGERS["folder-not-empty"] = lambda tmp: bo.init_publication(publish(tmp / "city"), "131130", "渋谷区")


@triggers("source-unlisted")
def _stray(tmp: Path) -> Any:
    folder = publish(tmp / "city", markdown(ROW))
    (folder / "sources" / "next.md").write_text(markdown(ROW), encoding="utf-8")
    return checked(folder)


TRIGGERS["licence-unconfirmed"] = lambda tmp: checked(
    publish(tmp / "city", markdown(ROW), settings={"license_confirmed: true": "license_confirmed: false"})
)

# -- the gate and the layout


def source(data: bytes, name: str = "table.md") -> Trigger:
    def read(tmp: Path) -> Any:
        (tmp / name).write_bytes(data)
        return bo.read(tmp / name)

    return read


@triggers("source-not-a-file")
def _folder(tmp: Path) -> Any:
    (tmp / "folder.md").mkdir()
    return bo.read(tmp / "folder.md")


TRIGGERS["source-missing"] = lambda tmp: bo.read(tmp / "none.md")
TRIGGERS["source-empty"] = source(b"\xef\xbb\xbf \r\n")
TRIGGERS["source-form-unread"] = source(b"\x01\x02\x00\x03")
TRIGGERS["source-is-image"] = source(b"\x89PNG\r\n\x1a\n\x00")
TRIGGERS["source-is-archive"] = source(archive({"表.txt": "x"}))
TRIGGERS["old-document"] = source(ole({"WordDocument": b"x"}), "table.docx")
TRIGGERS["source-encrypted"] = source(ole({"EncryptedPackage": b"x"}), "table.xlsx")
TRIGGERS["source-damaged"] = source(workbook("")[:-40], "table.xlsx")
TRIGGERS["archive-too-large"] = source(archive({f"{n}.xml": "" for n in range(2_001)}))
TRIGGERS["archive-names"] = source(archive({"../evil.xml": "<a/>"}))
TRIGGERS["archive-nested"] = source(archive({"inner.zip": archive({"a": "b"})}))
TRIGGERS["document-type-declared"] = source(archive({"xl/workbook.xml": "<!DOCTYPE a><a/>"}))


@triggers("parser-stopped")
def _stopped(tmp: Path) -> Any:
    from bouhan_opendata.reading.safety.child import Limits, read_apart

    return read_apart("hostile:endless", b"", "table.xlsx", bo.load_model(), Limits(seconds=0.5))


def sheet(change: Callable[[openpyxl.Workbook], Any] = lambda book: None, then: Callable[[bytes], bytes] = bytes) -> Trigger:
    """A workbook with one row of a measure, changed before it is saved and after."""

    def read(tmp: Path) -> Any:
        book = openpyxl.Workbook()
        for row in (HEADER, ROW, ROW):
            book.active.append(row)
        change(book)
        target = io.BytesIO()
        book.save(target)
        return source(then(target.getvalue()), "table.xlsx")(tmp)

    return read


def put(address: str, value: Any, **rest: Any) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book.active[address] = value
        for name, what in rest.items():
            setattr(book.active[address], name, what)

    return change


TRIGGERS["hidden-rows"] = sheet(lambda book: setattr(book.active.row_dimensions[3], "hidden", True))
TRIGGERS["hidden-columns"] = sheet(lambda book: setattr(book.active.column_dimensions["C"], "hidden", True))
TRIGGERS["hidden-sheet"] = sheet(lambda book: setattr(book.create_sheet("裏"), "sheet_state", "hidden"))
TRIGGERS["sheet-without-cells"] = sheet(lambda book: book.create_chartsheet("グラフ"))
TRIGGERS["cell-error"] = sheet(put("C2", "#REF!", data_type="e"))
TRIGGERS["formula-without-value"] = sheet(put("C2", "=1+1"))
TRIGGERS["struck-text"] = sheet(put("C2", "旧", font=Font(strike=True)))
TRIGGERS["text-not-shown"] = sheet(put("C2", "旧", font=Font(color="FFFFFFFF")))
TRIGGERS["comment-not-read"] = sheet(put("C2", "文", comment=Comment("話", "職員")))
for _rule in ("text-box-not-read", "picture-not-read", "embedded-object"):
    TRIGGERS[_rule] = sheet(then=with_shapes)
TRIGGERS["macros-not-run"] = sheet(then=with_macros)
TRIGGERS["external-links"] = sheet(then=with_link)
TRIGGERS["source-encoding"] = source(markdown(ROW).encode() + b"\x80\xfd\xff")
TRIGGERS["source-too-large"] = source(markdown(("x" * 40_000, "", "", "", "")).encode())
TRIGGERS["no-table"] = source("表のない文書です。\n".encode())
TRIGGERS["html-table"] = source("# 計画\n\n<table><tr><th>施策</th></tr></table>\n".encode())
TRIGGERS["years-in-rows"] = source(
    markdown(("令和3年度", "3回", "5回"), ("令和4年度", "4回", "6回"), header=("年度", "教室", "巡回")).encode()
)
TRIGGERS["form-per-measure"] = source(markdown(("担当課", "安全課"), ("実績", "3回"), header=("事業名", "防犯教室")).encode())
TRIGGERS["form-cells-kept"] = source(
    markdown(("根拠法令", "条例"), ("担当課", "安全課"), ("令和4年度実績", "3回"), header=("事業名", "防犯教室")).encode()
)
HEAD = ("施策名", "担当課", "令和3年度", "令和4年度")
TRIGGERS["merged-years"] = lambda tmp: read_grids(grid(HEAD, ("教室", "安全課", "講習会 3回", "^")))
TRIGGERS["merged-measures"] = lambda tmp: read_grids(
    grid(HEAD, ("教室", "安全課", "3回", "4回"), ("巡回", "安全課", None, "2回"))
)
TRIGGERS["change-without-department"] = lambda tmp: checked(
    publish(
        tmp / "city",
        markdown(ROW),
        curation={"organisation.yaml": "changes:\n- {id: r001, date: 2020-04-01, kind: renamed, from: d001, to: d999}\n"},
    )
)
TRIGGERS["total-row"] = table(ROW, ("合　計", "", "", "12回", "15回"))
TRIGGERS["row-of-number-only"] = table(("1", *ROW), ("2", "", "", "", "", ""), header=("番号", *HEADER))
TRIGGERS["row-without-year"] = table(
    ("見回り", "安全課", "令和4年度", "見回り 5回"), ("", "", "", "見回り 6回"), header=("施策", "担当課", "年度", "実績")
)
TRIGGERS["no-progress-table"] = source(markdown(("りんご", "3"), header=("品名", "個数")).encode())
TRIGGERS["no-measure-rows"] = source(markdown().encode())
TRIGGERS["two-columns-one-year"] = source(
    markdown(ROW, header=(*HEADER[:3], "平成31年度の取組み", "令和元年度の取組み")).encode()
)
TRIGGERS["two-measure-columns"] = source(markdown(ROW, header=("主要な施策", "主要な施策", *HEADER[2:])).encode())
TRIGGERS["cells-beyond-header"] = source((markdown(ROW) + "| 施策 | 課 | 内容 | a | b | はみ出し |\n").encode())
TRIGGERS["header-unknown"] = table((*ROW, "丸"), header=(*HEADER, "しるし"))
TRIGGERS["row-unclear"] = table(ROW, ("", "", "名前のない説明", "", ""))
TRIGGERS["table-not-read"] = source((markdown(ROW) + "\n| 凡例 | 意味 |\n| --- | --- |\n| 〇 | 実施 |\n").encode())

# -- what Word, HTML and text files hold besides their tables


def in_word(content: str, **parts: str) -> Trigger:
    """A Word file with one table whose only cell has this paragraph."""
    data = word_files.word(word_files.table(word_files.row(word_files.cell(content))), **parts)
    return lambda tmp: read_word(data, "table.docx", bo.load_model())


def in_paragraph(content: str, **parts: str) -> Trigger:
    return in_word(word_files.paragraph(word_files.run("12") + content), **parts)


def in_html(page: str) -> Trigger:
    return lambda tmp: read_html(page.encode("cp932" if "charset=utf-8" in page else "utf-8"), "table.html", bo.load_model())


TRIGGERS["word-damaged"] = lambda tmp: read_word(b"PK\x03\x04", "table.docx", bo.load_model())
TRIGGERS["word-insertion"] = in_paragraph("<w:ins>" + word_files.run("回") + "</w:ins>")
TRIGGERS["word-deletion"] = in_paragraph("<w:del><w:r><w:delText>3</w:delText></w:r></w:del>")
TRIGGERS["word-comment"] = in_paragraph('<w:r><w:commentReference w:id="0"/></w:r>')
TRIGGERS["word-footnote"] = in_paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>')
TRIGGERS["word-header-footer"] = in_paragraph("<w:r/>", header=word_files.paragraph("令和元年度"))
TRIGGERS["text-box-left"] = in_paragraph(
    "<w:r><w:pict><w:txbxContent>" + word_files.paragraph("速報値") + "</w:txbxContent></w:pict></w:r>"
)
TRIGGERS["picture-left"] = in_paragraph("<w:r><w:drawing><a:blip/></w:drawing></w:r>")
TRIGGERS["embedded-left"] = in_paragraph("<w:r><w:object><o:OLEObject/></w:object></w:r>")
TRIGGERS["equation-left"] = in_paragraph("<m:oMath><m:r><m:t>3/4</m:t></m:r></m:oMath>")
TRIGGERS["text-hidden"] = in_paragraph(word_files.run("庁内用", "<w:vanish/>"))
TRIGGERS["text-struck"] = in_paragraph(word_files.run("15", "<w:strike/>"))
TRIGGERS["text-raised"] = in_paragraph(word_files.run("1", '<w:vertAlign w:val="superscript"/>'))
TRIGGERS["table-nested"] = in_word(word_files.table(word_files.row("東小", "3回")))
TRIGGERS["symbol-unread"] = in_paragraph('<w:r><w:sym w:font="Webdings" w:char="F0C1"/></w:r>')
TRIGGERS["numbering-unread"] = in_word(
    word_files.item("見回り"), numbering=word_files.lists(word_files.level(0, "thaiNumbers", "%1"))
)
TRIGGERS["html-damaged"] = in_html("<div>" * 400)
TRIGGERS["html-encoding"] = in_html("<meta charset=utf-8><p>施策")
TRIGGERS["html-not-single"] = in_html("<frameset><frame src=sheet001.htm></frameset>")
TRIGGERS["html-spans-overlap"] = in_html("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>")
TRIGGERS["rows-ragged"] = lambda tmp: read_delimited("施策,実績\n見回り,講習,2回\n".encode(), "table.csv", bo.load_model())
TRIGGERS["separator-unclear"] = lambda tmp: read_delimited(b"a,b\tc\nd,e\tf\n", "table", bo.load_model())
TRIGGERS["quote-broken"] = lambda tmp: read_delimited(b'a,b\n"c,d\n', "table.csv", bo.load_model())
TRIGGERS["text-without-lines"] = lambda tmp: read_plain_text("施策   実績\n".encode(), "table.txt", bo.load_model())
TRIGGERS["drawn-table-unclear"] = lambda tmp: read_plain_text(b"|a|b|\n+-+-+\n|c|d|\n| |e|\n", "table.txt", bo.load_model())

# -- what a cell says

TRIGGERS["unit-unknown"] = lambda tmp: cell("・見回り 12ホゲ")
TRIGGERS["label-missing"] = lambda tmp: cell("・12回")
TRIGGERS["label-from-row"] = table(("見守り", "相談件数", "件", "120"), header=("施策", "指標", "単位", "令和元年度実績"))
TRIGGERS["calendar-year-column"] = table(("見守り", "安全課", "・見回り 12回"), header=("施策", "担当課", "令和元年"))
TRIGGERS["annotation-broken"] = lambda tmp: read_set(tmp, bo.load_model())
TRIGGERS["bare-number"] = lambda tmp: cell("・見回り 12")
TRIGGERS["bad-grouping"] = lambda tmp: cell("・見回り 1,23,4回")
TRIGGERS["numbers-unparted"] = lambda tmp: cell("相談件数　245件　268件")
TRIGGERS["heads-in-one-line"] = lambda tmp: cell("【安全課】講座 18回　【福祉課】会議 3回")
TRIGGERS["total-mismatch"] = lambda tmp: cell("・講座を7回開催。7回のうち2回は市役所、残りの4回は公民館で開催")
TRIGGERS["era-overrun"] = lambda tmp: cell("・平成40年4月1日に開始")
TRIGGERS["impossible-date"] = lambda tmp: cell("・平成30年2月30日に実施")
TRIGGERS["year-contradicts-column"] = lambda tmp: cell("・令和5年度に開始", year=2019)

# -- across the cells

TRIGGERS["department-unreported"] = table(results("【安全課】\n・見回り 12回", "【安全課】\n・見回り 15回", "安全課<br>環境課"))
TRIGGERS["department-unlisted"] = table(results("【環境課】\n・見回り 12回", "・見回り 15回"))
TRIGGERS["blank-cell"] = table(results("・見回り 12回", ""))
TRIGGERS["activity-near-miss"] = table(results("・駅前で見守りの活動を行った", "・駅前で見守りの活動を毎朝行った"))
TRIGGERS["duplicate-of"] = table(
    results("・配布 12個", "・配布 15個"), ("用品の配布", "安全課", "配ります。", "・配布 12個", "・配布 15個")
)
TRIGGERS["same-indicator-twice"] = table(results("・見回り 12回\n・見回り 9回", "・見回り 15回"))
TRIGGERS["jump"] = table(results("・見回り 12回", "・見回り 150回"))
TRIGGERS["odd-character"] = table(results("・見\u200b回り 12回", "・見回り 15回"))
TRIGGERS["formula-looking"] = table(("=SUM(A1)", *ROW[1:]))
TRIGGERS["personal-data"] = table(results("・連絡先 03-1234-5678 を周知", "・見回り 15回"))

REGISTER = """ids:
  - {id: m001, name: 地域の見回り, source: s001}
  - {id: d001, name: 安全課, source: s001}
  - {id: i001, name: "m001｜安全課｜見回り｜times", source: s001}
"""
TRIGGERS["id-minted"] = lambda tmp: checked(
    publish(tmp / "c", markdown(ROW), next_year(("街灯の設置", *ROW[1:3], "", "")), curation={"register.yaml": REGISTER})
)
TRIGGERS["rows-merged"] = lambda tmp: checked(
    publish(
        tmp / "c",
        markdown(ROW, ("街灯の設置", *ROW[1:3], "", "")),
        curation={"register.yaml": REGISTER + "  - {id: m001, name: 街灯の設置, source: s001}\n"},
    )
)
TRIGGERS["name-near-miss"] = lambda tmp: checked(
    publish(tmp / "c", markdown(("地域の見廻り", *ROW[1:])), curation={"register.yaml": REGISTER})
)


@triggers("series-near-miss")
def _series(tmp: Path) -> Any:
    folder = publish(tmp / "city", markdown(results("・子どもの見守り隊による地域の見守り", "")))
    publication = bo.open_publication(folder)
    bo.write_new_ids(publication, bo.build(publication))
    (folder / "sources" / "table1.md").write_text(
        markdown(results("・子どもの見守り隊による地域の見まもり", "")), encoding="utf-8"
    )
    return checked(folder)


DECISION = """decisions:
  - id: k001
    target: figure
    where: {measure: m001, fiscal_year: 2019, quote: 99回}
    set: {use: detail}
    why: 内数
    by: 安全課
    on: 2020-04-01
    scope: from now on
"""
TRIGGERS["decision-without-effect"] = lambda tmp: checked(
    publish(
        tmp / "c",
        markdown((*ROW[:3], "", "・8月に見回り 15回")),
        curation={"decisions.yaml": DECISION.replace("quote: 99回", "quote: 8月").replace("detail", "observation")},
    )
)
TRIGGERS["decision-lapsed"] = lambda tmp: checked(
    publish(
        tmp / "c",
        markdown(ROW),
        next_year(("地域の見回り", "安全課", "地域を見回ります。", "", "・巡回を 15回実施")),
        curation={"decisions.yaml": DECISION.replace("99回", "15回").replace("2019", "2019, source: s001")},
    )
)
TRIGGERS["decision-proposed"] = lambda tmp: checked(
    publish(
        tmp / "c",
        markdown(ROW),
        next_year(("地域の見回り", "安全課", "地域を見回ります。", "", "・毎日の見回り 15回")),
        curation={"decisions.yaml": DECISION.replace("99回", "15回").replace("2019", "2019, source: s001")},
    )
)
NEEDLESS = """decisions:
  - id: k001
    target: finding
    where: {line: s001-t1-r2-c5-l1}
    waive: jump
    why: 確認済み
    by: 安全課
    on: 2020-04-01
"""
TRIGGERS["waiver-lapsed"] = lambda tmp: checked(publish(tmp / "c", markdown(ROW), curation={"decisions.yaml": NEEDLESS}))
TRIGGERS["decision-misfit"] = lambda tmp: checked(publish(tmp / "c", markdown(ROW), curation={"decisions.yaml": DECISION}))


# -- invariants that no source breaks: shown by taking away what keeps them


@triggers("characters-unaccounted", "digit-unread")
def _audit(tmp: Path) -> Any:
    from bouhan_opendata.building.audit import audit
    from bouhan_opendata.building.draft import Draft
    from bouhan_opendata.package import Span

    publication = bo.open_publication(publish(tmp / "city", markdown(ROW)))
    package = bo.build(publication)
    draft = Draft(bo.load_model(), publication, ())
    draft.rows = {"source_lines": [dict(row) for row in package["source_lines"]]}
    lines = {row["line_id"]: row["text"] or "" for row in package["source_lines"]}
    draft.spans = {line: (Span(0, len(text), "narrative"),) if text else () for line, text in lines.items()}
    gap = next(line for line, text in lines.items() if text)
    draft.spans[gap] = ()
    whole = {line for line in lines if line != gap}
    draft.report_cells = {"r": tuple(_Part(line) for line in sorted(whole))}
    audit(draft)
    return draft.findings


class _Part:
    """One line, in the place of a cell of the draft."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.cell = type("Cell", (), {"text": ""})()

    def line_id(self, number: int) -> str:
        return self.line


@triggers("unread-line")
def _unread(tmp: Path) -> Any:
    from unittest import mock

    from bouhan_opendata.reading import table_rows

    with mock.patch.object(table_rows, "_mark_cells", lambda state, by_role: None):
        return checked(publish(tmp / "city", markdown(ROW)))


def tampered(change: Callable[[dict[str, list[dict[str, Any]]]], None]) -> Trigger:
    """The rules across tables, over a package whose rows were changed after it was built."""

    def judge(tmp: Path) -> Any:
        package = bo.build(bo.open_publication(publish(tmp / "city", markdown(ROW))))
        tables = {name: [dict(row) for row in rows] for name, rows in package.tables.items()}
        change(tables)
        return check_package({name: Table(package.model.tables[name], rows) for name, rows in tables.items()})

    return judge


TRIGGERS["quote-mismatch"] = tampered(lambda t: t["figures"][0].update(quote="99回"))
TRIGGERS["observation-without-figure"] = tampered(lambda t: t["observations"][0].update(value=99))
TRIGGERS["observation-twice"] = tampered(lambda t: t["observations"].append(t["observations"][0]))
TRIGGERS["text-mismatch"] = tampered(lambda t: t["activities"][0].update(text="見回り 99回"))
TRIGGERS["columns-disagree"] = tampered(lambda t: t["figures"][0].update(precision="range"))
TRIGGERS["status-inconsistent"] = tampered(lambda t: t["reports"][0].update(status="blank"))

# -- a copy of a release, hand-edited

TRIGGERS["missing-value"] = csv_copy("measures", "地域の見回り", "")
TRIGGERS["wrong-type"] = csv_copy("reports", ",2018,", ",平成30,")
TRIGGERS["pattern-mismatch"] = csv_copy("departments", "d001", "x001")
TRIGGERS["not-in-code-list"] = csv_copy("reports", "reported", "done")
TRIGGERS["broken-reference"] = csv_copy("reports", ",m001,", ",m009,")
TRIGGERS["header-mismatch"] = csv_copy("measures", "title", "titel")
TRIGGERS["cell-count"] = csv_copy("measures", "m001", "m001,m001")
TRIGGERS["line-break-in-cell"] = csv_copy("measures", "地域の見回り", '"地域の\n見回り"')
TRIGGERS["control-character"] = csv_copy("measures", "地域の見回り", "地域の\x07見回り")
TRIGGERS["not-canonical-number"] = csv_copy("observations", ",12,", ",12.0,")
TRIGGERS["full-width-digits"] = csv_copy("observations", ",12,", ",１２,")
TRIGGERS["csv-broken"] = csv_copy("measures", "地域の見回り", '"地域の見回り')
TRIGGERS["byte-order-mark"] = csv_copy("measures", "measure_id", "\ufeffmeasure_id")
TRIGGERS["line-ending"] = csv_copy("measures", "\n", "\r\n")
TRIGGERS["out-of-range"] = csv_copy("source_lines", ",1,", ",0,")


@triggers("zip-damaged")
def _damaged(tmp: Path) -> Any:
    made = bo.release(bo.open_publication(publish(tmp / "city", markdown(ROW)))).paths[0]
    archive = next(made.parent.glob("*.zip"))
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)
    return bo.verify(archive)


@triggers("other-version")
def _other(tmp: Path) -> Any:
    def change(made: Path) -> None:
        path = made / "datapackage.json"
        path.write_text(
            re.sub(r'("bouhan:library_version": ")[^"]*', r"\g<1>0.0.1", path.read_text(encoding="utf-8")), encoding="utf-8"
        )

    return broken_copy(tmp, change, resum=True)


@triggers("duplicate-key")
def _twice(tmp: Path) -> Any:
    def change(made: Path) -> None:
        path = made / "data" / "measures.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([*lines, lines[1]]))

    return broken_copy(tmp, change, resum=True)


@triggers("too-long")
def _long(tmp: Path) -> Any:
    """No field of the tables has a longest length so far; one that had would be held to it."""
    model = bo.load_model()
    measures = model.tables["measures"]
    fields = tuple(replace(item, max_length=3) if item.name == "title" else item for item in measures.fields)
    narrow = replace(model, tables={**model.tables, "measures": replace(measures, fields=fields)})
    package = bo.build(bo.open_publication(publish(tmp / "city", markdown(ROW))))
    tables = {name: write_rows(table.model, table.rows) for name, table in package.tables.items()}
    return judge_tables(tables, narrow, "https://example.org/")


@triggers("not-utf8")
def _cp932(tmp: Path) -> Any:
    def change(made: Path) -> None:
        path = made / "data" / "measures.csv"
        path.write_bytes(path.read_bytes().decode().encode("cp932"))

    return broken_copy(tmp, change, resum=True)


TRIGGERS["copy-differs"] = lambda tmp: broken_copy(
    tmp, lambda made: edit(made / "rdf" / "data.nt", '"12"^^', '"21"^^'), resum=True
)


def returned_form(*filled: str) -> Trigger:
    """A form that came back with the numbers of some indicators alone."""

    def judge(tmp: Path) -> Any:
        row = (*ROW[:3], "・見回り 12回（参加者 30人）", "・見回り 15回（参加者 40人）")
        city = publish(tmp / "city", markdown(row))
        bo.release(bo.open_publication(city))
        (path,) = bo.make_forms(city, tmp / "調査票.xlsx", year=2020)
        book = openpyxl.load_workbook(path)
        for cells in book["調査票"].iter_rows(min_row=2):
            if cells[9].value in filled:
                cells[5].value = 7
        book.save(path)
        bo.receive(bo.open_publication(city), path, 2020)
        return bo.validate(bo.build(bo.open_publication(city)))

    return judge


@triggers("form-number-unused")
def _unused(tmp: Path) -> Any:
    city = publish(tmp / "city", markdown(ROW))
    bo.release(bo.open_publication(city))
    (path,) = bo.make_forms(city, tmp / "調査票.xlsx", year=2020)
    book = openpyxl.load_workbook(path)
    for cells in book["調査票"].iter_rows(min_row=2):
        if cells[1].value in ("取組", "数") and cells[9].value != "＋":
            cells[5].value = "見回り 15回" if cells[1].value == "取組" else 20
    book.save(path)
    bo.receive(bo.open_publication(city), path, 2020)
    return bo.validate(bo.build(bo.open_publication(city)))


TRIGGERS["form-unfilled"] = returned_form()
TRIGGERS["form-number-missing"] = returned_form("i001")
TRIGGERS["certificate-differs"] = lambda tmp: broken_copy(
    tmp, lambda made: edit(made / "findings" / "equivalence.ttl", "differences: 0", "differences: 1"), resum=True
)
TRIGGERS["database-not-at-hand"] = lambda tmp: broken_copy(tmp, lambda made: next(made.parent.glob("*.sqlite")).unlink())
TRIGGERS["catalogue-differs"] = lambda tmp: broken_copy(
    tmp, lambda made: edit(made / "metadata" / "ckan.json", '"version": "0.1.0"', '"version": "0.2.0"'), resum=True
)
TRIGGERS["hash-mismatch"] = lambda tmp: broken_copy(tmp, lambda made: edit(made / "data" / "measures.csv", "見回り", "見守り"))
TRIGGERS["file-missing"] = lambda tmp: broken_copy(tmp, lambda made: (made / "data" / "measures.csv").unlink())
TRIGGERS["file-unlisted"] = lambda tmp: broken_copy(tmp, lambda made: (made / "memo.txt").write_bytes(b"x"))
TRIGGERS["descriptor-broken"] = lambda tmp: broken_copy(
    tmp, lambda made: edit(made / "datapackage.json", '"data/measures.csv"', '"https://example.org/m.csv"'), resum=True
)
TRIGGERS["not-a-release"] = lambda tmp: bo.verify(tmp)
TRIGGERS["not-an-address"] = lambda tmp: fill("measure/{measure_id}", "https://example.org/", {"measure_id": "m 001"})


@triggers("frictionless-disagrees")
def _frictionless(tmp: Path) -> Any:
    made = bo.release(bo.open_publication(publish(tmp / "city", markdown(ROW)))).paths[0]
    edit(made / "data" / "reports.csv", ",2018,", ",x,")
    return judge_frictionless(made)


@triggers("shacl-disagrees")
def _shacl(tmp: Path) -> Any:
    made = bo.release(bo.open_publication(publish(tmp / "city", markdown(ROW)))).paths[0]
    data = made / "rdf" / "data.nt"
    kept = [
        line
        for line in data.read_text(encoding="utf-8").splitlines()
        if "/measure/m001> <http://purl.org/dc/terms/title>" not in line
    ]
    data.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return judge_shacl(data, made / "rdf" / "shapes.ttl")


# -- the release and its doors


def small(tmp: Path, **rest: Any) -> bo.Publication:
    return bo.open_publication(publish(tmp / "city", markdown(ROW), **rest))


TRIGGERS["release-unlisted"] = lambda tmp: bo.release(small(tmp), "0.2.0")
TRIGGERS["version-invalid"] = lambda tmp: bo.release(small(tmp), "2", date="2020-05-01", notes="次")
TRIGGERS["date-invalid"] = lambda tmp: bo.release(small(tmp), "0.2.0", date="2020-5-1", notes="次")
TRIGGERS["release-refused"] = lambda tmp: bo.release(bo.open_publication(publish(tmp / "c", markdown(("=1", *ROW[1:])))))


@triggers("release-exists")
def _exists(tmp: Path) -> Any:
    publication = small(tmp)
    bo.release(publication)
    edit(publication.folder / "sources" / "table1.md", "15回", "16回")
    return bo.release(bo.open_publication(publication.folder))


TRIGGERS["argument-wrong"] = lambda tmp: bo.release(small(tmp), "0.2.0", date="2020-05-01", notes="")
TRIGGERS["file-trouble"] = lambda tmp: bo.init_publication(tmp / ("x" * 400), "131130", "渋谷区")
NOTE = "id: n001, subject: i999, fiscal_year: 2019, kind: explanation, text: 説明, by: 安全課, on: 2020-04-01"
TRIGGERS["note-without-subject"] = lambda tmp: checked(
    publish(
        tmp / "city",
        markdown(ROW),
        curation={"notes.yaml": f"notes:\n  - {{{NOTE}}}\n"},
    )
)
TRIGGERS["figure-restated"] = restated("・見回り 16回")
TRIGGERS["statement-changed"] = restated("・見回り 15回\n・声かけを実施")


@triggers("measure-missing-in-replacement")
def _missing_in_replacement(tmp: Path) -> Any:
    folder = publish(tmp / "city", markdown(ROW, OTHER), markdown(ROW))
    entries = folder / "sources" / "sources.yaml"
    entries.write_text(entries.read_text(encoding="utf-8") + "    replaces: s001\n", encoding="utf-8")
    return checked(folder)


TRIGGERS["measure-twice"] = table(ROW, ("地域の見回り", "学務課", "登下校を見守ります。", "", "見守り 3回"))
TRIGGERS["observations-waiting"] = lambda tmp: checked(
    publish(tmp / "city", markdown(ROW), settings={"review: none": "review: all"})
)


def _after_a_release(tmp: Path, change: Callable[[Path], None]) -> Any:
    """The findings after something was changed behind a release's back."""
    publication = small(tmp)
    bo.release(publication)
    change(publication.folder)
    return checked(publication.folder)


TRIGGERS["published-observations-waiting"] = lambda tmp: _after_a_release(
    tmp, lambda folder: edit(folder / "publication.yaml", "review: none", "review: all")
)


TRIGGERS["activity-no-longer-stated"] = table((*ROW[:3], "・見回り 12回\n・声かけを実施", "・見回り 15回"))
TRIGGERS["indicator-no-longer-stated"] = table((*ROW[:3], "・見回り 12回\n・声かけ 3回", "・見回り 15回\n・声かけ"))
TRIGGERS["register-lost"] = lambda tmp: _after_a_release(tmp, lambda folder: (folder / "curation" / "register.yaml").unlink())
TRIGGERS["source-changed"] = lambda tmp: _after_a_release(
    tmp, lambda folder: edit(folder / "sources" / "table1.md", "15回", "16回")
)


@triggers("source-removed")
def _removed(tmp: Path) -> Any:
    def change(folder: Path) -> None:
        edit(folder / "sources" / "sources.yaml", "s001", "s002")

    return _after_a_release(tmp, change)


@triggers("release-damaged")
def _damaged(tmp: Path) -> Any:
    publication = small(tmp)
    made = bo.release(publication)
    edit(made.paths[0] / "README.md", "0.1.0", "0.1.1")
    return bo.release(bo.open_publication(publication.folder))


@triggers("release-locked")
def _locked(tmp: Path) -> Any:
    publication = small(tmp)
    with publisher_lock(publication.folder / "releases", bo.load_model()):
        return bo.release(publication)


@triggers("version-too-small")
def _too_small(tmp: Path) -> Any:
    publication = small(tmp)
    bo.release(publication)
    edit(publication.folder / "sources" / "table1.md", "15回", "16回")
    waived = "target: finding, where: {key: s001}, waive: source-changed"
    text = f"decisions:\n  - {{id: k001, {waived}, why: 差替え, by: 安全課, on: 2020-04-30}}\n"
    (publication.folder / "curation" / "decisions.yaml").write_text(text, encoding="utf-8")
    return bo.release(bo.open_publication(publication.folder), "0.1.1", date="2020-05-01", notes="次")


@triggers("release-withdrawn")
def _withdrawn(tmp: Path) -> Any:
    publication = small(tmp)
    bo.release(publication)
    bo.withdraw(publication, "0.1.0", date="2020-04-02", why="誤り")
    return bo.release(publication)


TRIGGERS["release-not-there"] = lambda tmp: bo.withdraw(small(tmp), "0.1.0", date="2020-04-02", why="誤り")


@triggers("address-astray")
def _astray(tmp: Path) -> Any:
    made = bo.release(small(tmp)).paths[0]
    edit(made / "metadata" / "addresses.csv", "/measure/m001,", "/measure/m002,")
    return bo.verify(made)


@triggers("no-such-table")
def _no_table(tmp: Path) -> Any:
    with bo.open_release(bo.release(small(tmp)).paths[0]) as release:
        return release["mesures"]


@triggers("query-refused")
def _query(tmp: Path) -> Any:
    with bo.open_release(bo.release(small(tmp)).paths[0]) as release:
        return release.query("SELECT * WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }")


# -- PDF (kept together)


def _pdf(data: bytes) -> Trigger:
    return lambda tmp: read_pdf(data, "表.pdf", bo.load_model())


def _pdf_pages(first: tuple[str, ...], second: tuple[str, ...], *, closed: bool) -> bytes:
    paper = pdfs.Paper()
    paper.table([pdfs.HEADER, first], height=45, closed=closed)
    paper.next_page()
    paper.table([second, pdfs.ROW], height=45)
    return paper.done()


def _pdf_drawn(draw: Callable[[pdfs.Paper], Any], *, table: bool = True) -> Trigger:
    paper = pdfs.Paper()
    if table:
        paper.table([pdfs.HEADER, pdfs.ROW])
        paper.next_page()
    draw(paper)
    return _pdf(paper.done())


def _pdf_uneven(paper: pdfs.Paper) -> None:
    paper.canvas.rect(50, 500, 200, 60)
    paper.line(150, pdfs.HEIGHT - 530, 250, pdfs.HEIGHT - 530)
    paper.line(150, pdfs.HEIGHT - 530, 150, pdfs.HEIGHT - 500)


def _pdf_over_line(paper: pdfs.Paper) -> None:
    paper.grid([50, 100, 200], [200, 230, 260])
    paper.text(60, 215, "見回り1,234回")


CUT = ("見回り", "安全課", "・見回り 12回", "・見回りを実施し多くの市民")
TRIGGERS["pdf-locked"] = _pdf(pdfs.simple(encrypt=StandardEncryption("secret", ownerPassword="owner")))
TRIGGERS["pdf-damaged"] = _pdf(pdfs.simple()[:-400])
TRIGGERS["pdf-scanned"] = _pdf_drawn(pdfs.picture, table=False)
TRIGGERS["pdf-page-scanned"] = _pdf_drawn(pdfs.picture)
TRIGGERS["pdf-without-lines"] = _pdf_drawn(lambda paper: paper.text(50, 50, "施策　担当課"), table=False)
TRIGGERS["pdf-glyph-unknown"] = _pdf(pdfs.unknown_glyphs())
TRIGGERS["pdf-text-unused"] = _pdf_drawn(lambda paper: paper.text(pdfs.WIDTH + 20, 50, "欄外"))
TRIGGERS["pdf-extra-unused"] = _pdf_drawn(lambda paper: paper.canvas.textAnnotation("確認済み", [10, 10, 30, 30]))
TRIGGERS["pdf-text-over-line"] = _pdf_drawn(_pdf_over_line)
TRIGGERS["pdf-lines-uneven"] = _pdf_drawn(_pdf_uneven)
TRIGGERS["pdf-row-joined"] = _pdf(_pdf_pages(CUT, ("", "", "", "が参加した"), closed=False))
TRIGGERS["pdf-row-unclear"] = _pdf(_pdf_pages(CUT, ("", "学務課", "", "が参加した"), closed=True))


def tables_to_convert(folder: Path, text: str) -> Path:
    """A folder with one table of a made-up source."""
    (folder / "tables").mkdir()
    (folder / "tables" / "fiscal_years.csv").write_text(text, "utf-8", newline="")
    return folder / "tables"


YEARS_CSV = "fiscal_year,label_ja,label_en,start_date,end_date\n2019,令和元年度,FY2019,2019-04-01,2020-03-31\n"
TRIGGERS["conversion-refused"] = lambda tmp: bo.convert(
    tables_to_convert(tmp, YEARS_CSV + YEARS_CSV.splitlines()[1] + "\n"), output=tmp / "x.nt", base="https://example.org/"
)


@triggers("worker-lost")
def worker_lost(tmp: Path) -> object:
    """The first process that is seen is killed."""
    years = "".join(f"{year},{year}年度,FY{year},{year}-04-01,{year + 1}-03-31\n" for year in range(2000, 2080))
    folder = tables_to_convert(tmp, YEARS_CSV.splitlines()[0] + "\n" + years)
    stopped = threading.Event()

    def kill() -> None:
        while not stopped.wait(0.01):
            if children := multiprocessing.active_children():
                children[0].kill()
                return

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        return convert([folder], tmp / "x.nt", bo.load_model(), workers=2, base_iri="https://example.org/", piece=500)
    finally:
        stopped.set()
        killer.join()


def outcome(trigger: Trigger, tmp: Path) -> set[str]:
    try:
        found = trigger(tmp)
    except ReleaseRefused as fault:
        return {fault.rule.id, *(finding.rule for finding in fault.findings)}
    except BouhanError as fault:
        return {fault.rule.id}
    found = getattr(found, "findings", found)
    return {item if isinstance(item, str) else item.rule for item in found}


@pytest.fixture(autouse=True)
def judges_only_where_they_are_meant(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking frictionless and SHACL takes most of a trigger's time, and only these rules are theirs to break."""
    rule = getattr(request.node, "callspec", None) and request.node.callspec.params.get("rule")
    if rule not in ("frictionless-disagrees", "shacl-disagrees", "descriptor-broken"):
        for door in ("releasing", "verification"):
            monkeypatch.setattr(f"bouhan_opendata.{door}.judge_folder", lambda folder, model: [])


@pytest.mark.parametrize("rule", sorted(bo.load_model().rules))
def test_something_triggers_the_rule(rule: str, tmp_path: Path) -> None:
    assert rule in outcome(TRIGGERS[rule], tmp_path)


def test_no_trigger_is_for_a_rule_that_is_gone(model: bo.Model) -> None:
    assert set(TRIGGERS) == set(model.rules)
