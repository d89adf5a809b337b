"""A section's text as a web page wants it: HTML, addresses of pages, sizes of pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from isgpress.model.manuscript import Document, Note
from isgpress.render import xhtml
from isgpress.render.flow import Addresses
from isgpress.render.formulas import put_mathml
from isgpress.standards import Words

IMAGES = "images"
FEW = 3  # columns of a table that a telephone has room for
_ASIDES = {"box": "note", "pull-quote": "doc-pullquote"}


# a link to another page of the edition: a file name, with or without an id
_TO_PAGE = re.compile(
    r'<a\b([^<>]*?)\shref="([\w-]+\.html(?:#[^"]*)?)"([^<>]*)>(.*?)</a>', re.DOTALL
)


@dataclass(frozen=True)
class WebPicture:
    """A picture of the web edition: its file name, and its size in CSS pixels (0: none)."""

    name: str
    width: int = 0
    height: int = 0

    @property
    def address(self) -> str:
        """Its address, as seen from any page."""
        return f"{IMAGES}/{self.name}"


@dataclass(frozen=True)
class WebText:
    """A section's heading, text and notes as HTML; a heading only where it has links."""

    heading: str
    body: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Weaver:
    """Turns sections into HTML; ``pictures`` are by their paths in the press."""

    addresses: Addresses
    pictures: Mapping[str, WebPicture]
    words: Words

    def text(self, document: Document, file: str) -> WebText:
        """Give a section for the page ``file``; each note begins with a way back."""
        notes = [
            Note(n.id, n.call_id, n.label, self._note(n, file), n.line) for n in document.notes
        ]
        return WebText(
            self._changed(document.heading, file) if document.heading else "",
            self._changed(document.body, file),
            tuple(notes),
        )

    def _changed(self, fragment: str, file: str) -> str:
        wrapper = xhtml.parse(fragment)
        self._change(wrapper, file)
        return xhtml.write(wrapper)

    def _note(self, note: Note, file: str) -> str:
        wrapper = xhtml.parse(note.xhtml)
        self._change(wrapper, file)
        first = wrapper[0] if len(wrapper) else None
        if first is None or xhtml.name(first) != "p":
            first = xhtml.make("p")
            wrapper.insert(0, first)
        back = xhtml.make("a", "note-label", note.label, href=f"#{note.call_id}")
        back.set("role", "doc-backlink")
        back.set("aria-label", f"{note.label}: {self.words['back_to_text']}")
        back.tail, first.text = f" {first.text or ''}", None
        first.insert(0, back)
        return xhtml.write(wrapper)

    def _change(self, wrapper: xhtml.Element, file: str) -> None:
        changes = {
            "a": self._link,
            "aside": self._aside,
            "img": self._picture,
            "table": self._table,
            "span": self._span,
        }
        for element in list(wrapper.iter()):
            if not isinstance(element.tag, str):
                continue
            for attribute in ("data-line", "data-near"):
                element.attrib.pop(attribute, None)
            if element.get("data-tex"):
                put_mathml(element)
            elif change := changes.get(xhtml.name(element)):
                change(element, file)

    def _link(self, element: xhtml.Element, file: str) -> None:
        target = element.get("href") or ""
        if target.startswith("#"):
            element.set("href", self.addresses.of(target[1:], file))
        if "note-call" in xhtml.classes(element):
            element.set("role", "doc-noteref")

    def _aside(self, element: xhtml.Element, _file: str) -> None:
        """Keep boxes from being landmarks without names, several in one page."""
        for css in xhtml.classes(element):
            if role := _ASIDES.get(css):
                element.set("role", role)

    def _picture(self, element: xhtml.Element, _file: str) -> None:
        picture = self.pictures.get((element.get("src") or "").removeprefix("isg:file/"))
        if picture is None:
            return
        element.set("src", picture.address)
        if picture.width and picture.height:
            element.set("width", str(picture.width))
            element.set("height", str(picture.height))
        element.set("loading", "lazy")

    def _table(self, element: xhtml.Element, _file: str) -> None:
        """Let a wide table scroll by itself on a narrow page, by keyboard too."""
        rows = (r for r in element.iter() if xhtml.name(r) == "tr")
        if max((len(r) for r in rows), default=0) <= FEW and not _is_wide(element):
            return
        label = next(iter(xhtml.of_class(element, "label")), None)
        name = "".join(label.itertext()) if label is not None else self.words["table"]
        box = xhtml.make("div", "scroll", role="group", tabindex="0")
        box.set("aria-label", name)
        element.addprevious(box)
        box.tail, element.tail = element.tail, None
        box.append(element)

    def _span(self, element: xhtml.Element, _file: str) -> None:
        if "source-page" in xhtml.classes(element):
            page = element.get("data-page") or ""
            element.set("role", "doc-pagebreak")
            element.set("title", self.words["source_page"].format(n=page))


def _is_wide(element: xhtml.Element) -> bool:
    return "wide" in xhtml.classes(element)


def alone(html: str, base: str) -> str:
    """Lead a page's links to other pages of its edition to ``base``, or make them text."""
    if base:
        return _TO_PAGE.sub(rf'<a\1 href="{base}\2"\3>\4</a>', html)
    return _TO_PAGE.sub(r"<span>\4</span>", html)
