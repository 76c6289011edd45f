"""The gate before any parser, the form by content, and the child process: hostile files are refused by name of the rule."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
import hostile
from bouhan_opendata.findings import Place
from bouhan_opendata.reading.forms import Refused, form_of, read_document
from bouhan_opendata.reading.safety.archive import MAX_ENTRIES, check_archive
from bouhan_opendata.reading.safety.child import Limits, read_apart
from bouhan_opendata.reading.spreadsheets.workbook import read_workbook
from hostile import MAIN, SHEET, archive, flagged, lying, workbook
from old_workbooks import ole, xls
from publications import HEADER, ROW, markdown

ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'


def refused(data: bytes, model: bo.Model, name: str = "表.xlsx") -> bo.SourceError:
    with pytest.raises(bo.SourceError) as fault:
        check_archive(data, Place(file=name), model)
    return fault.value


# -- zips


def test_a_sound_workbook_goes_through(model: bo.Model) -> None:
    assert SHEET in check_archive(workbook(ROWS), Place(file="表.xlsx"), model)


def bomb(size: int) -> bytes:
    return workbook(ROWS, **{"xl/media/x.bin": bytes(size)})


BOMBS = {
    "inflates beyond the limit": lambda: bomb(210 * 1024 * 1024),
    "shrinks by more than the ratio": lambda: bomb(20 * 1024 * 1024),
    "says that it is large": lambda: lying(bomb(1000), "xl/media/x.bin", 0xFFFFFFF0),
    "has too many parts": lambda: archive({f"xl/{n}.xml": "" for n in range(MAX_ENTRIES + 1)}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_at_once_and_costs_nothing(kind: str, model: bo.Model) -> None:
    data = BOMBS[kind]()
    tracemalloc.start()
    started = time.perf_counter()
    fault = refused(data, model)
    print(f"{kind}: {time.perf_counter() - started:.3f} s, {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.rule.id == "archive-too-large"
    assert isinstance(fault, bo.UnsafeSource)
    assert peak < 10_000_000 + 2 * len(data)


def test_a_part_that_hides_its_size_is_damaged(model: bo.Model) -> None:
    assert refused(lying(bomb(3000), "xl/media/x.bin", 10), model).rule.id == "source-damaged"


NAMES = [
    "../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:/evil.xml", "xl\\..\\evil.xml", "xl/..", "//server/share", "c:evil",
    "xl/a\0b.xml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_out_are_refused(name: str, model: bo.Model) -> None:
    plain = name.replace("\0", "Z").replace("\\", "Y")
    data = archive({"[Content_Types].xml": "<a/>", plain: "<a/>"})
    data = data.replace(plain.encode(), name.encode())
    assert refused(data, model).rule.id == "archive-names"


def test_a_name_that_comes_twice_is_refused(model: bo.Model) -> None:
    for second in (SHEET, SHEET.upper()):
        data = archive({SHEET: "<a/>", "Z" * len(SHEET): "<b/>"}).replace(b"Z" * len(SHEET), second.encode())
        assert refused(data, model).rule.id == "archive-names"


def test_a_link_is_refused(model: bo.Model) -> None:
    info = zipfile.ZipInfo("xl/link")
    info.external_attr = 0o120777 << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(info, "/etc/passwd")
    assert refused(data.getvalue(), model).rule.id == "archive-names"


def test_a_zip_within_is_refused_but_an_embedded_table_is_not(model: bo.Model) -> None:
    inner = archive({"a": "b"})
    assert refused(workbook(ROWS, **{"xl/inner.zip": inner}), model).rule.id == "archive-nested"
    assert check_archive(workbook(ROWS, **{"xl/embeddings/table.xlsx": inner}), Place(), model)


ENTITIES = {
    "internal": '<!DOCTYPE a [<!ENTITY b "c">]>',
    "external": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.org/x.dtd"> %b;]>',
    "public": '<!DOCTYPE a PUBLIC "-//x" "http://example.org/x.dtd">',
    "laughs": "<!DOCTYPE a [<!ENTITY b 'ha'>" + "".join(f"<!ENTITY b{n} '&b;&b;&b;'>" for n in range(9)) + "]>",
    "bare": "<!DOCTYPE a>",
}
PARTS = {
    "xlsx": (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels", "[Content_Types].xml"),
    "docx": ("word/document.xml", "word/comments.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"),
}


@pytest.mark.parametrize("form", PARTS)
@pytest.mark.parametrize("kind", ENTITIES)
def test_a_document_type_is_refused_naming_the_part(form: str, kind: str, model: bo.Model) -> None:
    for part in PARTS[form]:
        text = f"<?xml version='1.0'?><!-- {'x' * 70_000} -->{ENTITIES[kind]}<a>&b;</a>"
        for encoded in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
            fault = refused(archive({"x": "", part: encoded}), model, f"表.{form}")
            assert fault.rule.id == "document-type-declared"
            assert part in fault.text("ja")


def test_a_part_in_an_encoding_that_hides_is_damaged(model: bo.Model) -> None:
    text = "<?xml version='1.0' encoding='utf-7'?>+ADw-!DOCTYPE a+AD4-<a/>"
    assert refused(archive({SHEET: text}), model).rule.id == "source-damaged"


def test_locked_and_damaged_zips_say_so(model: bo.Model) -> None:
    assert refused(flagged(workbook(ROWS)), model).rule.id == "source-encrypted"
    assert refused(workbook(ROWS)[:-40], model).rule.id == "source-damaged"
    assert refused(archive({"a": "b" * 99}, zipfile.ZIP_BZIP2), model).rule.id == "source-damaged"
    broken = bytearray(workbook(ROWS))
    at = broken.find(SHEET.encode()) + len(SHEET)
    broken[at : at + 20] = b"\xff" * 20
    assert refused(bytes(broken), model).rule.id == "source-damaged"


# -- far and giant cells


def cell(address: str, text: str = "x") -> str:
    return f'<row><c r="{address}" t="inlineStr"><is><t>{text}</t></is></c></row>'


GIANTS = {
    "a far cell": ROWS + cell("XFD1048576"),
    "a far row": ROWS + cell("A50001"),
    "a far column": ROWS + cell("ALM2"),
    "a giant text": ROWS + cell("A2", "x" * 32_768),
    "a wide emptiness": ROWS + cell("ALL50000"),
    "a merge over all": ROWS + cell("ALL900") + "</sheetData>" + '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>' * 3,
}


@pytest.mark.parametrize("kind", GIANTS)
def test_cells_beyond_the_limits_are_refused(kind: str, model: bo.Model) -> None:
    rows, _, merges = GIANTS[kind].partition("</sheetData>")
    data = workbook("", **{SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merges}</worksheet>'})
    tracemalloc.start()
    with pytest.raises(bo.UnsafeSource) as fault:
        read_workbook(data, "表.xlsx", model)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.value.rule.id == "source-too-large"
    assert peak < 50_000_000


def test_a_far_cell_without_text_costs_nothing(model: bo.Model) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    document = read_workbook(workbook(ROWS + ROWS.replace("1", "2") + far), "表.xlsx", model)
    assert len(document.grids[0].rows) == 2


def test_cells_without_an_address_stand_in_their_order(model: bo.Model) -> None:
    row = '<row><c t="inlineStr"><is><t>a</t></is></c><c/><c><v>3</v></c></row>'
    document = read_workbook(workbook(row + row), "表.xlsx", model)
    assert [[c.address for c in r] for r in document.grids[0].rows][1] == ["S!A2", "S!B2", "S!C2"]


# -- the form, by content


OLE_REFUSED = {
    "WordDocument": "old-document",
    "PowerPoint Document": "old-document",
    "JSRV_SegmentInformation": "old-document",
    "EncryptedPackage": "source-encrypted",
    "Unknown": "source-form-unread",
}


@pytest.mark.parametrize("stream", OLE_REFUSED)
def test_ole_files_are_told_apart_by_their_streams(stream: str, model: bo.Model) -> None:
    form = form_of(ole({stream: b"x"}), "表.docx", model)
    assert isinstance(form, Refused)
    assert form.rule == OLE_REFUSED[stream]


WEB = "<html><body><table><tr><td>施策</td></tr></table></body></html>"
FORMS: dict[str, tuple[bytes, str, str]] = {
    "a workbook called csv": (workbook(ROWS), "表.csv", "workbook"),
    "an old workbook": (xls({"a": [(0, 0, "x", 0)]}), "表.xls", "workbook"),
    "a web page called xls": (WEB.encode("cp932"), "表.xls", "html"),
    "a web page with what stands before it": (
        f"\ufeff<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html>{WEB}".encode(),
        "a",
        "html",
    ),
    "a page of tables alone": (b"\r\n <TABLE border=1><tr>", "表.xls", "html"),
    "a new document called doc": (archive({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "表.doc", "word"),
    "a page in EUC-JP": (WEB.encode("euc-jp"), "表.html", "html"),
    "a page with its pictures": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "表.mht", "html"),
    "PDF": (b"\n%PDF-1.7\x00", "表.xlsx", "pdf"),
    "Markdown": (markdown(ROW).encode(), "表.csv", "plain"),
    "Markdown in CP932": (markdown(ROW).encode("cp932"), "表.txt", "plain"),
    "Markdown by its name": (markdown(ROW).encode(), "表.md", "markdown"),
    "commas": (",".join(HEADER).encode() + b"\n" + ",".join(ROW).encode(), "表.txt", "delimited"),
    "tabs in UTF-16": (("\t".join(HEADER) + "\n" + "\t".join(ROW)).encode("utf-16"), "表.xls", "delimited"),
    "one column called csv": ("施策\n見回り\n".encode(), "表.csv", "delimited"),
    "prose": ("計画です。\n次の行です、はい。\n".encode(), "表.txt", "plain"),
    "a note that speaks of HTML": ("# 計画\n\n<table><tr>\n".encode(), "表.md", "markdown"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_form_is_told_by_the_content(kind: str, model: bo.Model) -> None:
    data, name, form = FORMS[kind]
    assert form_of(data, name, model) == form


REFUSED: dict[str, tuple[bytes, str]] = {
    "PNG": (b"\x89PNG\r\n\x1a\n\x00", "source-is-image"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00", "source-is-image"),
    "TIFF": (b"II*\x00\x08", "source-is-image"),
    "BMP": (b"BM\x00\x00", "source-is-image"),
    "RTF": (b"{\\rtf1\\ansi ", "old-document"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", "source-is-archive"),
    "LZH": (b"\x20\x10-lh5-\x00", "source-is-archive"),
    "a zip of files": (archive({"表.xlsx.txt": "x"}), "source-is-archive"),
    "xlsb": (archive({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}), "source-form-unread"),
    "pptx": (archive({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "source-form-unread"),
    "odt": (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "source-form-unread"),
    "XML": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "source-form-unread"),
    "binary": (b"\x01\x02\x00\x03", "source-form-unread"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_read_is_refused_with_its_own_rule(kind: str, model: bo.Model, tmp_path: Path) -> None:
    data, rule = REFUSED[kind]
    (tmp_path / "表.xlsx").write_bytes(data)
    with pytest.raises(bo.SourceError) as fault:
        read_document(tmp_path / "表.xlsx", model)
    assert fault.value.rule.id == rule
    assert "表.xlsx" in fault.value.text("ja")


# -- the child


def apart(reader: str, model: bo.Model, **limits: Any) -> Any:
    return read_apart(f"hostile:{reader}", b"data", "表.xlsx", model, Limits(**limits))


def test_a_document_comes_back_as_it_was(model: bo.Model, capsys: pytest.CaptureFixture[str]) -> None:
    assert apart("simple", model) == hostile.simple(b"data", "表.xlsx", model)


def test_a_refusal_comes_back_as_it_was(model: bo.Model) -> None:
    with pytest.raises(bo.SourceError) as fault:
        apart("refusing", model)
    assert (fault.value.rule.id, fault.value.params) == ("no-table", {"name": "表.xlsx"})


@pytest.mark.parametrize(
    ("reader", "rule", "limits"),
    [
        ("endless", "parser-stopped", {"seconds": 1.0}),
        ("dying", "parser-stopped", {}),
        ("stumbling", "source-damaged", {}),
        ("locked", "source-encrypted", {}),
    ],
)
def test_the_parent_survives(reader: str, rule: str, limits: dict[str, Any], model: bo.Model) -> None:
    with pytest.raises(bo.SourceError) as fault:
        apart(reader, model, **limits)
    assert fault.value.rule.id == rule


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit on memory is that of Linux")
def test_a_greedy_parser_is_stopped(model: bo.Model) -> None:
    with pytest.raises(bo.UnsafeSource) as fault:
        apart("greedy", model, memory=400_000_000)
    assert fault.value.rule.id == "parser-stopped"
    assert "381 MB" in fault.value.text("ja")


def test_a_script_without_a_guard_may_read(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(ROWS + ROWS.replace("1", "2")))
    code = (
        "import sys; sys.path[:] = " + repr(sys.path) + "\nimport bouhan_opendata as bo\nfrom pathlib import Path\n"
        "from bouhan_opendata.reading.forms import read_document\n"
        "print(len(read_document(Path('表.xlsx'), bo.load_model()).grids))\n"
        "print({'openpyxl', 'xlrd', 'lxml', 'docx', 'pdfplumber'} & set(sys.modules))\n"
    )
    (tmp_path / "script.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["1", "set()"]
