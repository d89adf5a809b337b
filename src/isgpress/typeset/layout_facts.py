"""The walk over laid-out boxes: which text of the section stands on which page.

Boxes hold text after hyphenation and text transforms; it is matched, character by
character, with the text of the element that it comes from, so that what is told is the
source's own text and its exact place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from isgpress.model.vocabulary import INLINE, UNCOUNTED, UNTOLD
from isgpress.typeset.facts import PageText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEXT, NOTE, REST = "text", "notes", "rest"
KINDS = (TEXT, NOTE, REST)
NOTES = frozenset({"footnote", "endnote"})
END = "end"  # what follows an article's text in its columns: about the author, notes
GENERATED = ("::before", "::after", "::marker", "-call", "-marker", "-callback")
BLOCK_SPANS = frozenset({"line", "note-block"})


@dataclass(slots=True)
class _Stream:
    """All text of one kind, and the place in it of each character that counts."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    places: list[int] = field(default_factory=list)

    def add(self, text: str) -> tuple[int, int]:
        """Add text; give the first and the end of its characters that count."""
        start = len(self.places)
        at = self.length
        free = 0
        for gap in UNCOUNTED.finditer(text):
            self.places.extend(range(at + free, at + gap.start()))
            free = gap.end()
        self.places.extend(range(at + free, at + len(text)))
        self.parts.append(text)
        self.length += len(text)
        return start, len(self.places)

    def cut(self, whole: str, runs: Iterable[tuple[int, int]]) -> str:
        """Give the text of runs of characters, each with the white space after it."""
        return "".join(whole[self._place(a) : self._place(b)] for a, b in _joined(runs))

    def _place(self, index: int) -> int:
        if index == 0:
            return 0
        return self.places[index] if index < len(self.places) else self.length


@dataclass(slots=True)
class _Own:
    """An element's own text, without that of its children, and how far it was met."""

    kind: str
    text: str = ""
    runs: list[tuple[int, int]] = field(default_factory=list)  # (start in text, in stream)
    met: int = 0

    def add(self, text: str, start: int) -> None:
        self.runs.append((len(self.text), start))
        self.text += _bare(text)

    def take(self, piece: str) -> Iterator[tuple[int, int]]:
        """Move over a piece of laid-out text; give the runs of the stream that it covers.

        A piece met again (a table's head on its second page) covers nothing.
        """
        begin, end = self.met, self._end(piece)
        self.met = end
        for number, (own, start) in enumerate(self.runs):
            after = self.runs[number + 1][0] if number + 1 < len(self.runs) else len(self.text)
            low, high = max(begin, own), min(end, after)
            if low < high:
                yield start + low - own, start + high - own

    def _end(self, piece: str) -> int:
        if self.text.startswith(piece, self.met):
            return self.met + len(piece)
        at, folded, done = self.met, piece.casefold(), 0
        while at < len(self.text) and done < len(folded):
            step = self.text[at].casefold()
            if not folded.startswith(step, done):
                break  # the hyphen at a line's end, or text that the source has not
            done += len(step)
            at += 1
        return at


class SourceText:
    """The text of a section's elements, ready to be met on its pages.

    ``root`` is the document's element tree, as the layout engine parsed it.
    """

    def __init__(self, root: Any) -> None:
        """Read all elements in document order."""
        self._streams = {kind: _Stream() for kind in KINDS}
        self._own: dict[Any, _Own] = {}
        body = root.find("body")
        if body is not None:
            marked = any("text" in _classes(e) for e in body.iter() if isinstance(e.tag, str))
            self._read(body, REST if marked else TEXT)
        self._whole = {kind: "".join(s.parts) for kind, s in self._streams.items()}
        self._reached = 0

    def page(self, page_box: Any) -> PageText:
        """Tell the text of one page; pages come in order, each once."""
        runs = self.met(page_box)
        new = [a for a, _ in runs[TEXT] if a >= self._reached]
        offset = min(new, default=self._reached)
        self._reached = max([self._reached, *(b for _, b in runs[TEXT])])
        return PageText(offset, **{k: self.cut(k, runs[k]) for k in KINDS})

    def met(self, page_box: Any) -> dict[str, list[tuple[int, int]]]:
        """Give the runs of each kind of text that stand on a page; pages come in order."""
        runs: dict[str, list[tuple[int, int]]] = {kind: [] for kind in KINDS}
        for box in text_boxes(page_box):
            own = self._own.get(box.element)
            if own is not None:
                runs[own.kind].extend(own.take(_bare(box.text)))
        return runs

    def cut(self, kind: str, runs: list[tuple[int, int]]) -> str:
        """Give the text of runs, in the words of the source."""
        return self._streams[kind].cut(self._whole[kind], runs)

    def _read(self, element: Any, kind: str | None) -> None:
        kind = _kind(element, kind)
        apart = _is_block(element)
        self._gap(kind, apart=apart)
        self._take(element, element.text, kind)
        for child in element:
            if isinstance(child.tag, str):
                self._read(child, kind)
            self._take(element, child.tail, kind)
        self._gap(kind, apart=apart)

    def _gap(self, kind: str | None, *, apart: bool) -> None:
        if apart and kind:
            self._streams[kind].add("\n")

    def _take(self, element: Any, text: str | None, kind: str | None) -> None:
        if text and kind:
            start, end = self._streams[kind].add(text)
            if start < end:
                self._own.setdefault(element, _Own(kind)).add(text, start)


def text_boxes(box: Any) -> Iterator[Any]:
    """Give the text boxes of a laid-out page in order, without generated content.

    Margin boxes, list markers, note calls and note markers are left out.
    """
    for child in box.children:
        inner = getattr(child, "_box", child)  # what stands for an absolute box
        tag = inner.element_tag or ""
        if hasattr(inner, "at_keyword") or ("::" in tag and tag.endswith(GENERATED)):
            continue
        if hasattr(inner, "text"):
            yield inner
        elif inner.children:
            yield from text_boxes(inner)


def _kind(element: Any, kind: str | None) -> str | None:
    classes = _classes(element)
    if kind is None or classes & UNTOLD:
        return None
    if classes & NOTES:
        return NOTE
    if element.tag == "footer" and END in classes:
        return REST
    return TEXT if "text" in classes and kind == REST else kind


def _is_block(element: Any) -> bool:
    return element.tag not in INLINE or bool(_classes(element) & BLOCK_SPANS)


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _bare(text: str) -> str:
    return UNCOUNTED.sub("", text)


def _joined(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give runs in order, those that touch made one."""
    last: tuple[int, int] | None = None
    for run in sorted(runs):
        if last and run[0] <= last[1]:
            last = (last[0], max(last[1], run[1]))
        else:
            if last:
                yield last
            last = run
    if last:
        yield last
