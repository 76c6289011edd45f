"""What is fuzzed: six doors that bytes of strangers come through, each with what must hold whatever comes.

    python tests/fuzz_targets.py TARGET [FOLDER…] [-max_total_time=3600 …]

runs one target under atheris (coverage-guided; libFuzzer's options) until it is stopped or finds something; the input that broke
it is left as ``crash-…``. ``tests/test_fuzz.py`` runs each for a few seconds, and without atheris over changed seeds.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

SEEDS: dict[str, list[bytes]] = {
    "csv": [
        b"measure_id,policy_area_id,title,title_en,description,description_en,theme,sort_order,first_fiscal_year,last_fiscal_year\n"
        b"m001,a001,\xe8\xa6\x8b\xe5\x9b\x9e\xe3\x82\x8a,Patrols,,,,1,2018,2019\n",
        b'"a""b",c\r\n,\n',
        b"\xef\xbb\xbfmeasure_id\n",
    ],
    "layout": [
        "| 主要な施策 | 担当課 | 令和元年度の取組み |\n| --- | --- | --- |\n| 見回り | 安全課 | ・見回り 12回 |\n".encode(),
        "施策名,担当課,令和元年度実績\n見回り,安全課,12回\n".encode(),
        "施策名\t担当課\t計画\t実績\n見回り\t安全課\t10回\t12回\n".encode("cp932"),
        "１　見回り（安全課）\n　令和元年度　12回\n".encode(),
    ],
    "calendar": [
        "平成31年4月1日から令和元年5月末、R2.3/31、４月上旬".encode(),
        "H30～R4、平成29・30年度、2019年度末現在、昭和六十四年一月七日".encode(),
    ],
    "figures": [
        "・防犯講座 5回（延べ120人、うち新規30人）、計1,234千円（前年度比＋5％）".encode(),
        "【安全課】\n〃\n中止（新型コロナ）\n1日平均3.5人×12か月＝42件".encode(),
    ],
    "yaml": [
        "releases:\n  - {version: 0.1.0, date: 2020-04-01, notes: {ja: 初版}}\n".encode(),
        b"a: &x [1, *x]\nb: !!python/object:os.system {}\na: no\n",
    ],
    "zip": [],
}


@cache
def _model() -> object:
    import bouhan_opendata as bo

    return bo.load_model()


def fuzz_csv(data: bytes) -> None:
    """Any bytes as the CSV of a table are judged, never broken upon; what is not clean has a finding."""
    from bouhan_opendata.validation import judge_tables

    found = judge_tables({"measures": data}, _model(), "https://example.org/")  # type: ignore[arg-type]
    if not data.startswith(SEEDS["csv"][0][:40]):
        assert found


def fuzz_layout(data: bytes) -> None:
    """Any bytes as a source are read or refused with a rule; nothing is lost on the way."""
    import bouhan_opendata as bo

    if data.startswith((b"PK", b"\xd0\xcf")) or b"%PDF-" in data[:1024] or b"<" in data:
        return  # forms that a child process reads
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.txt"
        path.write_bytes(data)
        try:
            facts = bo.read(path)
        except bo.SourceError as refused:
            assert refused.text("ja") and refused.text("en")
            return
        rules = {finding.rule for finding in facts.findings}
        assert not rules & {"characters-unaccounted", "digit-unread"}
        facts.as_dict()


def fuzz_calendar(data: bytes) -> None:
    """Moments lie in the text, in order, and each ends no earlier than it begins."""
    from bouhan_opendata.japanese.folding import fold
    from bouhan_opendata.japanese.moments import find_moments

    text = fold(data.decode("utf-8", "replace").replace("\n", " ")).text
    last = 0
    for moment in find_moments(text, 2019):
        assert last <= moment.start < moment.end <= len(text)
        assert moment.first is None or moment.last is None or moment.first <= moment.last
        last = moment.end


def fuzz_figures(data: bytes) -> None:
    """Every character of a cell is accounted for once; every figure quotes what it points at."""
    from bouhan_opendata.extraction import CellContext, prepare_words, read_cell

    lines = data.decode("utf-8", "replace").replace("\r", " ").split("\n")[:20]
    words = _words(prepare_words)
    reading = read_cell(lines, CellContext(2019, "actual", ("安全課",), "見回り"), words)  # type: ignore[arg-type]
    for line, spans in zip(reading.lines, reading.spans, strict=True):
        assert "".join(line[span.start : span.end] for span in spans) == line
    for figure in reading.figures:
        assert reading.lines[figure.line][figure.start : figure.end] == figure.quote != ""


_KEPT: dict[str, object] = {}


def _words(prepare: Callable[..., object]) -> object:
    if "words" not in _KEPT:
        _KEPT["words"] = prepare(_model())
    return _KEPT["words"]


def fuzz_yaml(data: bytes) -> None:
    """Settings are plain values without aliases, or refused naming the file."""
    import bouhan_opendata as bo
    from bouhan_opendata import strict_yaml

    try:
        value = strict_yaml.loads(data, "publication.yaml")
    except bo.PublicationError as refused:
        assert "publication.yaml" in refused.text("ja")
        return
    todo = [value]
    for _ in range(100_000):
        if not todo:
            break
        value = todo.pop()
        assert value is None or type(value) in (str, int, bool, list, dict), type(value)
        todo += [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []


def fuzz_zip(data: bytes) -> None:
    """An archive is let through by the gate within its limits, or refused with a rule."""
    import bouhan_opendata as bo
    from bouhan_opendata.findings import Place
    from bouhan_opendata.reading.safety.archive import check_archive

    try:
        check_archive(data, Place(file="a.xlsx"), _model())  # type: ignore[arg-type]
    except bo.SourceError as refused:
        assert refused.text("ja") and refused.text("en")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "csv": fuzz_csv,
    "layout": fuzz_layout,
    "calendar": fuzz_calendar,
    "figures": fuzz_figures,
    "yaml": fuzz_yaml,
    "zip": fuzz_zip,
}


def seeds(target: str) -> list[bytes]:
    """Inputs to begin with."""
    if target != "zip":
        return SEEDS[target]
    from hostile import archive, workbook

    return [workbook("<row><c><v>1</v></c></row>"), archive({"a.xml": "<!DOCTYPE a>", "b/../c": b"x"}), b"PK\x05\x06" + bytes(18)]


def changed(seed: bytes, rng: random.Random) -> bytes:
    """A seed with a few bytes flipped, cut, doubled or moved."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(5)
        if kind == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 8)]
        elif kind == 2:
            data[at:at] = data[at : at + rng.randint(1, 32)] * rng.randint(1, 3)
        elif kind == 3:
            data[at:at] = rng.choice(_PIECES)
        else:
            other = rng.randrange(len(data) + 1)
            data[at:at] = data[other : other + 16]
    return bytes(data)


_PIECES = [
    text.encode()
    for text in (
        "０",
        "9" * 30,
        "令和",
        "(",
        "）",
        "〃",
        "\u2028",
        "\ufeff",
        "\x00",
        ",",
        '"',
        "\n",
        "|",
        "：",
        "&a",
        "*a",
        "- ",
        "年",
    )
] + [b"\xff", b"\x81", b"\xed\xa0\x80", b"PK\x03\x04"]


def main() -> None:
    """Run one target under atheris."""
    import atheris

    target = sys.argv[1]
    with atheris.instrument_imports(include=["bouhan_opendata"]):
        import bouhan_opendata.extraction
        import bouhan_opendata.reading.safety.archive
        import bouhan_opendata.strict_yaml
        import bouhan_opendata.validation  # noqa: F401

    corpus = tempfile.mkdtemp(prefix=f"fuzz-{target}-")
    for number, seed in enumerate(seeds(target)):
        Path(corpus, f"seed{number}").write_bytes(seed)
    os.environ.setdefault("PYTHONUTF8", "1")
    atheris.Setup([sys.argv[0], corpus, *sys.argv[2:]], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
