"""What the layout of a section tells: pages, places, text and findings, as plain values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from isgpress.findings import Finding, Severity, Span
from isgpress.model.composition import Fit, Frame


@dataclass(frozen=True, slots=True)
class Limits:
    """What one section may take: ``seconds`` of work and ``megabytes`` of address space."""

    seconds: float = 300.0
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry for the outline.

    CSS bookmark level and label, page from 0, point in PDF units (1/72 in) from the
    page's lower left corner.
    """

    level: int
    label: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PageText:
    """What is printed on a page, in the words of the source, in the source's order.

    ``text`` is from the section's ``.text`` element (all of it where there is none),
    ``notes`` from its notes, ``rest`` from all else (the opening). Calls, labels of notes
    and page references are in none of them. The texts of all pages, joined without
    anything between, are the section's. ``offset`` is the number of characters of
    ``text`` before the page's first one; white space and what does not show (soft
    hyphens, joiners) are not counted.
    """

    offset: int
    text: str = ""
    notes: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph that is used: its id in the font, the text it stands for, width in 1/1000 em."""

    gid: int
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font as a section uses it.

    ``resource`` is its name in the pages' resources; ``file`` the sha256 of the font
    file; ``axes`` the place of a variable font on its axes. ``missing`` are glyph ids that
    stand for characters which the font lacks. All else goes to the font's descriptor.
    """

    resource: str
    file: str
    index: int
    axes: tuple[tuple[str, float], ...]
    name: str
    family: str
    ascent: int
    descent: int
    flags: int
    glyphs: tuple[Glyph, ...]
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a section once it is laid out, whatever its start folio.

    ``anchors`` give the page (from 0) on which each id starts. ``slots`` are the ids whose
    folios it prints, ``links`` those in other sections that it links to, ``uses_folio``
    whether it prints its own.
    """

    pages: int
    anchors: tuple[tuple[str, int], ...]
    bookmarks: tuple[Bookmark, ...]
    texts: tuple[PageText, ...]
    slots: tuple[str, ...]
    links: tuple[str, ...]
    uses_folio: bool
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """All text of the section's body, from its pages."""
        return "".join(p.text for p in self.texts)

    @property
    def notes(self) -> str:
        """All text of the section's notes, from its pages."""
        return "".join(p.notes for p in self.texts)

    @property
    def rest(self) -> str:
        """All other text of the section (its opening), from its pages."""
        return "".join(p.rest for p in self.texts)


@dataclass(frozen=True, slots=True)
class Written:
    """A section's PDF, its font files left out, and the fonts that its pages name."""

    pdf: bytes
    fonts: tuple[FontUse, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A piece in its frames.

    ``facts`` counts frames as pages. ``starts`` gives for each frame the offset of its
    first character, as PageText does, None where it holds nothing of the text. ``text``
    and ``notes`` are all that is printed of both, in the order of the source.
    """

    frames: tuple[Frame, ...]
    fit: Fit
    facts: Facts
    written: Written
    starts: tuple[int | None, ...] = ()
    text: str = ""
    notes: str = ""


def dump_composed(composed: Composed) -> bytes:
    """Give a composed piece as bytes, for the cache: lines of JSON, the PDF."""
    raw = {
        "frames": [asdict(f) for f in composed.frames],
        "fit": asdict(composed.fit),
        "starts": composed.starts,
        "text": composed.text,
        "notes": composed.notes,
    }
    return (
        _dump(raw) + b"\n" + dump_facts(composed.facts) + b"\n" + dump_written(composed.written)
    )


def load_composed(data: bytes) -> Composed:
    """Read what ``dump_composed`` wrote."""
    head, facts, rest = data.split(b"\n", 2)
    raw = json.loads(head)
    fit = raw["fit"] | {
        "pages": tuple((page, free) for page, free in raw["fit"]["pages"]),
        "changes": tuple(raw["fit"]["changes"]),
    }
    return Composed(
        frames=tuple(Frame(**f) for f in raw["frames"]),
        fit=Fit(**fit),
        facts=load_facts(facts),
        written=load_written(rest),
        starts=tuple(raw["starts"]),
        text=raw["text"],
        notes=raw["notes"],
    )


def dump_facts(facts: Facts) -> bytes:
    """Give facts as JSON, for the cache."""
    return _dump(asdict(facts))


def load_facts(data: bytes) -> Facts:
    """Read what ``dump_facts`` wrote."""
    raw = json.loads(data)
    return Facts(
        pages=raw["pages"],
        anchors=tuple((name, page) for name, page in raw["anchors"]),
        bookmarks=tuple(Bookmark(**b) for b in raw["bookmarks"]),
        texts=tuple(PageText(**t) for t in raw["texts"]),
        slots=tuple(raw["slots"]),
        links=tuple(raw["links"]),
        uses_folio=raw["uses_folio"],
        findings=tuple(_finding(f) for f in raw["findings"]),
    )


def dump_written(written: Written) -> bytes:
    """Give a section's PDF and fonts as bytes, for the cache: a line of JSON, the PDF."""
    raw = asdict(written)
    del raw["pdf"]
    return _dump(raw) + b"\n" + written.pdf


def load_written(data: bytes) -> Written:
    """Read what ``dump_written`` wrote."""
    head, _, pdf = data.partition(b"\n")
    raw = json.loads(head)
    fonts = tuple(_font(f) for f in raw["fonts"])
    return Written(pdf, fonts, tuple(_finding(f) for f in raw["findings"]))


def _dump(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def _font(raw: dict[str, Any]) -> FontUse:
    raw["axes"] = tuple((tag, value) for tag, value in raw["axes"])
    raw["glyphs"] = tuple(Glyph(**g) for g in raw["glyphs"])
    raw["missing"] = tuple(raw["missing"])
    return FontUse(**raw)


def _finding(raw: dict[str, Any]) -> Finding:
    raw["span"] = Span(**raw["span"]) if raw["span"] else None
    raw["severity"] = Severity(raw["severity"])
    return Finding(**raw)
