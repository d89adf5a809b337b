"""Ids, links, and the marks ``{index:}``, ``{ref:}``, ``{page:}`` and source pages."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from isgpress.findings import Severity
from isgpress.manuscript.notes import part_links
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import Element, add_class, has_class, line_of, plain_text, remove
from isgpress.model.manuscript import IndexEntry, Target

_ID_CHARS = re.compile(r"[^\w.-]+")
_SLUG = re.compile(r"[^a-z0-9]+")
_FOLIO = re.compile(r"(\d+[a-z]?|[ivxlcdm]+)\W*$", re.IGNORECASE)
_SPLIT_TERM = re.compile(r"(?<!\\)!")
_SPLIT_OPTION = re.compile(r"(?<!\\)\|")
_ATTRIBUTES = re.compile(r"\{:?[ ]*(?:[#.][\w-]+|(?:lang|class|id)=[^{}\s]+)[^{}\n]*\}")
_OUTWARD = ("http:", "https:", "mailto:", "//")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_INDEX_HELP = "write `{index:term}`, `{index:term!subterm}` or `{index:term|see other}`"


@dataclass
class Ids:
    """The ids of a section: each begins with its slug and stands once."""

    slug: str
    source: Source
    taken: dict[str, int] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def claim(self, wanted: str, line: int) -> str:
        """Give the full id for one that the author gave; a second one is a finding."""
        name = f"{self.slug}-{_ID_CHARS.sub('-', wanted.strip())}"
        if name in self.taken:
            self.source.report(
                "duplicate-id",
                f"the id `{wanted}` stands twice in this file",
                line,
                f"give one of them another name; the first is on line {self.taken[name]}",
            )
            return self.fresh(wanted, line)
        self.taken[name] = line
        return name

    def fresh(self, wanted: str, line: int) -> str:
        """Give a full id that is not taken, like the one wanted."""
        base = f"{self.slug}-{_ID_CHARS.sub('-', wanted)}"
        name = base
        while name in self.taken:
            self._counts[base] += 1
            name = f"{base}-{self._counts[base] + 1}"
        self.taken[name] = line
        return name

    def next(self, kind: str, line: int) -> str:
        """Give the next full id of a kind: ``fig-1``, ``fig-2``."""
        while True:
            self._counts[kind] += 1
            name = f"{self.slug}-{kind}-{self._counts[kind]}"
            if name not in self.taken:
                self.taken[name] = line
                return name


def heading_slug(text: str) -> str:
    """Give the part of an id for a heading's words; empty where no letter is Latin."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SLUG.sub("-", plain.lower()).strip("-")[:60].rstrip("-")


def claim_ids(roots: list[Element], ids: Ids) -> None:
    """Give every id of the author its full form."""
    for root in roots:
        for element in root.iter():
            if (wanted := element.get("id")) and element.get("class") != "note-call":
                if has_class(element, "note-call"):
                    continue
                element.set("id", ids.claim(wanted, line_of(element)))


def collect_targets(root: Element, ids: Ids) -> list[Target]:
    """Give ids to headings, figures, tables and boxes; all that can be linked to."""
    found = []
    for element in root.iter():
        kind = _kind(element)
        named = bool(element.get("id"))
        line = line_of(element) if kind or named else 0
        if kind and not named:
            element.set("id", _new_id(element, kind, ids, line))
        if (name := element.get("id")) and not has_class(element, "note-call"):
            level = int(element.tag[1]) if kind == "heading" else 0
            title = _title(element, kind)
            kind = kind or "other"
            found.append(Target(name, ids.slug, kind, "", title, level, line, named))
    return found


def _kind(element: Element) -> str:
    tag = element.tag
    if tag in _HEADINGS:
        return "heading"
    if tag in {"figure", "table"}:
        return str(tag)
    return "box" if tag == "aside" and has_class(element, "box") else ""


def _new_id(element: Element, kind: str, ids: Ids, line: int) -> str:
    if kind == "heading":
        return ids.fresh(heading_slug(plain_text(element)) or "heading", line)
    return ids.next({"figure": "fig", "table": "tbl", "box": "box"}[kind], line)


def _title(element: Element, kind: str) -> str:
    if kind == "heading":
        return plain_text(element)
    if kind in {"figure", "table"}:
        words = element.find(".//span[@class='caption']")
        return plain_text(words) if words is not None else ""
    if kind == "box":
        title = element.find("p[@class='box-title']")
        return plain_text(title) if title is not None else ""
    return ""


def stray_attributes(root: Element, source: Source) -> None:
    """Report braces with attributes that belonged to nothing and would be printed."""
    if "{" not in "".join(root.itertext()):
        return
    for text in root.xpath(".//text()[contains(., '{') and not(ancestor::code)]"):
        for match in _ATTRIBUTES.finditer(text):
            start = line_of(text.getparent())
            source.report(
                "stray-attributes",
                f"`{match[0]}` belongs to nothing and would be printed",
                source.line_of(match[0], start) or start,
                "put it directly behind a word in stars, a picture or a link, without a blank",
                severity=Severity.WARNING,
            )


def gather_marks(root: Element) -> None:
    """Move marks that stand alone in a paragraph to the block beside it, in place.

    An empty paragraph would be an empty line on the page.
    """
    for p in [p for p in root.iter("p") if not plain_text(p)]:
        if p.find(".//img") is not None or p.get("data-tex") is not None:
            continue
        beside = _block_beside(p)
        marks = [m for m in p if m.get("class") in {"index-mark", "source-page"}]
        if len(marks) < len(p) or beside is None:
            continue
        for mark in reversed(marks):
            mark.tail, beside.text = beside.text, None
            beside.insert(0, mark)
        remove(p)


def _block_beside(p: Element) -> Element | None:
    """Give the next block that holds words, else the one before."""
    for block in (*p.itersiblings(), *p.itersiblings(preceding=True)):
        for inner in block.iter("p", "li", "dt", "h2", "h3", "h4", "h5", "h6"):
            if plain_text(inner):
                return inner
    return None


@dataclass
class Marker:
    """Turns the marks of one section; ``inline`` makes XHTML of a term's words."""

    ids: Ids
    source: Source
    folder: str
    inline: Callable[[str], str]
    entries: list[IndexEntry] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    _open: dict[tuple[str, ...], int] = field(default_factory=dict)
    _block: int = 0
    _after: int = 0

    def mark(self, root: Element) -> None:
        """Turn index marks, references, source pages and links under an element."""
        for span in list(root.iter("span")):
            macro = span.attrib.pop("data-isg-macro", "")
            value = span.attrib.pop("data-isg-value", "").strip()
            if macro == "index":
                self._index(span, value)
            elif macro:
                self._reference(span, macro, value)
            elif span.get("class") and has_class(span, "source-page"):
                self._source_page(span)
        part_links(root)
        for link in list(root.iter("a")):
            if not has_class(link, "note-call") and link.get("data-to") is None:
                self._link(link)

    def close(self) -> None:
        """Report ranges of the index that were not closed."""
        for term, at in self._open.items():
            entry = self.entries[at]
            self.source.report(
                "unclosed-index-range",
                f"the index range `{'!'.join(term)}` has no end",
                entry.line,
                f"put `{{index:{'!'.join(term)}|)}}` where it ends",
            )

    def _line(self, element: Element, needle: str) -> int:
        """Give the exact line of a mark in its block; the block's where not found.

        Marks of one block come in order, so the search goes on behind the last one.
        """
        start = line_of(element)
        if start != self._block:
            self._block, self._after = start, 0
        line, after = self.source.find_from(needle, start, self._after)
        if line:
            self._after = after
        return line or start

    def _index(self, span: Element, value: str) -> None:
        line = self._line(span, "{index:" + value)
        head, *options = [o.strip() for o in _SPLIT_OPTION.split(value)]
        raw = tuple(_unescape(t) for t in _SPLIT_TERM.split(head))
        if not all(raw):
            self.source.report(
                "bad-index-mark", "this index mark has no term", line, _INDEX_HELP
            )
            remove(span)
            return
        facts = self._options(options, line)
        term = tuple(self.inline(t) for t in raw)
        if facts is None or facts.see or facts.see_also:
            if facts is not None:
                self.entries.append(
                    IndexEntry(term, see=facts.see, see_also=facts.see_also, line=line)
                )
            remove(span)
            return
        name = self.ids.next("ix", line)
        span.set("class", "index-mark")
        span.set("id", name)
        if facts.end:
            self._end_range(raw, name, line)
            return
        if facts.start:
            self._open[raw] = len(self.entries)
        self.entries.append(IndexEntry(term, name, emphasis=facts.main, line=line))

    def _options(self, options: list[str], line: int) -> _IndexOptions | None:
        found = _IndexOptions()
        for option in options:
            if option == "(":
                found.start = True
            elif option == ")":
                found.end = True
            elif option == "main":
                found.main = True
            elif option.startswith("see also "):
                found.see_also = self._path(option.removeprefix("see also "))
            elif option.startswith("see "):
                found.see = self._path(option.removeprefix("see "))
            else:
                self.source.report(
                    "bad-index-mark",
                    f"an index mark has no option `{option}`",
                    line,
                    "the options are `(`, `)`, `main`, `see ...` and `see also ...`",
                )
                return None
        return found

    def _path(self, text: str) -> tuple[str, ...]:
        return tuple(self.inline(_unescape(t)) for t in _SPLIT_TERM.split(text))

    def _end_range(self, term: tuple[str, ...], name: str, line: int) -> None:
        at = self._open.pop(term, None)
        if at is None:
            self.source.report(
                "stray-index-range-end",
                f"the index range `{'!'.join(term)}` ends but was not started",
                line,
                f"put `{{index:{'!'.join(term)}|(}}` where it starts, in this file",
            )
            return
        entry = self.entries[at]
        self.entries[at] = IndexEntry(
            entry.term, entry.id, name, emphasis=entry.emphasis, line=entry.line
        )

    def _reference(self, span: Element, macro: str, value: str) -> None:
        line = self._line(span, f"{{{macro}:{value}")
        if not value:
            self.source.report(
                "dead-cross-reference",
                f"`{{{macro}:}}` names nothing",
                line,
                f"write the id of what is meant, such as `{{{macro}:fig-town}}`",
            )
        kind = "xref" if macro == "ref" else "page-ref"
        _to_link(span, kind, self._address(value), line)

    def _address(self, value: str) -> str:
        """Give the file and id that a reference names: ``#id`` or ``path.md#id``."""
        path, _, identity = value.rpartition("#")
        if not path and value.endswith(".md"):
            path, identity = value, ""
        path = posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
        return f"{path}#{_ID_CHARS.sub('-', identity)}"

    def _source_page(self, span: Element) -> None:
        text = "".join(span.itertext())
        match = _FOLIO.search(text)
        line = self._line(span, text)
        if match is None:
            self.source.report(
                "bad-source-page",
                f"`{text.strip()[:30]}` names no page",
                line,
                "write `[p. 47]{.source-page}`",
            )
            return
        folio = match[1]
        name = self.ids.fresh(f"sp-{folio}", line)
        span.text = None
        del span[:]
        span.set("id", name)
        span.set("data-page", folio)
        self.targets.append(Target(name, self.ids.slug, "source-page", folio, line=line))

    def _link(self, link: Element) -> None:
        address = (link.get("href") or "").strip()
        if address.lower().startswith(_OUTWARD):
            add_class(link, "external")
            if address.startswith("//"):
                link.set("href", f"https:{address}")
            return
        if not address:
            link.tag = "span"
            link.attrib.pop("href", None)
            return
        path, _, identity = unquote(address).partition("#")
        line = self._line(link, f"]({address}")
        if path:
            path = posixpath.normpath(posixpath.join(self.folder, path))
        _to_link(link, "xref", f"{path}#{_ID_CHARS.sub('-', identity)}", line)


@dataclass
class _IndexOptions:
    """What stands behind the bars of an index mark."""

    start: bool = False
    end: bool = False
    main: bool = False
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()


def _unescape(text: str) -> str:
    return text.replace("\\!", "!").replace("\\|", "|").strip()


def _to_link(element: Element, kind: str, address: str, line: int) -> None:
    """Make the element a link that ``link`` resolves; its attributes stand in order."""
    keep = {k: v for k, v in element.attrib.items() if k in {"id", "lang", "dir", "title"}}
    element.attrib.clear()
    element.tag = "a"
    element.set("class", kind)
    element.set("data-to", address)
    element.set("data-at", str(line))
    for key, value in keep.items():
        element.set(key, value)
