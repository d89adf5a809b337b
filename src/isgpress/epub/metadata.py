"""The package document's metadata, with refinements.

See EPUB 3.3, 5.5, and its Appendix D for the vocabularies.
"""

from __future__ import annotations

import uuid

from isgpress.epub.accessibility import accessibility
from isgpress.epub.writer import OPF
from isgpress.epub.writer import Book as Package
from isgpress.model.accessibility import CONFORMANCE, AccessibilityFacts
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import (
    Book,
    Certifier,
    Contributor,
    Edition,
    Issue,
    Press,
    Publication,
)
from isgpress.render import AUTHORS, plain_line, whole_title
from isgpress.render.page_lists import SOURCE, page_list_of
from isgpress.standards import licences

AUTHORITIES = {"thema": "THEMA", "bisac": "BISAC"}  # EPUB Subject Authorities registry
# who made the text; where nobody is named as such, those who gathered it: readers'
# shelves show creators alone
CREATORS = (AUTHORS, ("edt", "com"), ("trl",))


def identifier(title: Publication, press: Press, edition: Edition) -> str:
    """Give the EPUB's identifier: its ISBN, else a UUID that stays the same."""
    if edition.isbn:
        return f"urn:isbn:{edition.isbn}"
    name = f"{press.url or press.name}/{title.slug}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def date_time(title: Publication) -> str:
    """Give the title's date as a full date-time, since some readers shift a mere date."""
    return f"{title.date.first_day().isoformat()}T00:00:00Z"


def describe(
    package: Package,
    manuscript: Manuscript,
    press: Press,
    edition: Edition,
    facts: AccessibilityFacts,
) -> None:
    """Fill in the metadata of an EbookLib book; ``facts`` are of its accessibility."""
    title = manuscript.publication
    _dc(package, "identifier", identifier(title, press, edition), id=package.IDENTIFIER_ID)
    _titles(package, title)
    _dc(package, "language", title.language)
    for language in _languages(manuscript):
        _dc(package, "language", language)
    _people(package, title)
    _publication(package, title, press)
    _subjects(package, title)
    _series(package, title)
    _pages(package, manuscript, press, facts.pages_of)
    _accessibility(package, press, facts, title.language)


def _titles(package: Package, title: Publication) -> None:
    _dc(package, "title", whole_title(title), id="title")
    _refine(package, "title", "title-type", "main")
    if title.subtitle:
        _refine(package, "title", "display-seq", "1")
        subtitle = plain_line(title.subtitle, title.language)
        _dc(package, "title", subtitle, id="subtitle")
        _refine(package, "subtitle", "title-type", "subtitle")
        _refine(package, "subtitle", "display-seq", "2")


def _people(package: Package, title: Publication) -> None:
    listed = {c.name for c in title.contributors}
    chapters = {a.name: a for s in title.sections for a in (*s.authors, *s.translators)}
    people = [*title.contributors, *(a for name, a in chapters.items() if name not in listed)]
    roles: tuple[str, ...] = AUTHORS
    own = {id(p) for p in people} - _listed(title)
    if not isinstance(title, Issue):  # whose creators are those who wrote its articles
        own = _listed(title)
        found = {c.role for c in title.contributors}
        roles = next((r for r in CREATORS if found.intersection(r)), ())
    for number, person in enumerate(people, 1):
        creator = person.role in roles and id(person) in own
        _person(package, person, f"person-{number}", number, creator=creator)


def _listed(title: Publication) -> set[int]:
    return {id(c) for c in title.contributors}


def _person(
    package: Package, person: Contributor, uid: str, number: int, *, creator: bool
) -> None:
    _dc(package, "creator" if creator else "contributor", person.name, id=uid)
    _refine(package, uid, "role", person.role, scheme="marc:relators")
    if person.sort_name:
        _refine(package, uid, "file-as", person.sort_name)
    _refine(package, uid, "display-seq", str(number))


def _publication(package: Package, title: Publication, press: Press) -> None:
    _dc(package, "publisher", title.publisher or press.imprint or press.name)
    _dc(package, "date", date_time(title))
    if title.description:
        described = " ".join(title.description.split())
        _dc(package, "description", plain_line(described, title.language))
    if rights := title.rights or press.rights or title.licence:
        _dc(package, "rights", rights)
    url = title.licence_url or licences().get(title.licence, ("", ""))[1]
    if url:
        _link(package, "dcterms:license", url)


def _pages(package: Package, manuscript: Manuscript, press: Press, pages_of: str) -> None:
    """Name the source of the text or its pages, and whose pages are listed.

    See EPUB Accessibility 1.1, 3.1.3.1: an identifier, else words that tell the edition.
    """
    title = manuscript.publication
    isbn = title.printed.isbn if title.printed else ""
    house = title.publisher or press.imprint or press.name
    words = f"{plain_line(title.title)}, {house}, {title.date.year}"
    source = f"urn:isbn:{isbn}" if isbn else ""
    if pages_of == SOURCE:
        source = words = plain_line(page_list_of(manuscript).edition)
    if source:
        _dc(package, "source", source)
    if pages_of:
        _meta(package, "pageBreakSource", source or words)


def _subjects(package: Package, title: Publication) -> None:
    number = 0
    for scheme, authority in AUTHORITIES.items():
        for code in getattr(title.subjects, scheme):
            number += 1
            uid = f"subject-{number}"
            _dc(package, "subject", code, id=uid)
            _refine(package, uid, "authority", authority)
            _refine(package, uid, "term", code)
    for keyword in title.subjects.keywords:
        _dc(package, "subject", keyword)


def _series(package: Package, title: Publication) -> None:
    if isinstance(title, Issue):
        _periodical(package, title)
    if not isinstance(title, Book) or title.series is None:
        return
    _meta(package, "belongs-to-collection", title.series.title, id="series")
    _refine(package, "series", "collection-type", "series")
    if title.series.number:
        _refine(package, "series", "group-position", title.series.number)
    if title.series.issn:
        _refine(package, "series", "dcterms:identifier", f"urn:issn:{title.series.issn}")


def _periodical(package: Package, issue: Issue) -> None:
    """Name the periodical, its ISSN and the issue's place in it."""
    _meta(package, "belongs-to-collection", issue.periodical.title, id="series")
    _refine(package, "series", "collection-type", "series")
    if place := issue.whole_number or issue.number:
        _refine(package, "series", "group-position", place)
    if issue.periodical.issn:
        name = f"urn:issn:{issue.periodical.issn}"
        _refine(package, "series", "dcterms:identifier", name)


def _accessibility(
    package: Package, press: Press, facts: AccessibilityFacts, language: str
) -> None:
    found = accessibility(facts, press, language)
    values = {
        "accessMode": found.modes,
        "accessModeSufficient": found.sufficient,
        "accessibilityFeature": found.features,
        "accessibilityHazard": found.hazards,
        "accessibilitySummary": (found.summary,),
    }
    for name, entries in values.items():
        for entry in entries:
            _meta(package, f"schema:{name}", entry)
    if press.certifier and facts.conforms:
        _claim(package, press.certifier)


def _claim(package: Package, certifier: Certifier) -> None:
    """Say to what the e-book conforms, and who says so. See EPUB Accessibility 1.1, 2.4."""
    _meta(package, "dcterms:conformsTo", CONFORMANCE, id="conformance")
    _meta(package, "a11y:certifiedBy", certifier.name, id="certifier", refines="#conformance")
    if certifier.credential:
        _refine(package, "certifier", "a11y:certifierCredential", certifier.credential)
    if certifier.report:
        link = {"rel": "a11y:certifierReport", "href": certifier.report}
        package.add_metadata(OPF, "link", "", {**link, "refines": "#certifier"})


def _languages(manuscript: Manuscript) -> tuple[str, ...]:
    """Give the languages of whole sections; those of single words do not count."""
    found = (d.section.language for d in manuscript.documents)
    own = manuscript.publication.language
    return tuple(dict.fromkeys(language for language in found if language and language != own))


def _dc(package: Package, name: str, value: str, **attributes: str) -> None:
    package.add_metadata("DC", name, value, attributes)


def _meta(package: Package, name: str, value: str, **attributes: str) -> None:
    package.add_metadata(OPF, "meta", value, {"property": name, **attributes})


def _link(package: Package, relation: str, address: str) -> None:
    package.add_metadata(OPF, "link", "", {"rel": relation, "href": address})


def _refine(package: Package, target: str, name: str, value: str, **attributes: str) -> None:
    _meta(package, name, value, refines=f"#{target}", **attributes)
