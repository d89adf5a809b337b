"""What is true of the accessibility of a title's e-book: looked for, never asserted.

See EPUB Accessibility 1.1, 2 and 3, and WCAG 2.2, whose criteria each check names. What a
program cannot see, such as whether an alternative text says what the picture shows, is
the certifier's part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from isgpress.findings import Span
from isgpress.manuscript import moves
from isgpress.manuscript.words import is_western
from isgpress.model.accessibility import CONFORMANCE, AccessibilityFacts, Fact, Obstacle
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Press
from isgpress.render import xhtml
from isgpress.render.contrast import faint_text
from isgpress.render.page_lists import NONE, page_list_of
from isgpress.render.scripts import script_of
from isgpress.render.theme import Theme
from isgpress.standards import Words, words
from isgpress.world import World

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WORD = re.compile(r"[^\W\d_]{3,}")  # shorter ones are symbols: units, variables
UNSPOKEN = {"code", "pre", "math", "kbd", "samp", "var", "svg"}
# scripts that a language mixes by its nature, by the ISO 15924 code of its usual one
_TOGETHER = {
    "Jpan": {"HIRAGANA", "KATAKANA", "CJK", "LATIN"},
    "Kore": {"HANGUL", "CJK"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Latn": {"LATIN"},
    "Cyrl": {"CYRILLIC"},
    "Grek": {"GREEK"},
    "Arab": {"ARABIC"},
    "Hebr": {"HEBREW"},
    "Deva": {"DEVANAGARI"},
    "Armn": {"ARMENIAN"},
    "Geor": {"GEORGIAN"},
}
_ALL = frozenset[str]().union(*_TOGETHER.values())


def facts_of(world: World, manuscript: Manuscript, theme: Theme) -> AccessibilityFacts:
    """Give what an e-book of the title has, and what stands in its readers' way."""
    documents = manuscript.documents
    sections = manuscript.publication.sections
    own = manuscript.publication.language
    pages = page_list_of(manuscript).of
    return AccessibilityFacts(
        pictures=any(d.images for d in documents)
        or any(s.article and s.article.picture for s in sections),
        notes=any(d.notes for d in documents),
        tables=any("<table" in d.body for d in documents),
        formulas=any("data-tex=" in d.body for d in documents),
        other_languages=any(set(d.languages) - {own} for d in documents),
        index=any(s.role == "index" for s in sections),
        pages_of="" if pages == NONE else pages,
        obstacles=tuple(_obstacles(world, manuscript, theme)),
    )


def statements(facts: AccessibilityFacts, own: Words) -> tuple[str, ...]:
    """Give the facts as sentences, in the language of ``own``."""
    pictures = "pictures" if facts.holds(Fact.PICTURES) else "missing"
    found = {
        "text": True,
        "order": facts.holds(Fact.HEADINGS),
        "notes": facts.notes,
        "pages": facts.pages_of == "print",
        "source_pages": facts.pages_of == "source",
        "languages": facts.other_languages and facts.holds(Fact.LANGUAGES),
        "tables": facts.tables and facts.holds(Fact.TABLES),
        "formulas": facts.formulas,
        pictures if facts.pictures else "no_pictures": True,
        "moving": not facts.holds(Fact.STILL),
    }
    return tuple(own[f"access_{name}"] for name, holds in found.items() if holds)


def told(world: World, manuscript: Manuscript, press: Press, theme: Theme) -> dict[str, Any]:
    """Give what the page on accessibility says: ``sentences``, and whom to write to."""
    own = words(manuscript.publication.language)
    facts = facts_of(world, manuscript, theme)
    contact = own["access_contact"].format(names=press.email) if press.email else ""
    return {
        "sentences": (*statements(facts, own), *claims(facts, press, own)),
        "contact": contact,
    }


def claims(facts: AccessibilityFacts, press: Press, own: Words) -> tuple[str, ...]:
    """Give the sentences on conformance; none without a certifier, or with an obstacle."""
    if press.certifier is None or not facts.conforms:
        return ()
    return (
        own["access_conforms"].format(title=CONFORMANCE),
        own["access_certified"].format(names=press.certifier.name),
    )


def _obstacles(world: World, manuscript: Manuscript, theme: Theme) -> Iterator[Obstacle]:
    own = manuscript.publication.language
    for document in manuscript.documents:
        yield from _pictures(world, document)
        yield from _headings(document)
        yield from _elements(world, document, document.section.language or own)
    yield from _openings(manuscript)
    for faint in faint_text(theme):
        yield Obstacle(
            Fact.CONTRAST,
            faint.message,
            "choose colours that stand out more, for light and for dark pages",
            Span(faint.file, faint.line),
        )


def _pictures(world: World, document: Document) -> Iterator[Obstacle]:
    """See WCAG 2.2, 1.1.1 (non-text content) and 2.2.2, 2.3.1 (what moves and flashes)."""
    for image in document.images:
        span = Span(document.section.file, image.line)
        name = image.path.rpartition("/")[2]
        if not image.decorative and not image.alt.strip():
            yield _undescribed(name, span)
        if moves(world, image.path):
            message = f"the picture `{name}` moves"
            advice = "show a still picture; nobody can stop one that moves in an e-book"
            yield Obstacle(Fact.STILL, message, advice, span)


def _openings(manuscript: Manuscript) -> Iterator[Obstacle]:
    for section in manuscript.publication.sections:
        article = section.article
        if section.role != "article" or article is None or not article.picture:
            continue
        if not article.picture_alt.strip():
            name = article.picture.rpartition("/")[2]
            yield _undescribed(name, article.picture_span or Span(section.file))


def _undescribed(name: str, span: Span) -> Obstacle:
    message = f"the picture `{name}` has no alternative text"
    return Obstacle(Fact.PICTURES, message, "say what it shows, or mark it as decorative", span)


def _headings(document: Document) -> Iterator[Obstacle]:
    """See WCAG 2.2, 1.3.1, and technique H42."""
    above = 1
    for target in document.targets:
        if target.kind != "heading" or not target.level:
            continue
        if target.level > above + 1:
            message = f"a heading of level {target.level} follows one of level {above}"
            advice = f"write it with {above + 1} `#`"
            yield Obstacle(
                Fact.HEADINGS, message, advice, Span(document.section.file, target.line)
            )
        above = target.level


def _elements(world: World, document: Document, language: str) -> Iterator[Obstacle]:
    texts = [(document.body, 0), *((f"<div>{n.xhtml}</div>", n.line) for n in document.notes)]
    latin = _scripts(language) == {"LATIN"}
    for text, line in texts:
        # Texts are long, and most have nothing to look for.
        tables, letters = "<table" in text, not latin or _other_letters(text)
        if not tables and not letters:
            continue
        root = xhtml.parse(text)
        if tables:
            yield from _tables(document, root)
        if letters:
            yield from _languages(world, document, root, language, line)


def _tables(document: Document, root: xhtml.Element) -> Iterator[Obstacle]:
    """See WCAG 2.2, 1.3.1, and technique H51."""
    for table in root.iter(f"{{{xhtml.XHTML}}}table"):
        if next(table.iter(f"{{{xhtml.XHTML}}}th"), None) is None:
            yield Obstacle(
                Fact.TABLES,
                "a table has no header cells",
                "name its columns in the first row, above the line of dashes",
                Span(document.section.file, _line_of(table)),
            )


def _line_of(element: xhtml.Element) -> int:
    """Give the line of the sources that made an element, or what it stands in; 0: unknown.

    A table without a head knows the lines of its rows alone.
    """
    for other in (*element.iter(), *element.iterancestors()):
        if line := other.get("data-line"):
            return int(line)
    return next((int(n) for e in element.iterancestors() if (n := e.get("data-near"))), 0)


def _place(world: World, file: str, word: str, line: int) -> Span:
    """Give the place of a word in a file, at or after the first ``line`` of its block."""
    found = world.read_text(file).split("\n") if world.exists(file) else []
    for number, text in enumerate(found[max(line - 1, 0) :], max(line, 1)):
        if (column := text.find(word)) >= 0:
            return Span(file, number, column + 1)
    return Span(file, line)


def _languages(
    world: World, document: Document, root: xhtml.Element, language: str, line: int
) -> Iterator[Obstacle]:
    """See WCAG 2.2, 3.1.2 (language of parts): a word in a script that its mark has not."""
    for word, marked, element in _foreign(root, language):
        yield Obstacle(
            Fact.LANGUAGES,
            f"`{word}` is marked as {marked or 'of no language'}, in whose script it is not",
            "say its language, as in `[words]{lang=ar}`, or `language:` for the chapter",
            _place(world, document.section.file, word, _line_of(element) or line),
        )
        return  # one of a file is enough to find the others by


def _foreign(element: xhtml.Element, language: str) -> Iterator[tuple[str, str, xhtml.Element]]:
    """Give each word in a script that is not its language's, with that and its element."""
    language = element.get("lang") or element.get(XML_LANG) or language
    if not isinstance(element.tag, str) or xhtml.name(element) in UNSPOKEN:
        return
    texts: Iterable[str | None] = (element.text, *(child.tail for child in element))
    known = _scripts(language)
    others = _other_letters if "LATIN" in known else WORD.search
    for text in texts:
        if not known or not text or text.isascii() or not others(text):
            continue  # texts are long, and such words are rare
        for match in WORD.finditer(text):
            if not match[0].isascii() and _script(match[0]) in _ALL - known:
                yield match[0], language, element
    for child in element:
        yield from _foreign(child, language)


def _other_letters(text: str) -> bool:
    """Tell whether a text may have letters of other alphabets than the Latin one.

    Some of that stand among them; where there are none, no word need be looked at.
    """
    return not is_western(text) and _others().search(text) is not None


@cache
def _others() -> re.Pattern[str]:
    return re.compile("[\u0370-\u1fff\u2de0-\ufeff]")


def _script(word: str) -> str:
    """Give the script of a word's first letter, as Unicode names it: ``LATIN``."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def _scripts(language: str) -> set[str]:
    """Give the scripts in which a language is written; none where that is not known."""
    return _TOGETHER.get(script_of(language), set())
