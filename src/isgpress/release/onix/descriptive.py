"""What the product is: form, series, title, people, language, extent, subjects, readers."""

from __future__ import annotations

from collections.abc import Iterator

import langcodes

from isgpress.model.printing import CASE
from isgpress.model.publication import Book, Contributor, Issue, Publication
from isgpress.release.files import MAIN_ROLE
from isgpress.release.onix import codes
from isgpress.release.onix.elements import Element, add, fill
from isgpress.release.onix.record import Record
from isgpress.release.products import Form
from isgpress.render.names import plain_line, whole_title
from isgpress.standards.onix_roles import ROLES

PAMPHLET_PAGES = 48  # UNESCO: a pamphlet has at most as many, without the cover
BYTES, PAGES = "17", "03"  # list 24


def descriptive(product: Element, record: Record) -> None:
    """Add DescriptiveDetail."""
    detail = add(product, "DescriptiveDetail")
    _form(detail, record)
    _collection(detail, record.title)
    _title(detail, record.title)
    _people(detail, record.title)
    _edition(detail, record)
    _languages(detail, record.title)
    _extents(detail, record)
    _subjects(detail, record.title)
    audience = codes.AUDIENCES.get(record.title.trade.audience, "01")
    fill(detail, "Audience", AudienceCodeType="01", AudienceCodeValue=audience)


def _form(detail: Element, record: Record) -> None:
    form = record.product.form
    add(detail, "ProductComposition", "00")
    add(detail, "ProductForm", form_of(record))
    for code in _details(record):
        add(detail, "ProductFormDetail", code)
    for code, text in accessibility(record):
        fill(
            detail,
            "ProductFormFeature",
            ProductFormFeatureType="09",
            ProductFormFeatureValue=code,
            ProductFormFeatureDescription=text,
        )
    if form is Form.LARGE_PRINT and (size := _text_size(record)):
        fill(
            detail,
            "ProductFormFeature",
            ProductFormFeatureType=codes.TEXT_FONT,
            ProductFormFeatureValue=f"{size:g}",
            ProductFormFeatureDescription=f"{size:g} pt",
        )
    if not form.is_paper:
        add(detail, "PrimaryContentType", "10")
    else:
        _measures(detail, record)
    if record.is_digital:
        add(detail, "EpubTechnicalProtection", "00")
        _licence(detail, record.title)


def form_of(record: Record) -> str:
    """Give the product's form by list 150; thin things of paper are pamphlets."""
    row = record.own(MAIN_ROLE[Form.PRINT])
    if row and int(row.get("pages", 0)) <= PAMPHLET_PAGES and isinstance(record.title, Issue):
        return codes.PAMPHLET
    if record.product.form.is_paper and record.binding == CASE:
        return codes.HARDBACK
    return codes.FORMS[record.product.form]


def _details(record: Record) -> Iterator[str]:
    yield from codes.DETAILS[record.product.form]
    row = record.own(MAIN_ROLE[Form.PRINT])
    if row and isinstance(record.title, Book) and record.binding != CASE:
        width = round(row["trim"][0])
        yield from filter(None, [codes.PAPERBACKS.get(width)])
    if record.product.form.is_paper and record.binding in codes.BINDINGS:
        yield codes.BINDINGS[record.binding]


def accessibility(record: Record) -> Iterator[tuple[str, str]]:
    """Give the codes of list 196 that were computed from the finished file, and texts."""
    row = record.own(MAIN_ROLE[record.product.form])
    if not record.is_digital or row is None:
        return
    found = [(code, text) for code, text in row.get("accessibility", ())] or [("08", "")]
    yield from found
    if record.press.email:
        yield "99", record.press.email


def _measures(detail: Element, record: Record) -> None:
    """Add height, width, thickness and weight, in mm and g, as far as they are known."""
    row = record.own(MAIN_ROLE[Form.PRINT]) or {}
    width, height = row.get("trim", (0, 0))
    found = {"01": height, "02": width, "03": record.spine}
    for kind, value in found.items():
        if value:
            fill(
                detail,
                "Measure",
                MeasureType=kind,
                Measurement=f"{value:g}",
                MeasureUnitCode="mm",
            )
    if weight := record.title.trade.weight:
        fill(
            detail,
            "Measure",
            MeasureType="08",
            Measurement=str(weight),
            MeasureUnitCode="gr",
        )


def _licence(detail: Element, title: Publication) -> None:
    if not title.licence_url:
        return
    element = add(detail, "EpubLicense")
    add(element, "EpubLicenseName", title.licence or title.licence_url)
    fill(
        element,
        "EpubLicenseExpression",
        EpubLicenseExpressionType="01",
        EpubLicenseExpressionLink=title.licence_url,
    )


def _collection(detail: Element, title: Publication) -> None:
    """Add the series, or the periodical, and the title's number in it."""
    if isinstance(title, Issue):
        number = title.whole_number or title.designation
        name, issn = title.periodical.title, title.periodical.issn
    elif isinstance(title, Book) and title.series:
        name, issn, number = title.series.title, title.series.issn, title.series.number
    else:
        return
    collection = add(detail, "Collection")
    add(collection, "CollectionType", "10")
    if issn:
        bare = issn.replace("-", "")
        fill(collection, "CollectionIdentifier", CollectionIDType="02", IDValue=bare)
    titles = add(collection, "TitleDetail")
    add(titles, "TitleType", "01")
    if number:
        fill(titles, "TitleElement", TitleElementLevel="01", PartNumber=number)
    element = fill(titles, "TitleElement", TitleElementLevel="02")
    _worded(element, plain_line(name, title.language), title.language)


def _title(detail: Element, title: Publication) -> None:
    titles = add(detail, "TitleDetail")
    add(titles, "TitleType", "01")
    element = fill(titles, "TitleElement", TitleElementLevel="01")
    _worded(element, whole_title(title), title.language)
    if title.subtitle:
        add(element, "Subtitle", plain_line(title.subtitle, title.language))


def _worded(element: Element, text: str, language: str) -> None:
    """Add a title's words, the article that sorting passes over by itself."""
    for article in codes.ARTICLES.get(language.split("-", maxsplit=1)[0], ()):
        start = article if article.endswith("’") else f"{article} "
        if text.startswith(start) and len(text) > len(start):
            add(element, "TitlePrefix", article)
            add(element, "TitleWithoutPrefix", text[len(start) :])
            return
    add(element, "TitleText", text)


def people(title: Publication) -> tuple[tuple[Contributor, tuple[str, ...]], ...]:
    """Give who made the title, each once with all roles by list 17, in their order.

    Those who wrote an issue's articles follow its editors.
    """
    written = [a for s in title.sections for a in s.authors] if _gathered(title) else []
    found: dict[str, tuple[Contributor, list[str]]] = {}
    named = [(c, ROLES.get(c.role, "Z99")) for c in title.contributors]
    named += [(a, "A32") for a in written]
    for person, role in named:
        if person.role in codes.UNSAID:
            continue
        _, roles = found.setdefault(person.name, (person, []))
        if role not in roles and not (roles and role == "A32"):
            roles.append(role)
    return tuple((person, tuple(roles)) for person, roles in found.values())


def _gathered(title: Publication) -> bool:
    return isinstance(title, Issue) or title.kind == "collection"


def _people(detail: Element, title: Publication) -> None:
    found = people(title)
    if not found:
        add(detail, "NoContributor")
    for number, (person, roles) in enumerate(found, 1):
        element = fill(detail, "Contributor", SequenceNumber=str(number))
        for role in roles:
            add(element, "ContributorRole", role)
        name = plain_line(person.name)
        if person.is_body:
            add(element, "CorporateName", name)
        else:
            add(element, "PersonName", name)
            add(element, "PersonNameInverted", person.sort_name or inverted(name))
        if person.biography:
            add(element, "BiographicalNote", plain_line(person.biography))


def inverted(name: str) -> str:
    """Give a name with its last word first; the rule of ``sort-name`` in book.yaml."""
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else last


def _edition(detail: Element, record: Record) -> None:
    title = record.title
    if not isinstance(title, Book):
        return
    if record.product.form is Form.LARGE_PRINT:
        add(detail, "EditionType", edition_type(record))
    if title.edition_number > 1:
        add(detail, "EditionNumber", str(title.edition_number))
    if title.edition_statement:
        add(detail, "EditionStatement", plain_line(title.edition_statement))


def edition_type(record: Record) -> str:
    """Give the code of list 21 for an edition in large print, by the size of its text."""
    return codes.ULTRA_LARGE if _text_size(record) >= codes.ULTRA else codes.LARGE


def _text_size(record: Record) -> float:
    """Give the size of a product's text in points, 0 where it was not measured."""
    return float((record.own(MAIN_ROLE[record.product.form]) or {}).get("text-size", 0))


def _languages(detail: Element, title: Publication) -> None:
    fill(detail, "Language", LanguageRole="01", LanguageCode=language_code(title.language))
    original = title.original_language if isinstance(title, Book) else ""
    if original:
        fill(detail, "Language", LanguageRole="02", LanguageCode=language_code(original))


def language_code(tag: str) -> str:
    """Give the code of a language in ISO 639-2/B, which ONIX uses; ``und`` for none."""
    try:
        return str(langcodes.Language.get(tag).to_alpha3(variant="B"))
    except LookupError:
        return "und"


def _extents(detail: Element, record: Record) -> None:
    """Add the pages and the size of the file."""
    row = record.own(MAIN_ROLE[record.product.form])
    paper = record.any(MAIN_ROLE[Form.PRINT])
    found: list[tuple[str, object, str]] = []
    if row and "pages" in row:
        arabic, roman = row.get("folios", (0, 0))
        found += [("00", arabic, PAGES), ("03", roman, PAGES), ("06", row["pages"], PAGES)]
    if record.is_digital and paper:
        found.append(("08", paper["pages"], PAGES))
    if record.is_digital and row:
        found.append(("22", row["size"], BYTES))
    for kind, value, unit in found:
        if value:
            fill(detail, "Extent", ExtentType=kind, ExtentValue=str(value), ExtentUnit=unit)


def _subjects(detail: Element, title: Publication) -> None:
    main: set[str] = set()
    for scheme, code in subjects(title):
        element = add(detail, "Subject")
        if scheme in (codes.THEMA, codes.BISAC) and scheme not in main:
            add(element, "MainSubject")
            main.add(scheme)
        add(element, "SubjectSchemeIdentifier", scheme)
        add(element, "SubjectCode", code)
    if title.subjects.keywords:
        words = "; ".join(title.subjects.keywords)
        fill(
            detail,
            "Subject",
            SubjectSchemeIdentifier=codes.KEYWORDS,
            SubjectHeadingText=words,
        )


def subjects(title: Publication) -> Iterator[tuple[str, str]]:
    """Give subject codes with their schemes by list 27, Thema's qualifiers apart."""
    for code in title.subjects.thema:
        yield codes.QUALIFIERS.get(code[0], codes.THEMA), code
    yield from ((codes.BISAC, code) for code in title.subjects.bisac)
    yield from ((codes.BIC, code) for code in title.trade.bic)
