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
from isgpress.render.scripts import ARABIC, EAST_ASIAN, HEBREW
from isgpress.render.xhtml import Element, classes, make, name, of_class
from isgpress.standards import Words

FIGURES = 14  # characters of a cell that holds a figure, at most
DROP_GAP = 0.045  # em of the initial, between it and the text
NO_BREAK = "\u00a0"
_FOLIO = "\uffff"  # where the folio stands in "page 12"
ZERO_WIDTH = "\u200b"
CODE_SIZE, CODE_ADVANCE = 0.74, 0.6  # of the text's size; em, for Source Code Pro
CODE_INDENT, TURN_INDENT = 3, 2  # characters
OPENING_WORDS = 4
OPENING_LETTERS = 22  # small capitals run no further than this
OTHER_SCRIPTS = re.compile(
    rf"(?P<arabic>[{ARABIC}]+(?:\s+[{ARABIC}]+)*)|(?P<hebrew>[{HEBREW}]+(?:\s+[{HEBREW}]+)*)"
    rf"|(?P<asian>[{EAST_ASIAN}]+(?:\s+[{EAST_ASIAN}]+)*)"
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
    """Put each note directly after its call, for ``float: footnote``.

    Notes that a note calls stand behind it, since a note cannot float out of a note.
    """
    for call in of_class(wrapper, "note-call"):
        last = call
        waiting = [call]
        while waiting:
            one = waiting.pop()
            note = notes.get((one.get("href") or "").removeprefix("#"))
            if note is None or one.get("id") != note.call_id:  # set where it is called first
                continue
            foot = _foot(note)
            xhtml.put_after(last, foot)
            waiting += of_class(foot, "note-call")[::-1]
            last = foot


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
    wrapper: Element,
    words: Words,
    folio: Callable[[str], str | None],
    empty: Callable[[str], str],
) -> tuple[str, ...]:
    """Turn page references into "page" and a slot; give the ids that they name.

    ``empty`` gives what stands where the folio of an id is not known yet, and gives the
    slot its width.
    """
    said = words.numbered("page", _FOLIO).replace(" ", NO_BREAK)
    before, _, after = said.partition(_FOLIO)
    found = []
    for link in of_class(wrapper, "page-ref"):
        target = (link.get("href") or "").removeprefix("#")
        for child in list(link):
            link.remove(child)
        link.text = before
        slot = make("span", "page-slot in-text", folio(target) or empty(target))
        slot.set("data-target", target)
        slot.tail = after
        link.append(slot)
        found.append(target)
    return tuple(found)


def open_text(
    wrapper: Element, style: str, width: Callable[[str], float], scale: float
) -> None:
    """Set off the first words of a chapter: ``small-caps``, ``drop-cap`` or ``plain``.

    Only a plain paragraph that is the first block is opened; after a quotation, a
    heading or a picture the text starts like any other. ``width`` measures the text's
    font, in em; ``scale`` is the size of an initial in sizes of the text.
    """
    text = next(iter(of_class(wrapper, "text")), wrapper)
    first = text[0] if len(text) else None
    if first is None or name(first) != "p" or style == "plain":
        return
    start = _start(first)
    words = (start.tail if start is not None else first.text) or ""
    pieces = _drop_cap(words, width) if style == "drop-cap" else None
    pieces = pieces or _small_caps(words)
    if pieces is None:
        return
    first.set("class", " ".join([*classes(first), "opening-paragraph", f"opened-{style}"]))
    _replace_start(first, start, *pieces)
    space = next(iter(of_class(first, "drop-space")), None)
    if space is not None and start is not None:
        _hang_marks(first, space, (width(words.strip()[:1]) + DROP_GAP) * scale)


def _start(first: Element) -> Element | None:
    """Give the last of the empty marks that a paragraph begins with, or None."""
    found = None
    if (first.text or "").strip():
        return None
    for child in first:
        if len(child) or (child.text or "").strip():
            break
        found = child
        if (child.tail or "").strip():
            break
    return found


def _hang_marks(first: Element, space: Element, room: float) -> None:
    """Hang the numbers of source pages that stand before an initial in the margin.

    A float must come first in its line; ``room`` is its width, in em of the text.
    """
    first.remove(space)
    marks = list(first)[: list(first).index(of_class(first, "drop-cap")[0])]
    first.insert(0, space)
    for mark in of_class(first, "source-page"):
        if mark in marks:
            back = room + len(mark.get("data-page") or "") * 0.45 + 1
            mark.set("class", "source-page hung")
            mark.set("style", f"margin:0 {back:.2f}em 0 -{back:.2f}em")


def _replace_start(
    first: Element, start: Element | None, spans: list[Element], rest: str
) -> None:
    """Put spans and the rest of the words where a paragraph's words begin."""
    at = 0
    if start is None:
        first.text = None
    else:
        start.tail = None
        at = first.index(start) + 1
    for number, span in enumerate(spans):
        first.insert(at + number, span)
    spans[-1].tail = rest


def _drop_cap(words: str, width: Callable[[str], float]) -> tuple[list[Element], str] | None:
    """Give an initial, and the rest of its word in small capitals, with what follows.

    None where the words do not begin with a letter that has a capital. The small capitals
    lead the eye from the initial into the line. An empty float keeps the lines clear of
    the initial, which itself stays in the line: so a PDF holds the letters of the word
    one after the other.
    """
    found = re.match(r"\s*([‘“«„\"']?)([^\W\d_])(\w*)", words)
    if not found or found[2].upper() == found[2].lower():
        return None
    room = f"width:{width(found[2]) + DROP_GAP:.3f}em"
    spans = [make("span", "drop-space", style=room)]
    spans += [make("span", "drop-mark", found[1])] if found[1] else []
    shift = f"{room};margin-left:-{room.removeprefix('width:')}"
    spans.append(make("span", "drop-cap", found[2], style=shift))
    spans += [make("span", "opening-words", found[3])] if found[3] else []
    return spans, words[found.end() :]


def _small_caps(words: str) -> tuple[list[Element], str] | None:
    """Give the first few words as a span, up to a stop, and what follows."""
    words = words.lstrip()
    count, end = 0, 0
    for match in re.finditer(r"\S+", words):
        if count == OPENING_WORDS or (count and match.end() > OPENING_LETTERS):
            break
        count, end = count + 1, match.end()
        if re.search(r"[.,;:!?…—]$", match[0]):
            break
    return ([make("span", "opening-words", words[:end])], words[end:]) if end else None


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


def steady_marks(wrapper: Element) -> None:
    """Put marks of the index before the space that they follow.

    WeasyPrint 70 breaks a line far too early where an empty element stands between a
    space and a word that no longer fits.
    """
    for mark in of_class(wrapper, "index-mark"):
        before = mark.getprevious()
        owner, part = (before, "tail") if before is not None else (mark.getparent(), "text")
        words = getattr(owner, part) or ""
        if words.strip() and words[-1:].isspace():
            setattr(owner, part, words.rstrip())
            mark.tail = " " + (mark.tail or "").lstrip()


def keep_figures(wrapper: Element) -> None:
    """Keep sums and dates in a table's cells on one line; words wrap instead."""
    for cell in [e for e in wrapper.iter() if name(e) in ("td", "th")]:
        words = " ".join("".join(cell.itertext()).split())
        if len(words) <= FIGURES and any(c.isdigit() for c in words):
            cell.set("class", " ".join([*classes(cell), "figures"]))


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
    """Put runs of Arabic, Hebrew, Han and the like into spans: lines keep the text's height."""
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
        kind = f"script script-{match.lastgroup}"
        last, end = make("span", kind, match[0]), match.end()
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


def run_in_columns(wrapper: Element) -> None:
    """Put the text between wide figures and tables into blocks of class ``columns``.

    WeasyPrint 70 loses what follows an element that spans columns at the foot of a page;
    so such elements stand between the blocks, not in them.
    """
    text = next(iter(of_class(wrapper, "text")), wrapper)
    block: Element | None = None
    for child in list(text):
        if name(child) == "table" or "wide" in classes(child):
            block = None
            continue
        if block is None:
            block = make("div", "columns")
            child.addprevious(block)
        block.append(child)
