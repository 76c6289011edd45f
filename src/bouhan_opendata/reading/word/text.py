"""A paragraph of a Word file as the text that a reader of the printed page sees; what is not used of it is noted.

Left out without a word: furigana, the instructions of fields, soft hyphens, bookmarks. All else that holds text is
used or noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bouhan_opendata.reading import symbols
from bouhan_opendata.reading.placing import Seen
from bouhan_opendata.reading.word.numbering import Numbering
from bouhan_opendata.reading.word.package import Element, WordPackage, attribute, child, choice, inner, is_on, number, tag
from bouhan_opendata.reading.word.styles import Styles

_SHOWN_BY_CODE = ("EQ", "SYMBOL", "MACROBUTTON", "GOTOBUTTON")
_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_PICTURES = ("a:blip", "v:imagedata", "c:chart", "dgm:relIds")


@dataclass(slots=True)
class _Field:
    code: str = ""
    is_shown: bool = False


@dataclass(slots=True)
class Story:
    """What reading a document carries along: its styles and lists, its notes, open fields, and what was seen of late."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], str]
    """Kind (``w:footnote``, ``w:endnote``, ``w:comment``) and id → text."""

    seen: list[Seen] = field(default_factory=list)
    last: str = ""
    """The last character of the paragraph so far."""

    fields: list[_Field] = field(default_factory=list)

    def note(self, rule: str, words: str = "") -> None:
        """Keep in mind that something is there and is not used as it is; neighbours of one rule are one."""
        if words and self.seen and self.seen[-1][0] == rule and self.seen[-1][1]:
            self.seen[-1] = (rule, self.seen[-1][1] + words)
        else:
            self.seen.append((rule, words))

    def take_seen(self) -> tuple[Seen, ...]:
        """What was seen since the last time. Fields left open end here, so that they can hide nothing that follows."""
        seen, self.seen, self.fields = tuple(self.seen), [], []
        return seen


def begin(package: WordPackage) -> Story:
    """A story at the start of the document."""
    styles = Styles(package.parts("styles"))
    notes = {}
    for kind in ("footnote", "endnote", "comment"):
        for each in (each for part in package.parts(f"{kind}s") for each in part):
            notes[f"w:{kind}", attribute(each, "id") or ""] = plain_text([each])
    return Story(styles, Numbering(package.parts("numbering"), styles), notes)


def plain_text(elements: Iterable[Element]) -> str:
    """The characters in elements, for quoting: no marks, no breaks."""
    return "".join(each.text or "" for element in elements for each in element.iter() if tag(each) in ("w:t", "m:t", "w:delText"))


def paragraph_text(paragraph: Element, story: Story, before: str = "") -> str:
    """The text of a paragraph with its number or bullet; line breaks are line feeds.

    ``before`` is what a paragraph above, joined to this one, has given.
    """
    ending = child(child(paragraph, "w:pPr"), "w:rPr")
    mark = "" if is_on(ending, "w:vanish") or is_joined_to_next(paragraph) else story.numbering.mark(paragraph)
    if mark is None:
        story.note("numbering-unread", plain_text([paragraph]))
    story.last = before[-1:]
    text = before + "".join(_texts(paragraph, paragraph, story))
    return text if not text.strip() and not any(map(str.isalnum, mark or "")) else (mark or "") + text


def is_joined_to_next(paragraph: Element) -> bool:
    """Whether the mark at its end was deleted with tracking: what follows goes on in the same paragraph."""
    return child(child(child(paragraph, "w:pPr"), "w:rPr"), "w:del") is not None


def _texts(parent: Element, paragraph: Element, story: Story) -> Iterator[str]:
    for each in parent:
        name = tag(each)
        if name == "w:r":
            yield from _run_texts(each, each, paragraph, story)
        elif name in ("w:del", "w:moveFrom"):
            story.note("word-deletion", plain_text([each]))
        elif name in ("m:oMath", "m:oMathPara"):
            story.note("equation-left", plain_text([each]))
        elif name == "mc:AlternateContent" and len(each):
            yield from _texts(choice(each), paragraph, story)
        elif name == "w:sdt" and child(child(each, "w:sdtPr"), "w:showingPlcHdr") is not None:
            story.note("text-hidden", plain_text([each]))
        elif not name.endswith("Pr"):
            if name in ("w:ins", "w:moveTo") and (words := plain_text([each])):
                story.note("word-insertion", words)
            yield from _texts(each, paragraph, story)


def _run_texts(parent: Element, run: Element, paragraph: Element, story: Story) -> Iterator[str]:
    for each in parent:
        name = tag(each)
        if name == "w:t":
            yield from _shown(_signs(_characters(each), run, story), run, paragraph, story)
        elif name in _BREAKS:
            yield from _shown(_BREAKS[name], run, paragraph, story)
        elif name == "w:sym":
            yield from _shown(_symbol(each, story), run, paragraph, story)
        elif name == "w:fldChar":
            yield from _shown(_form_field(child(each, "w:ffData")), run, paragraph, story)
            _field_char(each, story)
        elif name == "w:instrText" and story.fields:
            story.fields[-1].code += each.text or ""
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            _note_of(each, name.removesuffix("Reference"), "word-footnote", story)
        elif name == "w:commentReference":
            _note_of(each, "w:comment", "word-comment", story)
        elif name in ("w:drawing", "w:pict", "w:object"):
            _drawing(each, story)
        elif name == "w:ruby":
            yield from _texts(each if (base := child(each, "w:rubyBase")) is None else base, paragraph, story)
        elif name == "mc:AlternateContent" and len(each):
            yield from _run_texts(choice(each), run, paragraph, story)


def _shown(text: str, run: Element, paragraph: Element, story: Story) -> Iterator[str]:
    """The text if it is printed and stands; what is hidden or struck out is noted."""
    if not text:
        return
    is_hidden = story.styles.is_set("w:vanish", run, paragraph) or any(not each.is_shown for each in story.fields)
    if is_hidden or story.styles.is_placeholder(run):
        rule = "text-hidden"
    elif any(story.styles.is_set(switch, run, paragraph) for switch in ("w:strike", "w:dstrike")):
        rule = "text-struck"
    elif text[:1].isdecimal() and story.last.isdecimal() and _is_raised(run):
        rule = "text-raised"
    else:
        story.last = text[-1:]
        yield text
        return
    if text.strip():
        story.note(rule, text)


def _characters(element: Element) -> str:
    """The characters of a text: line ends of the file are spaces, at the outer ends nothing unless they are kept."""
    text = str(element.text or "")
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\n", " ")


def _is_raised(run: Element) -> bool:
    raised = attribute(child(child(run, "w:rPr"), "w:vertAlign"), "val")
    return raised in ("superscript", "subscript")


def _signs(text: str, run: Element, story: Story) -> str:
    """A text whose signs of a symbol font, kept in the private area, are shown as what they look like."""
    if not any("\uf020" <= sign <= "\uf0ff" for sign in text):
        return text
    fonts = child(child(run, "w:rPr"), "w:rFonts")
    font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or ""
    if not symbols.is_symbol_font(font):
        return text
    return "".join(_sign(font, ord(sign), story) if "\uf020" <= sign <= "\uf0ff" else sign for sign in text)


def _symbol(element: Element, story: Story) -> str:
    code = attribute(element, "char") or ""
    is_hex = 0 < len(code) <= 6 and all(digit in "0123456789abcdefABCDEF" for digit in code)
    return _sign(attribute(element, "font") or "", int(code, 16) if is_hex else 0, story)


def _sign(font: str, code: int, story: Story) -> str:
    shown = symbols.sign(font, code)
    if shown is None and 0x20 <= code < 0xD800 and not symbols.is_symbol_font(font):
        shown = chr(code)
    if shown is None:
        story.note("symbol-unread", f"{font} {code:04X}")
    return shown or symbols.UNREAD


def _field_char(element: Element, story: Story) -> None:
    """A field has instructions, which are not shown, and behind a separator what it shows."""
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        story.fields.append(_Field())
    elif kind == "separate" and story.fields:
        story.fields[-1].is_shown = True
    elif kind == "end" and story.fields:
        ended = story.fields.pop()
        if not ended.is_shown and ended.code.strip().upper().startswith(_SHOWN_BY_CODE):
            story.note("equation-left", ended.code.strip())


def _form_field(data: Element | None) -> str:
    """What a tick box or a drop-down list of a form shows; the text of a text field stands behind it anyway."""
    if (box := child(data, "w:checkBox")) is not None:
        switch = child(box, "w:checked")
        switch = switch if switch is not None else child(box, "w:default")
        return "☑" if switch is not None and attribute(switch, "val") not in ("0", "false", "off") else "☐"
    if (choices := child(data, "w:ddList")) is not None:
        entries = [attribute(each, "val") or "" for each in choices if tag(each) == "w:listEntry"]
        chosen = child(choices, "w:result")
        place = number(chosen if chosen is not None else child(choices, "w:default"))
        return entries[place] if 0 <= place < len(entries) else ""
    return ""


def _note_of(element: Element, kind: str, rule: str, story: Story) -> None:
    story.seen.append((rule, story.notes.get((kind, attribute(element, "id") or ""), "")))


def _drawing(element: Element, story: Story) -> None:
    """A picture, chart, text box or embedded file in the text: none is used, each is noted."""
    shapes = list(_drawn(element))
    names = [tag(each) for each in shapes]
    boxes = [each for each, name in zip(shapes, names, strict=True) if name == "w:txbxContent"]
    art = "".join(each.get("string", "") for each, name in zip(shapes, names, strict=True) if name == "v:textpath")
    if words := plain_text(boxes) + art:
        story.seen.append(("text-box-left", words))
    embedded = next((each for each, name in zip(shapes, names, strict=True) if name == "o:OLEObject"), None)
    if embedded is not None:
        story.seen.append(("embedded-left", embedded.get("ProgID", "")))
    elif any(name in _PICTURES for name in names):
        titles = (each.get("descr") or each.get("title") or "" for each in shapes if tag(each) in ("wp:docPr", "v:shape"))
        story.seen.append(("picture-left", next(filter(None, titles), "")))


def _drawn(element: Element) -> Iterator[Element]:
    """All in a drawing, but not inside its text boxes, and of contents that say the same thing twice the first."""
    for each in inner(element):
        yield each
        if tag(each) != "w:txbxContent":
            yield from _drawn(each)
