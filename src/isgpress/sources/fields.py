"""The kinds of values that the YAML files hold: read from text, checked, typed."""

from __future__ import annotations

import re
import string
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from isgpress import standards
from isgpress.model.date import Date
from isgpress.model.publication import IssueDate, Trim
from isgpress.model.trade import WORLD
from isgpress.sources.dates import read_date, read_issue_date
from isgpress.sources.faults import fault, nearest, offer, text_of
from isgpress.standards import identifiers

_SIDES = re.compile(r"(\d{2,3}(?:\.\d+)?) ?[x×*] ?(\d{2,3}(?:\.\d+)?)(?: ?mm)?")
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # regions and stand-ins of CLDR


def _language(text: str) -> str:
    if _is_usual_tag(text):
        return text
    import langcodes  # noqa: PLC0415 - slow to import

    try:
        valid = langcodes.tag_is_valid(text)
        standard = langcodes.standardize_tag(text) if valid else ""
    except ValueError:
        standard = ""
    if not standard:
        advice = "write its tag, such as `en-GB`, `fr`, `de-AT`"
        if tag := tag_of_language(text):
            advice = f"write its tag: `{tag}`"
        raise fault("unknown-language", f"`{text}` is not a language tag", advice)
    if standard.lower() != text.lower():
        message = f"`{text}` is not the usual tag of the language"
        raise fault("unknown-language", message, f"write `{standard}`")
    return str(standard)


def _is_usual_tag(text: str) -> bool:
    """Tell whether a tag is a language, or one with a region, that the CLDR describes.

    Such a tag is right as it stands; of the others the registry must be asked.
    """
    from babel import localedata  # noqa: PLC0415 - not for those who only write the schema

    if not re.fullmatch(r"[a-z]{2}(?:-[A-Z]{2})?", text):
        return False
    return text.replace("-", "_") in localedata.locale_identifiers()


def tag_of_language(name: str) -> str:
    """Give the tag of a language named in English or in itself, or an empty text."""
    from babel import Locale  # noqa: PLC0415 - only to help after a slip

    wanted = name.strip().lower()
    for tag, english in Locale("en").languages.items():
        if english.lower() == wanted:
            return str(tag).replace("_", "-")
    for tag in standards.word_languages():
        own = Locale.parse(tag, sep="-").get_display_name() or ""
        if own.lower() == wanted:
            return tag
    return ""


_PATTERN_FIELDS = ("volume", "number", "whole-number", "year")


def _numbering(text: str) -> str:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        raise fault("bad-value", f"`{text}` has a brace too many", "close every `{`") from None
    for name in names:
        if name not in _PATTERN_FIELDS:
            advice = offer(name, _PATTERN_FIELDS, "field")
            raise fault("bad-value", f"`{{{name}}}` is no field of a numbering", advice)
    return text


def _isbn(text: str) -> str:
    if wrong := identifiers.fault_of_isbn(text):
        raise fault("bad-isbn", *wrong)
    return identifiers.digits(text)


def _issn(text: str) -> str:
    if wrong := identifiers.fault_of_issn(text):
        raise fault("bad-issn", *wrong)
    return identifiers.hyphenated_issn(identifiers.digits(text))


def _relator(text: str) -> str:
    known = standards.relators()
    code = known.get(text.lower().strip())
    if code is None:
        name = nearest(text, known)
        advice = f"use `{name}`" if name else "use a word such as `editor` or a MARC code"
        if name in standards.relator_words():
            advice += f" ({standards.relator_words()[name]})"
        raise fault("unknown-role", f"`{text}` is not a contributor role", advice)
    return code


def _trim(value: object) -> Trim:
    text = text_of(value)
    trim = standards.trims().get(text.lower().replace(" ", "-"))
    if trim is None:
        advice = offer(text, standards.trims(), "trim size")
        if sides := _SIDES.fullmatch(text):
            own = f"{{width: {sides[1]}, height: {sides[2]}}}"
            advice = f"write width and height in mm: `{own}`"
        raise fault("unknown-trim", f"`{text}` is not a trim size", advice)
    return trim


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", text):
        message = f"`{text}` is not a web address"
        raise fault("bad-address", message, "write it in full, with `https://`")
    return text


def _shaped(shape: str, rule: str, no: str, advice: str) -> AfterValidator:
    """Take a text of that shape alone; ``no`` says of another what it is not."""
    wanted = re.compile(shape, re.ASCII)

    def check(text: str) -> str:
        if not wanted.fullmatch(text):
            raise fault(rule, f"`{text}` {no}", advice)
        return text

    return AfterValidator(check)


def _currency(text: str) -> str:
    from babel.core import get_global  # noqa: PLC0415 - only titles with prices need it

    if text not in get_global("all_currencies"):
        advice = "write its three letters in capitals, such as `GBP`, `EUR`, `USD`"
        raise fault("bad-price", f"`{text}` is not a currency", advice)
    return text


def _country(text: str) -> str:
    from babel import Locale  # noqa: PLC0415 - only titles with rights need it

    names = Locale("en").territories
    if not re.fullmatch(r"[A-Z]{2}", text) or text not in names or text in _NO_COUNTRIES:
        found = [tag for tag, name in names.items() if name.lower() == text.lower()]
        codes = [tag for tag in found if len(tag) == len("GB")]
        example = codes[0] if codes else text.upper() if text.upper() in names else "GB"
        advice = f"write its two letters in capitals: `{example}`"
        raise fault("unknown-country", f"`{text}` is not the code of a country", advice)
    return text


def _territory(text: str) -> str:
    return text if text == WORLD else _country(text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _one(value: object) -> list[object]:
    """Take a single value for a list of one."""
    return value if isinstance(value, list) else [value]


# Editors' editors read `1984` as a number; to us it is a text.
_TEXT = WithJsonSchema({"type": ["string", "number"], "minLength": 1})
_STRING = WithJsonSchema({"type": "string", "minLength": 1})
_DATE = WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
_DIGITS = WithJsonSchema({"type": ["string", "integer"]})

Text = Annotated[str, StringConstraints(min_length=1), _TEXT]
Line = Annotated[Text, AfterValidator(_one_line), _TEXT]
Language = Annotated[str, AfterValidator(_language), _STRING]
DateField = Annotated[Date, BeforeValidator(read_date), _DATE]
Isbn = Annotated[str, AfterValidator(_isbn), _DIGITS]
Issn = Annotated[str, AfterValidator(_issn), _DIGITS]
Relator = Annotated[
    str,
    AfterValidator(_relator),
    WithJsonSchema({"type": "string", "examples": ["author", "editor", "translator", "aut"]}),
]
TrimName = Annotated[
    Trim,
    BeforeValidator(_trim),
    WithJsonSchema({"type": "string", "enum": sorted(standards.trims())}),
]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
Email = Annotated[
    str,
    _shaped(
        r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"'.]+",
        "bad-address",
        "is not an e-mail address",
        "write it like `editor@example.org`",
    ),
    WithJsonSchema({"type": "string", "format": "email"}),
]
Amount = Annotated[
    str,
    _shaped(
        r"\d{1,6}(\.\d{1,3})?",
        "bad-price",
        "is not an amount",
        "write figures and a point, such as `12.99`; the currency has its own key",
    ),
    _TEXT,
]
Currency = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})
]
ThemeName = Annotated[
    str,
    _shaped(
        r"[a-z][a-z0-9-]*",
        "bad-value",
        "cannot be the name of a theme",
        "the name of a theme is a folder's name: small letters, figures, hyphens",
    ),
    _STRING,
]
PeriodicalKey = Annotated[
    str,
    _shaped(
        r"[a-z][a-z0-9-]*",
        "bad-value",
        "cannot be the key of a periodical",
        "use small letters, figures, hyphens; `title` has the name as it is printed",
    ),
    _STRING,
]
PrinterKey = Annotated[
    str,
    _shaped(
        r"[a-z0-9][a-z0-9-]*",
        "bad-value",
        "cannot be the key of a printer or paper",
        "use small letters, figures, hyphens; `name` has what people call it",
    ),
    _STRING,
]
AddOn = Annotated[
    str,
    _shaped(
        r"\d{2}|\d{5}",
        "bad-value",
        "cannot stand beside a bar code",
        "write two figures for an issue, five for a price; the printer knows which",
    ),
    _DIGITS,
]
Thema = Annotated[
    str,
    _shaped(
        r"[A-Z1-6][A-Z0-9-]{0,9}",
        "bad-subject",
        "does not have the form of a Thema code",
        "write a code such as `NHTB` or `1DDU`, one in each line",
    ),
    _TEXT,
]
Bic = Annotated[
    str,
    _shaped(
        r"[A-Z][A-Z0-9]{0,9}",
        "bad-subject",
        "does not have the form of a BIC code",
        "write a code such as `JPFF`, one in each line",
    ),
    _STRING,
]
Country = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
Territory = Annotated[str, AfterValidator(_territory), _STRING]
Bisac = Annotated[
    str,
    _shaped(
        r"[A-Z]{3}\d{6}",
        "bad-subject",
        "does not have the form of a BISAC code",
        "write three letters and six figures, such as `POL042030`",
    ),
    _STRING,
]
IssueDateField = Annotated[
    IssueDate, BeforeValidator(read_issue_date), WithJsonSchema({"type": ["string", "integer"]})
]
Numbering = Annotated[str, AfterValidator(_numbering), _STRING]
PageNumber = Annotated[int, Field(ge=1, lt=1000)]
Millimetres = Annotated[float, Field(gt=20, lt=1000)]
SingleOrList = BeforeValidator(_one)
