"""A section's text as print wants it: notes at the foot, page numbers, openings, pictures.

What comes in is the vocabulary of ``Document.body``; what goes out is HTML for
WeasyPrint. Everything here is a step on the tree; nothing reads a theme.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from isgpress.model.manuscript import Note
from isgpress.render import xhtml
from isgpress.render.geometry import POINT, PageSetup
from isgpress.render.xhtml import Element, classes, make, name, of_class

SLOT = "000"
PAGE_SPACE = "\u00a0"
ZERO_WIDTH = "\u200b"
CODE_SIZE, CODE_ADVANCE = 0.74, 0.6  # of the text's size; em, for Source Code Pro
CODE_INDENT, TURN_INDENT = 3, 2  # characters
OPENING_WORDS = 4
OPENING_LETTERS = 22  # small capitals run no further than this
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
OTHER_SCRIPTS = re.compile(
    rf"(?P<arabic>[{_ARABIC}]+(?:\s+[{_ARABIC}]+)*)|[{_HEBREW}]+(?:\s+[{_HEBREW}]+)*"
)
BLOCKS = {
    "p", "ul", "ol", "li", "blockquote", "pre", "table", "thead", "tbody", "tr", "td", "th",
    "caption", "div", "dl", "dt", "dd", "figure", "figcaption", "aside", "section",
    "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture's size in print, in mm; ``box`` is its height rounded to whole lines."""

    width: float
    height: float
    box: float


def note_foot(wrapper: Element, notes: Mapping[str, Note]) -> None:
    """Put each note directly after its call, for ``float: footnote``."""
    for call in of_class(wrapper, "note-call"):
        note = notes.get((call.get("href") or "").removeprefix("#"))
        if note is not None:
            xhtml.put_after(call, _foot(note))


def _foot(note: Note) -> Element:
    """Give a note as spans alone: it stands inside a paragraph."""
    foot = make("span", "footnote", id=note.id)
    label = make("span", "note-label")
    label.append(make("a", "", note.label, href=f"#{note.call_id}"))
    foot.append(label)
    for block in list(xhtml.parse(note.xhtml)):
        foot.append(block)
        block.tail = " "
    for element in foot.iter():
        tag = name(element)
        if tag in BLOCKS:
            element.set("class", " ".join(["note-block", f"note-{tag}", *classes(element)]))
            element.tag = f"{{{xhtml.XHTML}}}span"
    return foot


def page_slots(
    wrapper: Element, page_word: str, folio: Callable[[str], str | None]
) -> tuple[str, ...]:
    """Turn page references into "page" and a slot; give the ids that they name."""
    found = []
    for link in of_class(wrapper, "page-ref"):
        target = (link.get("href") or "").removeprefix("#")
        for child in list(link):
            link.remove(child)
        link.text = f"{page_word}{PAGE_SPACE}"
        slot = make("span", "page-slot", folio(target) or SLOT)
        slot.set("data-target", target)
        link.append(slot)
        found.append(target)
    return tuple(found)


def open_text(wrapper: Element, style: str) -> None:
    """Set off the first words of a chapter: ``small-caps``, ``drop-cap`` or ``plain``.

    Only a plain paragraph that is the first block is opened; after a quotation, a
    heading or a picture the text starts like any other.
    """
    text = next(iter(of_class(wrapper, "text")), wrapper)
    first = text[0] if len(text) else None
    if first is None or name(first) != "p" or style == "plain":
        return
    if not (first.text or "").strip() and not len(first):
        return
    first.set("class", " ".join([*classes(first), "opening-paragraph", f"opened-{style}"]))
    if style == "drop-cap" and _drop_cap(first):
        return
    _small_caps(first)


def _drop_cap(first: Element) -> bool:
    """Wrap the first letter of the paragraph; False where it does not start with one."""
    found = re.match(r"\s*([‘“«„\"']?)(\w)", first.text or "")
    if not found or not found[2].isalpha():
        return False
    rest = (first.text or "")[found.end() :]
    initial = make("span", "drop-cap", found[2])
    before = found[1]
    first.text = None
    first.insert(0, initial)
    if before:
        mark = make("span", "drop-mark", before)
        first.insert(0, mark)
    initial.tail = rest
    # the rest of the first word in small capitals leads the eye from the initial
    ending = re.match(r"\w+", rest)
    if ending:
        word = make("span", "opening-words", ending[0])
        word.tail, initial.tail = rest[ending.end() :], None
        initial.addnext(word)
    return True


def _small_caps(first: Element) -> None:
    """Wrap the first words, as far as the paragraph's own text goes before a mark-up."""
    text = (first.text or "").lstrip()
    words, end = 0, 0
    for match in re.finditer(r"\S+", text):
        if words == OPENING_WORDS or (words and match.end() > OPENING_LETTERS):
            break
        words, end = words + 1, match.end()
        if re.search(r"[.,;:!?…—]$", match[0]):
            break
    if not end:
        return
    span = make("span", "opening-words", text[:end])
    span.tail = text[end:]
    first.text = None
    first.insert(0, span)


def place_pictures(wrapper: Element, size: Callable[[str, list[str]], Picture | None]) -> None:
    """Give every picture its size, and stand it in a box of whole lines.

    ``size`` tells the size by the path and the classes of the figure around it; None
    leaves it to the style sheet.
    """
    for image in [e for e in wrapper.iter() if name(e) == "img"]:
        around = [a for a in image.iterancestors() if name(a) == "figure"]
        path = (image.get("src") or "").removeprefix("isg:file/")
        found = size(path, classes(around[0]) if around else [])
        if found is None:
            continue
        style = f"width:{found.width:.2f}mm;height:{found.height:.2f}mm"
        if image.get("role") == "presentation":
            shown = _decoration(image, style)
        else:
            shown = image
            image.set("style", style)
        if around and shown.getparent() is around[0]:
            box = make("div", "picture", style=f"height:{found.box:.3f}mm")
            shown.addprevious(box)
            box.append(shown)
            box.tail, shown.tail = shown.tail, None


def _decoration(image: Element, style: str) -> Element:
    """Turn a decorative picture into a background: in a tagged PDF that is an artefact."""
    address = (image.get("src") or "").replace("'", "%27")
    new = make("span", "decoration", style=f"{style};background-image:url('{address}')")
    image.addprevious(new)
    new.tail, image.tail = image.tail, None
    image.getparent().remove(image)
    return new


def label_headings(wrapper: Element) -> None:
    """Give headings their words without notes, for the outline."""
    for heading in [e for e in wrapper.iter() if re.fullmatch(r"h[2-6]", name(e))]:
        bare = copy.deepcopy(heading)
        for css in ("footnote", "note-call"):
            for element in of_class(bare, css):
                if element is not bare:
                    xhtml.drop(element)
        heading.set("data-label", " ".join("".join(bare.itertext()).split()))


def mark_scripts(wrapper: Element) -> None:
    """Put runs of Arabic and Hebrew into spans, whose lines keep the height of the text."""
    for element in [e for e in wrapper.iter() if name(e)]:
        for part in ("text", "tail"):
            words = getattr(element, part) or ""
            if (element is wrapper and part == "tail") or not OTHER_SCRIPTS.search(words):
                continue
            _split_scripts(element, part, words)


def _split_scripts(element: Element, part: str, words: str) -> None:
    parent = element if part == "text" else element.getparent()
    at = 0 if part == "text" else parent.index(element) + 1
    end = 0
    last: Element | None = None
    for match in OTHER_SCRIPTS.finditer(words):
        before = words[end : match.start()]
        if last is None:
            setattr(element, part, before)
        else:
            last.tail = before
        script = "arabic" if match["arabic"] else "hebrew"
        last, end = make("span", f"script script-{script}", match[0]), match.end()
        parent.insert(at, last)
        at += 1
    if last is not None:
        last.tail = words[end:]


def break_addresses(wrapper: Element) -> None:
    """Let addresses that are printed break at their marks, without a hyphen."""
    for link in of_class(wrapper, "external"):
        if re.match(r"\s*(https?://|www\.|mailto:)", link.text or ""):
            link.set("class", " ".join([*classes(link), "address"]))
            link.text = softened(link.text or "")


def softened(address: str) -> str:
    """Give an address with places to break: after strokes and signs, before full stops.

    See The Chicago Manual of Style, 7.46.
    """
    start, mark, rest = address.partition("://")
    rest = rest if mark else start
    rest = re.sub(r"(?<=[/&=?#_%-])(?=[^/])|(?<=\w)(?=\.\w)", ZERO_WIDTH, rest)
    return f"{start}{mark}{ZERO_WIDTH}{rest}" if mark else rest


def turn_code(wrapper: Element, setup: PageSetup) -> None:
    """Break lines of code that are too long for the measure, and mark what turns over.

    Lines break at a space where there is one. Only code without mark-up within is
    turned; the rest wraps by the style sheet, without a mark.
    """
    room = (
        int(setup.measure / POINT / (setup.text_size * CODE_SIZE * CODE_ADVANCE)) - CODE_INDENT
    )
    for pre in [e for e in wrapper.iter() if name(e) == "pre"]:
        code = pre[0] if len(pre) == 1 and not len(pre[0]) else pre
        if len(code) or not code.text:
            continue
        pieces = [p for line in code.text.split("\n") for p in _turned(line, room)]
        text, code.text = "", None
        last: Element | None = None
        for piece, turns in pieces:
            text += piece
            if not turns:
                text += "\n"
                continue
            _add_text(code, last, text)
            text, last = "", make("span", "turned")
            code.append(last)
        _add_text(code, last, text[:-1])


def _turned(line: str, room: int) -> list[tuple[str, bool]]:
    """Cut a line into pieces of at most ``room`` characters; True where one turns over."""
    pieces = []
    limit = room
    while len(line) > limit:
        at = line.rfind(" ", limit // 2, limit) + 1 or limit
        pieces.append((line[:at], True))
        line, limit = line[at:], room - TURN_INDENT
    return [*pieces, (line, False)]


def _add_text(parent: Element, last: Element | None, text: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text
