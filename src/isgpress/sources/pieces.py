"""Entries of an issue's contents and the front matter of articles become sections."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from isgpress.findings import Finding, PressError, Span
from isgpress.model.article import Article, Place, Space
from isgpress.model.publication import Contributor, Matter, Section
from isgpress.sources.chapter import read_chapter
from isgpress.sources.contents import items
from isgpress.sources.editions import licence_url
from isgpress.sources.faults import offer
from isgpress.sources.issue_schema import (
    FURNITURE,
    ArticleKeys,
    DepartmentKeys,
    PieceKeys,
    SpaceKeys,
)
from isgpress.sources.marks import Keys, Node, find
from isgpress.sources.names import slug
from isgpress.sources.pictures import picture
from isgpress.sources.sections import Sections
from isgpress.world import World

_MARKDOWN = (".md", ".markdown")
_ARTICLES = {"article": "", "editorial": "editorial", "letters": "letters"}  # key to layout
_TEXTS = ("layout", "kicker", "standfirst", "byline", "dateline", "about", "licence")


@dataclass(frozen=True, slots=True)
class _Entry:
    role: str
    span: Span
    file: str = ""
    layout: str = ""
    department: str = ""
    over: PieceKeys | None = None
    tree: Keys | None = None  # of ``over``, for places


@dataclass
class Pieces:
    """Makes the sections of one issue, and collects what is wrong on the way.

    ``folder`` is the issue's, relative to the press; ``people`` are the contributors that
    articles may name.
    """

    world: World
    folder: str
    people: Mapping[str, Contributor]
    language: str
    findings: list[Finding] = field(default_factory=list)
    named: list[tuple[str, Span]] = field(default_factory=list)  # articles, by adverts

    def make(self, contents: Sequence[Any], node: Node | None) -> tuple[Section, ...]:
        """Give the sections in reading order; ``node`` is the tree of ``contents``."""
        reader = Sections(self.world, self.folder, self.people, "none", self.language)
        entries = self._without_repeats(self._entries(contents, items(node), ""))
        made = [self._section(entry, reader) for entry in entries]
        sections = _with_slugs(made)
        reader.find_unlisted(list(sections))
        self.findings += reader.findings
        self._check(sections)
        return sections

    def _entries(
        self, values: Sequence[Any], nodes: Sequence[Node], department: str
    ) -> Iterator[_Entry]:
        for value, node in zip(values, nodes, strict=False):
            if isinstance(value, DepartmentKeys):
                below = items(node.below("articles"))
                yield from self._entries(value.articles, below, value.section)
            elif isinstance(value, str):
                yield from self._word(value, node.span, department)
            else:
                yield from self._keys(value, node, department)

    def _word(self, word: str, span: Span, department: str) -> Iterator[_Entry]:
        if word in FURNITURE:
            yield _Entry(word, span, department=department)
        elif word.lower().endswith(_MARKDOWN):
            yield _Entry("article", span, word, department=department)
        else:
            message = f"`{word}` is neither a Markdown file nor a piece that isgpress makes"
            self._report("unknown-section", message, span, offer(word, FURNITURE, "piece"))

    def _keys(self, value: PieceKeys, node: Node, department: str) -> Iterator[_Entry]:
        known = (*_ARTICLES, "advert", *FURNITURE)
        names = [k.text for k, _ in node.pairs] if isinstance(node, Keys) else []
        given = [name for name in known if name in names]
        if len(given) != 1:
            message = "the entry has no role" if not given else "the entry has two roles"
            advice = "write one role and its file, such as `article: 01-news.md`"
            self._report("bad-value", message, node.span, advice)
            return
        name = given[0]
        what = getattr(value, name.replace("-", "_")) or ""
        place = node.below(name)
        span = place.span if place and what else node.span
        if name not in FURNITURE and not what:
            advice = f"write its file after `{name}:`"
            self._report("role-without-file", f"`{name}` has no file", span, advice)
            return
        if what and name != "advert" and not what.lower().endswith(_MARKDOWN):
            advice = "name a file that ends in `.md`"
            self._report("not-markdown", f"`{what}` is not a Markdown file", span, advice)
            return
        role = "article" if name in _ARTICLES else name
        layout = _ARTICLES.get(name, "")
        tree = node if isinstance(node, Keys) else None
        yield _Entry(role, span, what, layout, department, value, tree)

    def _without_repeats(self, entries: Iterator[_Entry]) -> Iterator[_Entry]:
        seen: dict[str, _Entry] = {}
        for entry in entries:
            key = entry.file or entry.role
            if entry.role == "advert" or key not in seen:
                seen[key] = entry
                yield entry
                continue
            message = f"`{key}` is listed a second time"
            advice = f"remove one of the two; the first is in line {seen[key].span.line}"
            self._report("listed-twice", message, entry.span, advice)

    def _section(self, entry: _Entry, reader: Sections) -> Section:
        matter = Matter.FRONT if entry.role == "cover" else Matter.BODY
        section = Section(entry.role, matter, "", span=entry.span)
        article = Article(department=entry.department, layout=entry.layout or "feature")
        said: list[tuple[ArticleKeys, Keys | None]] = []  # front matter, then the entry
        if entry.file.lower().endswith(_MARKDOWN):
            section, said = self._read(section, entry)
        elif entry.file:
            article = self._advert(article, entry)
        if entry.over:
            said.append((entry.over, entry.tree))
        for keys, tree in said:
            section = reader.filled(section, keys, tree)
            section = replace(section, title=keys.headline or section.title)
            article = self._filled(article, keys, tree, entry.span)
        space = _space([keys for keys, _ in reversed(said)], entry.span)
        return replace(section, article=replace(article, space=space))

    def _read(
        self, section: Section, entry: _Entry
    ) -> tuple[Section, list[tuple[ArticleKeys, Keys | None]]]:
        path = posixpath.normpath(posixpath.join(self.folder, entry.file))
        try:
            text = self._text(entry, path)
        except PressError as fault:
            for finding in fault.findings:
                inside = finding.span and finding.span.line
                self.findings.append(finding if inside else replace(finding, span=entry.span))
            return section, []
        keys, tree, body_line, found = read_chapter(text, path, ArticleKeys)
        self.findings += found
        return replace(section, file=path, body_line=body_line), [(keys, tree)]

    def _text(self, entry: _Entry, path: str) -> str:
        if not path.startswith(f"{self.folder}/"):
            message = f"`{entry.file}` lies outside the title's folder"
            advice = "copy the file into the folder and name it from there"
            raise PressError(Finding("outside-title", message, entry.span, advice))
        return self.world.read_text(path)

    def _advert(self, article: Article, entry: _Entry) -> Article:
        alt = (entry.over and entry.over.alt) or ""
        path = self._picture(entry.file, alt, entry.span)
        return replace(
            article, picture=path, picture_alt=alt, picture_span=entry.span, layout="advert"
        )

    def _picture(self, name: str, alt: str | None, span: Span) -> str:
        path, fault = picture(self.world, self.folder, name, alt, span)
        self.findings += [fault] if fault else []
        return path

    def _filled(
        self, article: Article, keys: ArticleKeys, tree: Keys | None, span: Span
    ) -> Article:
        """Give the article with all that the keys say; ``span`` is for those without place."""
        texts = {name: getattr(keys, name) for name in _TEXTS} | {"department": keys.section}
        changes: dict[str, Any] = {name: text for name, text in texts.items() if text}
        if keys.licence:
            node = tree.below("licence") if tree else None
            url, found = licence_url(
                keys.licence, keys.licence_url, node.span if node else span
            )
            self.findings += found
            changes["licence_url"] = url
        if keys.away_from:
            changes["away_from"] = tuple(posixpath.splitext(a)[0] for a in keys.away_from)
            self.named += _with_places(keys.away_from, tree, span)
        if keys.colour is not None:
            changes["colour"] = keys.colour
        if keys.picture:
            place = find(tree, ("picture", "image")).span if tree else span
            changes |= {
                "picture": self._picture(keys.picture.image, keys.picture.alt, place),
                "picture_alt": keys.picture.alt or "",
                "picture_caption": keys.picture.caption or "",
                "picture_credit": keys.picture.credit or "",
                "picture_width": keys.picture.width,
                "picture_span": place,
            }
        return replace(article, **changes)

    def _check(self, sections: tuple[Section, ...]) -> None:
        """Report adverts that are to keep away from articles which are not there."""
        names = {posixpath.splitext(posixpath.basename(s.file))[0] for s in sections if s.file}
        for given, span in self.named:
            if posixpath.splitext(given)[0] not in names:
                message = f"no article of this issue is `{given}`"
                self._report(
                    "unknown-section", message, span, offer(given, sorted(names), "file")
                )

    def _report(self, rule: str, message: str, span: Span, advice: str) -> None:
        self.findings.append(Finding(rule, message, span, advice))


def _with_places(
    given: Sequence[str], tree: Keys | None, span: Span
) -> Iterator[tuple[str, Span]]:
    """Give the names of ``away-from``, each with its place; ``span`` where it has none."""
    node = tree.below("away-from") if tree else None
    for number, name in enumerate(given):
        yield name, find(node, (number,)).span if node else span


def _space(said: Sequence[SpaceKeys], span: Span) -> Space:
    """Give the space that an entry asks for, or else the front matter; in that order."""

    def first(name: str) -> Any:
        given = (getattr(keys, name) for keys in said)
        return next((value for value in given if value not in (None, [])), None)

    return Space(
        first=Place(first("page") or 0, first("slot") or ""),
        pages=first("pages") or 0,
        jumps=tuple(Place(p.page, p.slot or "") for p in first("jumps") or ()),
        size=first("size") or "",
        fit=first("fit") or "auto",
        span=span,
    )


def _with_slugs(sections: Sequence[Section]) -> tuple[Section, ...]:
    used: set[str] = set()
    found, adverts = [], 0
    for section in sections:
        adverts += section.role == "advert"
        stem = posixpath.splitext(posixpath.basename(section.file))[0]
        name = slug(stem) or section.role
        if section.role == "advert":
            name = f"advert-{adverts}"
        unique, n = name, 1
        while unique in used:
            n += 1
            unique = f"{name}-{n}"
        used.add(unique)
        found.append(replace(section, slug=unique))
    return tuple(found)
