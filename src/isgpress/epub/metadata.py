"""The package document's metadata, with refinements.

See EPUB 3.3, 5.5, and its Appendix D for the vocabularies.
"""

from __future__ import annotations

import uuid

from isgpress.epub.accessibility import accessibility
from isgpress.epub.writer import OPF, Book
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Book as Title
from isgpress.model.publication import Contributor, Edition, Press
from isgpress.render import AUTHORS, plain_line
from isgpress.standards import licences

AUTHORITIES = {"thema": "THEMA", "bisac": "BISAC"}  # EPUB Subject Authorities registry
# who made the text; where nobody is named as such, those who gathered it: readers'
# shelves show creators alone
CREATORS = (AUTHORS, ("edt", "com"), ("trl",))


def identifier(title: Title, press: Press, edition: Edition) -> str:
    """Give the EPUB's identifier: its ISBN, else a UUID that stays the same."""
    if edition.isbn:
        return f"urn:isbn:{edition.isbn}"
    name = f"{press.url or press.name}/{title.slug}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def date_time(title: Title) -> str:
    """Give the title's date as a full date-time, since some readers shift a mere date."""
    return f"{title.date.first_day().isoformat()}T00:00:00Z"


def describe(
    book: Book, manuscript: Manuscript, press: Press, edition: Edition, *, moving: bool
) -> None:
    """Fill in the metadata of an EbookLib book; ``moving``: a picture is animated."""
    title = manuscript.book
    _dc(book, "identifier", identifier(title, press, edition), id=book.IDENTIFIER_ID)
    _titles(book, title)
    _dc(book, "language", title.language)
    for language in _languages(manuscript):
        _dc(book, "language", language)
    _people(book, title)
    _publication(book, title, press)
    _subjects(book, title)
    _series(book, title)
    _accessibility(book, manuscript, moving=moving)


def _titles(book: Book, title: Title) -> None:
    _dc(book, "title", plain_line(title.title), id="title")
    _refine(book, "title", "title-type", "main")
    if title.subtitle:
        _refine(book, "title", "display-seq", "1")
        _dc(book, "title", plain_line(title.subtitle), id="subtitle")
        _refine(book, "subtitle", "title-type", "subtitle")
        _refine(book, "subtitle", "display-seq", "2")


def _people(book: Book, title: Title) -> None:
    listed = {c.name for c in title.contributors}
    chapters = {a.name: a for s in title.sections for a in (*s.authors, *s.translators)}
    people = [*title.contributors, *(a for name, a in chapters.items() if name not in listed)]
    found = {c.role for c in title.contributors}
    roles: tuple[str, ...] = next((r for r in CREATORS if found.intersection(r)), ())
    own = {id(c) for c in title.contributors}
    for number, person in enumerate(people, 1):
        creator = person.role in roles and id(person) in own
        _person(book, person, f"person-{number}", number, creator=creator)


def _person(book: Book, person: Contributor, uid: str, number: int, *, creator: bool) -> None:
    _dc(book, "creator" if creator else "contributor", person.name, id=uid)
    _refine(book, uid, "role", person.role, scheme="marc:relators")
    if person.sort_name:
        _refine(book, uid, "file-as", person.sort_name)
    _refine(book, uid, "display-seq", str(number))


def _publication(book: Book, title: Title, press: Press) -> None:
    _dc(book, "publisher", title.publisher or press.imprint or press.name)
    _dc(book, "date", date_time(title))
    if title.description:
        _dc(book, "description", " ".join(title.description.split()))
    if rights := title.rights or press.rights or title.licence:
        _dc(book, "rights", rights)
    url = title.licence_url or licences().get(title.licence, ("", ""))[1]
    if url:
        _link(book, "dcterms:license", url)
    print_edition = title.edition("paperback")
    if print_edition and print_edition.isbn:
        _dc(book, "source", f"urn:isbn:{print_edition.isbn}")


def _subjects(book: Book, title: Title) -> None:
    number = 0
    for scheme, authority in AUTHORITIES.items():
        for code in getattr(title.subjects, scheme):
            number += 1
            uid = f"subject-{number}"
            _dc(book, "subject", code, id=uid)
            _refine(book, uid, "authority", authority)
            _refine(book, uid, "term", code)
    for keyword in title.subjects.keywords:
        _dc(book, "subject", keyword)


def _series(book: Book, title: Title) -> None:
    if title.series is None:
        return
    _meta(book, "belongs-to-collection", title.series.title, id="series")
    _refine(book, "series", "collection-type", "series")
    if title.series.number:
        _refine(book, "series", "group-position", title.series.number)
    if title.series.issn:
        _refine(book, "series", "dcterms:identifier", f"urn:issn:{title.series.issn}")


def _accessibility(book: Book, manuscript: Manuscript, *, moving: bool) -> None:
    found = accessibility(manuscript, moving=moving)
    values = {
        "accessMode": found.modes,
        "accessModeSufficient": found.sufficient,
        "accessibilityFeature": found.features,
        "accessibilityHazard": found.hazards,
        "accessibilitySummary": (found.summary,),
    }
    for name, entries in values.items():
        for entry in entries:
            _meta(book, f"schema:{name}", entry)


def _languages(manuscript: Manuscript) -> tuple[str, ...]:
    """Give the languages of whole sections; those of single words do not count."""
    found = (d.section.language for d in manuscript.documents)
    own = manuscript.book.language
    return tuple(dict.fromkeys(language for language in found if language and language != own))


def _dc(book: Book, name: str, value: str, **attributes: str) -> None:
    book.add_metadata("DC", name, value, attributes)


def _meta(book: Book, name: str, value: str, **attributes: str) -> None:
    book.add_metadata(OPF, "meta", value, {"property": name, **attributes})


def _link(book: Book, relation: str, address: str) -> None:
    book.add_metadata(OPF, "link", "", {"rel": relation, "href": address})


def _refine(book: Book, target: str, name: str, value: str, **attributes: str) -> None:
    _meta(book, name, value, refines=f"#{target}", **attributes)
