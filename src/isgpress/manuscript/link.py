"""All documents of a title together: numbers, links over files, references."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from html import escape, unescape

from isgpress.findings import Finding, Severity, Span
from isgpress.manuscript.citations import cite
from isgpress.manuscript.marks import heading_slug
from isgpress.model.manuscript import Document, Manuscript, Note, Target
from isgpress.model.publication import Publication, Section
from isgpress.standards import Words, words

_LABEL = re.compile(r'<span class="label" data-for="([^"]*)"/>')
_LINK = re.compile(
    r'<a class="(xref|page-ref)" data-to="([^"]*)" data-at="(\d+)"([^>]*?)(?:/>|>(.*?)</a>)',
    re.DOTALL,
)
_COUNTED = re.compile(r"[a-z]+-\d+")  # an id that isgpress gives, such as fig-3
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def link(book: Publication, documents: tuple[Document, ...]) -> Manuscript:
    """Give the manuscript: figures and tables numbered, every link resolved.

    ``documents`` are in reading order. Findings about links and ids are in the result;
    those about single files came with ``parse_section``.
    """
    counter = _Counter()
    cited, faults = cite(book, tuple(_with_sections(book, documents)))
    numbered = tuple(_number(book, d, counter) for d in cited)
    finder = _Finder(book, numbered)
    linked = tuple(_resolve(finder, d) for d in numbered)
    findings = [*faults, *_duplicates(linked), *finder.findings]
    return Manuscript(book, linked, tuple(findings))


def section_number(section: Section, book: Publication) -> str:
    """Give a section's number for labels, in arabic figures or as a letter.

    Empty for a section without number. "IV" gives "4", "A" stays "A"; a number in words
    gives its place among the numbered sections of that role.
    """
    number = section.number.strip().rstrip(".")
    if not number or number.isdigit():
        return number
    if section.role == "appendix" and len(number) == 1:
        return number
    if set(number.upper()) <= _ROMAN.keys() and number.isupper():
        return str(_from_roman(number))
    same = [s.slug for s in book.sections if s.role == section.role and s.number]
    return str(same.index(section.slug) + 1) if section.slug in same else number


def _from_roman(number: str) -> int:
    values = [_ROMAN[c] for c in number]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def _with_sections(book: Publication, documents: tuple[Document, ...]) -> list[Document]:
    """Take each section as the book now has it, so that a cached text is never stale."""
    now = {s.slug: s for s in book.sections}
    return [replace(d, section=now.get(d.section.slug, d.section)) for d in documents]


@dataclass
class _Counter:
    """Counts figures and tables; starts afresh in each numbered section."""

    counts: dict[str, int] = field(default_factory=dict)

    def next(self, key: str) -> int:
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]


def _number(book: Publication, document: Document, counter: _Counter) -> Document:
    """Write "Figure 3.2" where a document left room for it, and into its targets."""
    own = words(document.section.language or book.language)
    labels = {document.section.slug: _section_label(document.section, book, own)}
    kinds = {t.id: t.kind for t in document.targets}
    number = section_number(document.section, book)

    def label(match: re.Match[str]) -> str:
        kind = kinds.get(match[1], "figure")
        count = counter.next(f"{kind} {document.section.slug if number else ''}")
        place = f"{number}.{count}" if number else str(count)
        labels[match[1]] = own.numbered(kind, place)
        return f'<span class="label">{escape(labels[match[1]])}</span> '

    body = _LABEL.sub(label, document.body)
    notes = tuple(_with_text(n, _LABEL.sub(label, n.xhtml)) for n in document.notes)
    targets = tuple(
        replace(t, label=labels[t.id]) if labels.get(t.id) else t for t in document.targets
    )
    return replace(document, body=body, notes=notes, targets=targets)


def _section_label(section: Section, book: Publication, own: Words) -> str:
    """Give "Chapter 3" for a numbered section; the word follows role and kind of book."""
    if not section.number:
        return ""
    key = section.role
    if key == "chapter" and book.kind == "study-guide":
        key = "session"
    return own.numbered(key, section.number) if key in own else section.number


def _with_text(note: Note, xhtml: str) -> Note:
    return note if xhtml == note.xhtml else replace(note, xhtml=xhtml)


class _Finder:
    """Finds what a link names, in its own file first."""

    def __init__(self, book: Publication, documents: tuple[Document, ...]) -> None:
        self.publication = book
        self.findings: list[Finding] = []
        self._files: dict[str, str] = {}
        self._targets: dict[str, Target] = {}
        self._by_name: dict[str, list[Target]] = defaultdict(list)
        for document in documents:
            slug = document.section.slug
            self._files.setdefault(document.section.file, slug)
            for target in document.targets:
                self._targets.setdefault(target.id, target)
                self._by_name[target.id.removeprefix(f"{slug}-")].append(target)

    def find(self, address: str, document: Document, line: int) -> Target | None:
        """Give the target of an address ``#id`` or ``path#id``; a finding if none is."""
        path, _, name = address.partition("#")
        slug = self._files.get(path) if path else document.section.slug
        if slug is None:
            self._missing_file(path, document, line)
            return None
        own = self._targets.get(f"{slug}-{name}" if name else slug)
        if own is not None:
            return own
        if not path and name:
            return self._elsewhere(name, document, line)
        self._dead(name, document, line, slug)
        return None

    def _elsewhere(self, name: str, document: Document, line: int) -> Target | None:
        """Look for an id, or a section's slug, in the whole title."""
        found = self._by_name.get(name, [])
        if len(found) > 1:
            files = ", ".join(sorted(t.section for t in found))
            self._report(
                "ambiguous-cross-reference",
                f"the id `{name}` stands in several files",
                f"say in which, as in `chapter.md#{name}` ({files})",
                document,
                line,
            )
        if not found:
            self._dead(name, document, line)
            return None
        return found[0]

    def _dead(self, name: str, document: Document, line: int, slug: str = "") -> None:
        """Report an id that is not there; ``slug`` is of the only section looked into."""
        known = [
            own
            for own, targets in self._by_name.items()
            if not _COUNTED.fullmatch(own)
            and any(own != t.section and slug in {"", t.section} for t in targets)
        ]
        near = difflib.get_close_matches(name, known, 1)
        advice = f"write `{near[0]}`" if near else f"give the place an id: `{{#{name}}}`"
        whole = self._targets.get(slug)  # none of a file that could not be read
        if whole and name in {slug, heading_slug(whole.title)}:
            advice = "name the file alone, which leads to its title"
        self._report(
            "dead-cross-reference",
            f"nothing {'in that file' if slug else 'here'} has the id `{name}`",
            advice,
            document,
            line,
        )

    def _missing_file(self, path: str, document: Document, line: int) -> None:
        name = path.rsplit("/", 1)[-1]
        known = [file.rsplit("/", 1)[-1] for file in self._files]
        near = difflib.get_close_matches(name, known, 1)
        advice = "name a file that stands in the contents, or give an address with https://"
        if name.startswith("www."):
            advice = f"write `https://{name}`"
        elif near:
            advice = f"write `{near[0]}`"
        self._report(
            "dead-cross-reference",
            f"`{path}` is no file of this title",
            advice,
            document,
            line,
        )

    def _report(
        self, rule: str, message: str, advice: str, document: Document, line: int
    ) -> None:
        span = Span(document.section.file, line)
        self.findings.append(Finding(rule, message, span, advice))


def _resolve(finder: _Finder, document: Document) -> Document:
    own = words(document.section.language or finder.publication.language)

    def resolve(match: re.Match[str]) -> str:
        kind, address, line, rest, inner = match.groups()
        target = finder.find(unescape(address), document, int(line))
        text = inner or ""
        if target is None:
            return f"<span>{text or escape(address.rpartition('#')[2])}</span>"
        if not text.strip():
            text = escape(fallback(target, own), quote=False)
        return f'<a class="{kind}" href="#{target.id}"{rest}>{text}</a>'

    body = _LINK.sub(resolve, document.body) if "data-to=" in document.body else document.body
    notes = tuple(_with_text(n, _LINK.sub(resolve, n.xhtml)) for n in document.notes)
    heading = _LINK.sub(resolve, document.heading)
    return replace(document, body=body, notes=notes, heading=heading)


def fallback(target: Target, own: Words) -> str:
    """Give the words for a reference that has none: the label, else the title."""
    if target.kind == "note":
        return own.numbered("note", target.label)
    if target.kind == "source-page":
        return own.numbered("page", target.label)
    return target.label or target.title or target.id


def _duplicates(documents: tuple[Document, ...]) -> list[Finding]:
    """Report ids that stand twice, and names that the authors of two files both gave.

    Since a section's slug begins its ids, a name may stand in two files; but a reference
    from a third would have to say which it means.
    """
    ids: dict[str, Span] = {}
    names: dict[str, Span] = {}
    found = []
    for document in documents:
        slug = document.section.slug
        for target in document.targets:
            here = Span(document.section.file, target.line)
            first = ids.setdefault(target.id, here)
            if first != here:
                found.append(_duplicate(target.id, here, first, Severity.ERROR))
            elif target.named:
                name = target.id.removeprefix(f"{slug}-")
                first = names.setdefault(name, here)
                if first.path != here.path:
                    found.append(_duplicate(name, here, first, Severity.WARNING))
    return found


def _duplicate(name: str, here: Span, first: Span, severity: Severity) -> Finding:
    return Finding(
        "duplicate-id",
        f"the id `{name}` stands twice in this title",
        here,
        f"rename it here or in {first.path}, line {first.line}",
        severity,
    )
