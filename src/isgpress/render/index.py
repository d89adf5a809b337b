"""The index: marks in the text become sorted terms with places or page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isgpress.model.manuscript import IndexEntry, Manuscript
from isgpress.model.rendered import PageMap
from isgpress.render import xhtml

# letters that stand apart in a language's alphabet, in order, after z
AFTER_Z = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå"}
SPELT_OUT = {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}


_Span = tuple[int, int, str, str, IndexEntry]  # pages, folios, mark


@dataclass(frozen=True)
class Place:
    """One number or range in the index: ``ids`` are where its ends stand."""

    label: str  # "45", "45–7", "xii"
    ids: tuple[str, ...]
    emphasis: bool = False


@dataclass(frozen=True)
class Term:
    """A term of the index with its marks and sub-terms, sorted."""

    words: str  # XHTML inline text, as are the terms referred to
    entries: tuple[IndexEntry, ...] = ()
    terms: tuple[Term, ...] = ()
    see: tuple[str, ...] = ()  # "Term, sub-term"
    see_also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """The terms under one letter; the letter is empty for signs and figures."""

    letter: str
    terms: tuple[Term, ...]


@dataclass
class _Node:
    entries: list[IndexEntry] = field(default_factory=list)
    nodes: dict[str, _Node] = field(default_factory=dict)


def index_of(manuscript: Manuscript) -> tuple[Letter, ...]:
    """Give the title's index by letters, sorted for its language, accents set aside."""
    root = _Node()
    for document in manuscript.documents:
        for entry in document.index:
            node = root
            for words in entry.term:
                node = node.nodes.setdefault(words, _Node())
            node.entries.append(entry)
    language = manuscript.publication.language
    letters: dict[str, list[Term]] = {}
    for term in _terms(root, language):
        letters.setdefault(_letter(term.words, language), []).append(term)
    return tuple(Letter(letter, tuple(terms)) for letter, terms in letters.items())


def _terms(node: _Node, language: str) -> tuple[Term, ...]:
    return tuple(
        Term(
            words=words,
            entries=tuple(e for e in node.nodes[words].entries if e.id),
            terms=_terms(node.nodes[words], language),
            see=_named(e.see for e in node.nodes[words].entries),
            see_also=_named(e.see_also for e in node.nodes[words].entries),
        )
        for words in sorted(node.nodes, key=lambda w: sort_key(w, language))
    )


def _named(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({", ".join(path) for path in paths if path}))


def sort_key(words: str, language: str) -> tuple[str, str, str]:
    """Give the key by which terms are sorted: word by word, accents and case set aside.

    ``words`` is XHTML inline text. Letters with a place of their own in the language's
    alphabet keep it. Marks of quotation do not count. See BS ISO 999:1996, 8.
    """
    plain = re.sub(r"[’'‘“”\"«»]", "", xhtml.plain(words)).casefold()
    apart = AFTER_Z.get(language.split("-", maxsplit=1)[0].lower(), "")
    letters = "".join(
        f"\uf000{apart.index(c):02}" if c in apart else SPELT_OUT.get(c, c) for c in plain
    )
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c)
    )
    spaced = re.sub(r"[^\w\s\uf000]+", " ", bare)
    return " ".join(spaced.split()), plain, words


def _letter(words: str, language: str) -> str:
    first = sort_key(words, language)[0][:1]
    if first == "\uf000":
        return next(c for c in xhtml.plain(words) if c.isalpha()).upper()
    if "\u1100" <= first <= "\u1112":  # a syllable's first letter, as it stands alone
        return unicodedata.lookup(unicodedata.name(first).replace("CHOSEONG", "LETTER"))
    return first.upper() if first.isalpha() else ""


def places(
    entries: Iterable[IndexEntry], pages: PageMap, style: str, order: Mapping[str, int]
) -> tuple[Place, ...]:
    """Give the page numbers of a term, pages that follow each other as a range.

    ``order`` is the index of the page of each folio; ``style`` is ``short`` ("45–7",
    by New Hart's Rules 19.3.3 and 11.6.1) or ``full`` ("45–47"). Marks without a page
    are left out.
    """
    folios = dict(pages.folios)
    spans = []
    for entry in entries:
        first = folios.get(entry.id)
        last = folios.get(entry.end_id) if entry.end_id else first
        if first is not None and last is not None:
            spans.append((order[first], order[last], first, last, entry))
    found: list[Place] = []
    run: _Span | None = None
    for span in sorted(spans, key=lambda s: s[:2]):
        if run and _joins(run, span):
            end = span if span[1] > run[1] else run
            run = (run[0], end[1], run[2], end[3], run[4])
            continue
        found += [_place(run, style)] if run else []
        run = span
    return (*found, *([_place(run, style)] if run else []))


def _joins(run: _Span, span: _Span) -> bool:
    """Tell whether a span goes on where the run ends, in the same kind of numbers."""
    same = run[3].isdecimal() == span[2].isdecimal()
    return same and span[0] <= run[1] + 1 and run[4].emphasis == span[4].emphasis


def _place(span: _Span, style: str) -> Place:
    _, _, first, last, entry = span
    label = first if first == last else page_range(first, last, style)
    return Place(label, (entry.id,), entry.emphasis)


def page_range(first: str, last: str, style: str) -> str:
    """Give a range of folios with an en rule, "45–7" or "45–47" by ``style``.

    Short ranges keep all digits that change, and both of the teens: 112–13, 100–1.
    """
    if style == "short" and first.isdecimal() and len(first) == len(last):
        same = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
        if last[-2:-1] == "1":
            same = min(same, len(last) - 2)
        return f"{first}–{last[same:]}"
    return f"{first}–{last}"
