"""Notes: taken out of the text, numbered in the order of their calls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from isgpress.manuscript.tree import Element, add_class, has_class, put_before, remove, unwrap

_CALL = re.compile(r"fnref\d*:")


@dataclass
class NoteTexts:
    """The notes of a file: the element that holds each note's blocks, by its label."""

    texts: dict[str, Element] = field(default_factory=dict)
    order: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(author's label, id, id of the call, printed label) in the order of the calls."""


def take_notes(root: Element) -> NoteTexts:
    """Take Python-Markdown's list of notes out of the tree."""
    found = NoteTexts()
    for div in [d for d in root if d.tag == "div" and has_class(d, "footnote")]:
        for item in div.iterfind("ol/li"):
            label = item.get("id", "").removeprefix("fn:")
            if item.get("id", "").startswith("fn:"):
                found.texts[label] = _note_blocks(item)
        remove(div)
    for back in root.findall(".//a[@class='footnote-backref']"):
        remove(back)
    return found


def _note_blocks(item: Element) -> Element:
    """Give a note's blocks in a div, without the links back."""
    item.tag = "div"
    item.attrib.clear()
    item.tail = None
    for back in item.findall(".//a[@class='footnote-backref']"):
        parent = back.getparent()
        remove(back)
        last = parent[-1] if len(parent) else None
        if last is None:
            parent.text = (parent.text or "").rstrip("\xa0 ")
        else:
            last.tail = (last.tail or "").rstrip("\xa0 ")
        if not len(parent) and not parent.text and parent.tag == "p":
            remove(parent)
    if not len(item):
        etree.SubElement(item, "p").text = item.text
        item.text = None
    return item


def number_calls(root: Element, notes: NoteTexts, slug: str) -> None:
    """Turn every call into ours, and number the notes as they are called.

    Calls inside a note come directly after the one that calls that note, so that notes at
    the foot of a page stand in order. A label that is only a sign (``*``, ``†``) is
    printed as it stands and takes no number.
    """
    state = _Numbers(notes, slug)
    waiting = _calls(root)  # the next one last
    while waiting:
        sup = waiting.pop()
        label = _CALL.sub("", sup.get("id"))
        if label not in notes.texts:  # its text was not taken for one
            put_before(sup, f"[^{label}]")
            remove(sup)
        elif state.call(sup, label):
            waiting += _calls(notes.texts[label])


def _calls(root: Element) -> list[Element]:
    """Give the calls of notes in an element, the last one first."""
    return [s for s in root.iter("sup") if _CALL.match(s.get("id", ""))][::-1]


class _Numbers:
    """Counts notes and the calls of each."""

    def __init__(self, notes: NoteTexts, slug: str) -> None:
        self._notes = notes
        self._slug = slug
        self._known: dict[str, tuple[int, str]] = {}
        self._count = 0
        self._calls: dict[str, int] = {}

    def call(self, sup: Element, label: str) -> bool:
        """Turn one call; True where it is the first of its note."""
        first = label not in self._known
        if first:
            sign = not any(c.isalnum() for c in label)
            self._count += not sign
            number = len(self._known) + 1
            self._known[label] = (number, label if sign else str(self._count))
        number, printed = self._known[label]
        self._calls[label] = self._calls.get(label, 0) + 1
        call_id = f"{self._slug}-nr-{number}"
        if not first:
            call_id += f"-{self._calls[label]}"
        else:
            self._notes.order.append((label, f"{self._slug}-n-{number}", call_id, printed))
        sup.attrib.clear()
        sup.tag = "a"
        del sup[:]
        sup.text = printed
        sup.set("class", "note-call")
        sup.set("id", call_id)
        sup.set("href", f"#{self._slug}-n-{number}")
        if not first:
            add_class(sup, "again")
        return first


def drop_calls(root: Element) -> int:
    """Take the note calls out of a title; give how many there were."""
    calls = [s for s in root.iter("sup") if _CALL.match(s.get("id", ""))]
    for sup in calls:
        remove(sup)
    return len(calls)


def part_links(root: Element) -> None:
    """Take links out of links, which no reader can follow; calls move behind them."""
    for link in [a for a in root.iter("a") if any(p.tag == "a" for p in a.iterancestors())]:
        outer = [p for p in link.iterancestors() if p.tag == "a"][-1]
        if has_class(link, "note-call"):
            tail, link.tail = link.tail, None
            if tail:
                put_before(link, tail)
            outer.addnext(link)
            link.tail, outer.tail = outer.tail, None
        else:
            unwrap(link)


def lift_blocks(root: Element) -> None:
    """Take blocks that stand inside a paragraph out of it."""
    for p in [p for p in root.iter("p") if len(p)]:
        if any(c.tag in _LIFTED for c in p):
            _split(p)


_LIFTED = frozenset(
    [
        "p",
        "pre",
        "div",
        "ul",
        "ol",
        "dl",
        "table",
        "figure",
        "blockquote",
        "aside",
        "section",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)


def _split(p: Element) -> None:
    """Part a paragraph at the blocks in it; what stands between them stays paragraphs."""
    parts: list[Element] = []
    run = etree.Element("p", dict(p.attrib))
    run.text = p.text
    for child in list(p):
        if child.tag not in _LIFTED:
            run.append(child)
            continue
        parts.extend((run, child))
        run = etree.Element("p")
        run.text, child.tail = child.tail, None
    parts.append(run)
    for part in parts:
        if part.tag != "p" or len(part) or (part.text and not part.text.isspace()):
            p.addprevious(part)
    p.text = None
    del p[:]
    unwrap(p)
