"""The papers as PDF on A4, with the Japanese fonts that every reader of PDF has: none is embedded, so no font is needed here."""

from __future__ import annotations

import html
import importlib
import io
from collections.abc import Sequence
from typing import Any

from bouhan_opendata.papers.content import Papers

_GOTHIC = "HeiseiKakuGo-W5"
_MM = 72 / 25.4
_MARGIN = 16 * _MM
_WIDTH = 210 * _MM - 2 * _MARGIN


def papers_pdf(papers: Papers) -> bytes:
    """The PDF's bytes; the same papers give the same bytes."""
    platypus: Any = importlib.import_module("reportlab.platypus")
    _register()
    out = io.BytesIO()
    document = platypus.SimpleDocTemplate(
        out,
        pagesize=(210 * _MM, 297 * _MM),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=18 * _MM,
        title=f"決裁資料 {papers.title} {papers.version}",
        author="",
        invariant=1,
        lang="ja",
    )
    styles = _Styles()
    parted = platypus.PageBreak() if papers.errata else _spacer(18)
    story = [*_cover(papers, styles), platypus.PageBreak(), *_errata(papers, styles), parted]
    document.build([*story, *_questions(papers, styles)], onFirstPage=_numbered, onLaterPages=_numbered)
    return out.getvalue()


def _register() -> None:
    metrics: Any = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    fonts: Any = importlib.import_module("reportlab.pdfbase.cidfonts")
    if _GOTHIC not in metrics.getRegisteredFontNames():
        metrics.registerFont(fonts.UnicodeCIDFont(_GOTHIC))


class _Styles:
    """Paragraph styles: Japanese text breaks between any two characters that may part."""

    def __init__(self) -> None:
        kind: Any = importlib.import_module("reportlab.lib.styles").ParagraphStyle
        self.colours: Any = importlib.import_module("reportlab.lib.colors")
        base = {"fontName": _GOTHIC, "wordWrap": "CJK"}
        self.title = kind("title", fontSize=15, leading=21, spaceAfter=2, **base)
        self.head = kind("head", fontSize=12.5, leading=18, spaceAfter=6, **base)
        self.sub = kind("sub", fontSize=10.5, leading=15, spaceBefore=8, spaceAfter=3, **base)
        self.text = kind("text", fontSize=9.5, leading=14, **base)
        self.small = kind("small", fontSize=8.5, leading=12, textColor=self.colours.HexColor("#444444"), **base)
        self.line = self.colours.HexColor("#999999")
        self.shade = self.colours.HexColor("#f2f2f2")


def _cover(papers: Papers, styles: _Styles) -> list[Any]:
    counts = "、".join(f"{label} {count:,}" for label, count in papers.counts)
    rows = [(fact.label, f"{'□ ' if fact.is_open else ''}{fact.value}") for fact in papers.facts]
    rows.append(("正誤表", f"{len(papers.errata)} 件（別紙1）" if papers.errata else "なし"))
    open_ = "□ " if papers.unanswered else ""
    rows.append(("想定問答", f"{open_}{len(papers.questions)} 問（別紙2）、うち説明のないもの {papers.unanswered} 問"))
    parts = [
        _paragraph("決裁資料", styles.small),
        _paragraph(papers.title, styles.title),
        _paragraph(f"版 {papers.version}（{papers.date}）のオープンデータの公開について", styles.text),
        _paragraph("公開するもの", styles.sub),
        _paragraph(counts, styles.text),
        _spacer(4),
        _table(rows, (36 * _MM, _WIDTH - 36 * _MM), styles, shaded_column=True),
    ]
    if papers.signed:
        parts += [_paragraph("確かめた人", styles.sub), *(_paragraph(f"・{one}", styles.text) for one in papers.signed)]
    parts.append(_paragraph("前の版から変わったこと", styles.sub))
    parts += [_paragraph(f"・{one}", styles.text) for one in papers.changes] or [_paragraph("はじめての版です。", styles.text)]
    quarter = _WIDTH / 4
    parts += [_spacer(10), _table([("起案", "確認", "決裁", "公開日")], (quarter,) * 4, styles, height=52), _spacer(4)]
    note = "「□」は、まだ決まっていないことです。数と指摘は、公開するファイルから数えました。"
    return [*parts, _paragraph(note, styles.small)]


def _errata(papers: Papers, styles: _Styles) -> list[Any]:
    head = _paragraph("別紙1　正誤表", styles.head)
    if not papers.errata:
        return [head, _paragraph("前に公表した数で、改めたものはありません。", styles.text)]
    rows = [("施策・数", "年度", "前", "後", "わけ")]
    rows += [(one.what, one.year, one.before, one.after, one.why or "説明はまだない") for one in papers.errata]
    widths = (58 * _MM, 24 * _MM, 24 * _MM, 24 * _MM, _WIDTH - 130 * _MM)
    return [head, _table(rows, widths, styles, shaded_row=True)]


def _questions(papers: Papers, styles: _Styles) -> list[Any]:
    platypus: Any = importlib.import_module("reportlab.platypus")
    parts: list[Any] = [_paragraph("別紙2　想定問答", styles.head)]
    if not papers.questions:
        return [*parts, _paragraph("問われそうなことは見つかりませんでした。", styles.text)]
    for number, one in enumerate(papers.questions, 1):
        answer = f"{one.answer}（{one.by}）" if one.answer and one.by else one.answer or "担当課の説明は、まだない"
        lines = [_paragraph(f"{number}．{one.kind}　{one.measure}".rstrip("　"), styles.small)]
        lines += [_paragraph(f"問　{one.question}", styles.text), _paragraph(f"答　{answer}", styles.text)]
        lines += [_paragraph(f"もとの表: {one.place}", styles.small)] if one.place else []
        parts.append(platypus.KeepTogether([*lines, _spacer(7)]))
    return parts


def _paragraph(text: str, style: Any) -> Any:
    platypus: Any = importlib.import_module("reportlab.platypus")
    return platypus.Paragraph(html.escape(text, quote=False), style)


def _spacer(height: float) -> Any:
    platypus: Any = importlib.import_module("reportlab.platypus")
    return platypus.Spacer(1, height)


def _table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    styles: _Styles,
    *,
    shaded_column: bool = False,
    shaded_row: bool = False,
    height: float | None = None,
) -> Any:
    platypus: Any = importlib.import_module("reportlab.platypus")
    cells = [[_paragraph(text, styles.text) for text in row] for row in rows]
    heights = [height] * len(rows) if height else None
    made = platypus.Table(
        cells, colWidths=list(widths), rowHeights=heights, repeatRows=1 if shaded_row else 0, splitInRow=0 if height else 1
    )
    look = [("GRID", (0, 0), (-1, -1), 0.5, styles.line), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    look += [("BACKGROUND", (0, 0), (0, -1), styles.shade)] if shaded_column else []
    look += [("BACKGROUND", (0, 0), (-1, 0), styles.shade)] if shaded_row else []
    made.setStyle(platypus.TableStyle(look))
    return made


def _numbered(canvas: Any, document: Any) -> None:
    canvas.setFont(_GOTHIC, 8)
    canvas.drawCentredString(105 * _MM, 10 * _MM, f"{document.page}")
