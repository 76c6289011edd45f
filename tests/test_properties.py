"""What holds for any text: spans partition it, quotes are the source's, digits are accounted for."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache, partial

from hypothesis import given, settings
from hypothesis import strategies as st

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, ExtractionWords, prepare_words, read_cell
from bouhan_opendata.japanese.folding import fold
from conftest import grows_less_than

ALPHABET = st.sampled_from(
    "0123456789０９１,.，・【】（）()年月日回人件台令和平成元末度全約延計うち同上第一二十百千万億円%㎡㌔½"
    "①～〜-－/、。を のにでがはABＡｱﾞ　 \t子どもパトロール参加者小学校"
)
LINES = st.lists(st.text(ALPHABET, max_size=40) | st.text(max_size=20), max_size=5)


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_spans_of_any_cell_partition_its_lines(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    reading = read_cell(lines, CellContext(2019, "actual", ("学務課",), "施策"), words())
    assert reading.lines == tuple(lines)
    for line, spans in zip(reading.lines, reading.spans, strict=True):
        assert "".join(line[span.start : span.end] for span in spans) == line
        for span in spans:
            if span.cls == "narrative":
                assert not any("0" <= char <= "9" for char in fold(line[span.start : span.end]).text)


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_every_figure_points_at_the_characters_it_quotes(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    reading = read_cell(lines, CellContext(2019, "actual", (), "施策"), words())
    seen: set[tuple[int, int]] = set()
    for figure in reading.figures:
        assert reading.lines[figure.line][figure.start : figure.end] == figure.quote
        assert figure.start < figure.end
        assert (figure.line, figure.start) not in seen
        seen.add((figure.line, figure.start))
        assert figure.parent is None or 0 <= figure.parent < len(reading.figures)


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_folding_maps_every_character_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    if folded.text:
        assert folded.span(0, len(folded.text)) == (0, len(text))


ROOMS = ("extraction", "japanese", "reading")
PIECES = (
    "1,", "1.", "9", "一", "十", "年", "月", "令和", "R1", "(", ")", "()", "「", "、", "・", " ", "あ", "漢", "カ", "A", "各",
    "約1", "第1・",
    "1日", "1/", "うち", "を", "に", "の", "前年度", "1回(", "から", "~", "平均", "目標", "は中止", "H27~", "1×", "課", "【", "①",
)  # fmt: skip


def patterns() -> dict[str, re.Pattern[str]]:
    """Every regular expression of the rooms that read text, and those made from the word lists."""
    found = {}
    for room in ROOMS:
        package = importlib.import_module(f"bouhan_opendata.{room}")
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"bouhan_opendata.{room}.{info.name}")
            for name, value in vars(module).items():
                values = value if isinstance(value, tuple) else (value,)
                for number, entry in enumerate(values):
                    pattern = entry[1] if isinstance(entry, tuple) and len(entry) == 2 else entry
                    if isinstance(pattern, re.Pattern):
                        found[f"{room}.{info.name}.{name}[{number}]"] = pattern
    made = {name: getattr(words(), name) for name in dir(words()) if name.endswith(("pattern", "before", "behind"))}
    return found | {f"words.{name}": value for name, value in made.items() if isinstance(value, re.Pattern)}


def test_no_regular_expression_grows_faster_than_its_text() -> None:
    """Each over a thousand and four thousand characters of each piece: sixteen times would be quadratic."""

    def find_all(pattern: re.Pattern[str], text: str) -> int:
        return sum(1 for _ in pattern.finditer(text))

    slow = []
    for name, pattern in patterns().items():
        for piece in PIECES:
            small, large = ((piece * size)[:size] for size in (1000, 4000))
            if not grows_less_than(9, partial(find_all, pattern, small), partial(find_all, pattern, large), from_=0.004):
                slow.append((name, piece))
    assert slow == []
    assert len(patterns()) > 100
