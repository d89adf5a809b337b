"""A title as others cite it: a sentence, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
import re
import unicodedata

from isgpress.release.feeds.entries import Entry

SPECIAL = re.compile(r"([\\{}$&#%_^~])")
ENDINGS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}


def sentence(entry: Entry) -> str:
    """Give the reference as a sentence: names (year) title: subtitle, place of issue."""
    title = entry.title
    name = f"{entry.name}: {title['subtitle']}" if title["subtitle"] else entry.name
    who = ", ".join(entry.authors)
    year = title["date"][:4]
    start = f"{who} ({year}) " if who else ""
    end = "" if who else f", {year}"
    return f"{start}{name}. {title['publisher']}{end}."


def files(entry: Entry) -> dict[str, bytes]:
    """Give the reference for programs, by the ending of the file's name."""
    return {
        "bib": _bibtex(entry).encode(),
        "ris": _ris(entry).encode(),
        "csl.json": _csl(entry).encode(),
    }


def _isbn(entry: Entry) -> str:
    return next((p["isbn"] for p in entry.told["products"] if p["isbn"]), "")


def _people(entry: Entry, *roles: str) -> list[str]:
    """Give sort names, "Silva, Ana", of those with a role; of bodies the names as printed."""
    return [
        name if name in entry.bodies else sort or name
        for name, role, sort in entry.contributors
        if role in roles
    ]


def _key(entry: Entry) -> str:
    """Give a key of ASCII letters and figures: surname and year."""
    first = (_people(entry, "aut", "edt") or [entry.title["slug"]])[0].split(",")[0]
    bare = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    return f"{re.sub('[^A-Za-z0-9]', '', bare) or 'title'}{entry.title['date'][:4]}"


def _bibtex(entry: Entry) -> str:
    title = entry.title
    names = {
        key: " and ".join(
            f"{{{safe}}}" if name in entry.bodies else safe
            for name in _people(entry, role)
            if (safe := SPECIAL.sub(_escaped, name))
        )
        for key, role in (("author", "aut"), ("editor", "edt"), ("translator", "trl"))
    }
    fields = {
        "title": entry.name,
        "subtitle": title["subtitle"],
        **dict.fromkeys(names, ""),
        "publisher": title["publisher"],
        "year": title["date"][:4],
        "series": entry.collection[0],
        "number": entry.collection[2],
        "isbn": _isbn(entry),
        "langid": title["language"],
    }
    kind = "periodical" if entry.is_issue else "book"
    written = {n: names.get(n) or SPECIAL.sub(_escaped, v) for n, v in fields.items()}
    lines = (f"  {name} = {{{value}}}" for name, value in written.items() if value)
    return f"@{kind}{{{_key(entry)},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(match: re.Match[str]) -> str:
    words = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
    return words.get(match[1], f"\\{match[1]}")


def _ris(entry: Entry) -> str:
    title = entry.title
    rows = [("TY", "JFULL" if entry.is_issue else "BOOK"), ("TI", entry.name)]
    rows += [("AU", name) for name in _people(entry, "aut")]
    rows += [("ED", name) for name in _people(entry, "edt")]
    rows += [("A4", name) for name in _people(entry, "trl")]
    rows += [
        ("PB", title["publisher"]),
        ("PY", title["date"][:4]),
        ("T2", entry.collection[0]),
        ("SN", _isbn(entry) or entry.collection[1]),
        ("LA", title["language"]),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in rows if text or tag == "ER")


def _csl(entry: Entry) -> str:
    title = entry.title
    value: dict[str, object] = {
        "id": _key(entry),
        "type": "periodical" if entry.is_issue else "book",
        "title": f"{entry.name}: {title['subtitle']}" if title["subtitle"] else entry.name,
        "publisher": title["publisher"],
        "language": title["language"],
        "issued": {"date-parts": [[int(part) for part in title["date"].split("-")]]},
    }
    for key, role in (("author", "aut"), ("editor", "edt"), ("translator", "trl")):
        if names := _people(entry, role):
            value[key] = [
                {"literal": name} if name in entry.bodies else _name(name) for name in names
            ]
    if entry.collection[0]:
        value["collection-title"] = entry.collection[0]
    if isbn := _isbn(entry):
        value["ISBN"] = isbn
    return json.dumps([value], ensure_ascii=False, indent=1) + "\n"


def _name(sort_name: str) -> dict[str, str]:
    family, comma, given = sort_name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": sort_name}
