"""Skeletons of presses and titles, from the package's ``scaffolds`` folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from isgpress import standards
from isgpress.findings import Finding, PressError
from isgpress.model.date import Date
from isgpress.model.publication import Issue, Kind
from isgpress.sources.following import Next
from isgpress.world import package_path, package_text, write_atomic

_DOTTED = {"gitignore": ".gitignore"}  # package tools leave out files with a dot
_AUTHOR, _EDITOR = "Name of the Author", "Name of the Editor"
_BIOGRAPHY = "Two or three sentences about this person."
_PEOPLE = {Kind.COLLECTION: _EDITOR, Kind.DOCUMENTS: _EDITOR}
PLACEHOLDERS = (
    _AUTHOR,
    _EDITOR,
    _BIOGRAPHY,
    "What shops and libraries show:",
    "A line about the first article",
    "A line about the second article",
    "A smaller line below it",
)
"""What stands in the YAML of skeletons until an editor writes something else."""


def press_files(name: str, language: str, date: Date) -> Mapping[str, bytes]:
    """Give the files of a new press, with a sample book, by their paths in it."""
    values = {"press": _quoted(name), "language": language, "date": str(date)}
    files = _files("press", values)
    return {
        path if not path.startswith("first-book/") else f"books/{path}": data
        for path, data in files.items()
    }


def book_files(  # noqa: PLR0913 - all that a skeleton says
    slug: str,
    *,
    kind: Kind,
    title: str,
    people: Sequence[tuple[str, str]],
    language: str,
    date: Date,
) -> Mapping[str, bytes]:
    """Give the files of a new title by their paths in the press.

    ``people`` are pairs of a name and a MARC relator code; without any, a place is kept
    for one.
    """
    people = people or [_somebody(kind)]
    values = {
        "title": _quoted(title),
        "kind": kind.value,
        "language": language,
        "date": str(date),
        "people": "\n".join(_person(name, role) for name, role in people),
    }
    return {f"books/{slug}/{path}": data for path, data in _files(kind.value, values).items()}


def issue_files(
    slug: str, periodical: str, after: Next, *, form: str, last: Issue | None = None
) -> Mapping[str, bytes]:
    """Give the files of a new issue by their paths in the press.

    ``form`` is ``open`` for issues without a page budget, ``frames`` for those with one,
    ``front`` for those of a theme with a front page of slots. Who made the ``last`` issue
    is taken to make this one.
    """
    numbers = {
        "volume": after.volume,
        "number": after.number,
        "whole-number": after.whole_number,
    }
    people = [(c.name, c.role) for c in last.contributors] if last else []
    values = {
        "slug": slug,
        "periodical": periodical,
        "numbers": "\n".join(f"{key}: {value}" for key, value in numbers.items() if value),
        "date": after.date,
        "people": "\n".join(_named(*who) for who in people or [(_EDITOR, "edt")]),
        "last_pages": f"; the last issue had {last.pages}" if last and last.pages else "",
    }
    files = _files("issue", values | {"contents": "$contents"})
    contents = files[f"_contents/{form}.yaml"].decode().rstrip()
    issue = files["issue.yaml"].decode().replace("$contents", contents).replace("\n\n", "\n")
    front = "_front/"
    found = {path: data for path, data in files.items() if not path.startswith("_")}
    if form == "front":
        more = {path.removeprefix(front): d for path, d in files.items() if front in path}
        found |= more
    found["issue.yaml"] = issue.encode()
    return {f"issues/{slug}/{path}": data for path, data in sorted(found.items())}


def periodical_lines(key: str, *, title: str, frequency: str, theme: str) -> str:
    """Give the lines that describe a periodical, as they stand below ``periodicals``."""
    return Template(package_text("sources/scaffolds/periodical.yaml")).substitute(
        key=key, title=_quoted(title), frequency=frequency, theme=theme
    )


def skeleton_texts() -> tuple[str, ...]:
    """Give the Markdown of all skeletons but the sample book, which is meant to be read."""
    folder = package_path("sources/scaffolds")
    files = sorted(p for p in folder.rglob("*.md") if "first-book" not in p.parts)
    return tuple(p.read_text("utf-8") for p in files)


def write_new(root: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files below a folder and give their paths; none is ever written over.

    Raises PressError ``file-exists``, before anything is written.
    """
    standing = [path for path in files if (root / path).exists()]
    if standing:
        more = f" and {len(standing) - 1} more of these files" if len(standing) > 1 else ""
        message = f"`{standing[0]}`{more} {'are' if more else 'is'} already there"
        advice = "choose another name, or move what is there"
        raise PressError(Finding("file-exists", message, help=advice))
    for path, data in files.items():
        write_atomic(root / path, data)
    return tuple(root / path for path in files)


def _files(name: str, values: Mapping[str, str]) -> dict[str, bytes]:
    """Fill in the places of one scaffold; pictures have none."""
    folder = package_path(f"sources/scaffolds/{name}")
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix in {".yaml", ".md"}:
            data = Template(data.decode()).substitute(values).encode()
        relative = path.relative_to(folder).as_posix()
        found[_DOTTED.get(relative, relative)] = data
    return found


def _somebody(kind: Kind) -> tuple[str, str]:
    if kind in _PEOPLE:
        return _PEOPLE[kind], "edt"
    return _AUTHOR, "aut"


def _person(name: str, role: str) -> str:
    word = standards.relator_words()[role]
    lines = [f"  - name: {_quoted(name)}", f"    role: {word}"]
    return "\n".join([*lines, f"    biography: {_BIOGRAPHY}"])


def _named(name: str, role: str) -> str:
    word = standards.relator_words()[role]
    return f"  - {{name: {json.dumps(name, ensure_ascii=False)}, role: {word}}}"


def _quoted(text: str) -> str:
    """Give a text as it can stand in YAML: in quotes where it needs them."""
    plain = text.replace(" ", "").replace("-", "").replace("’", "")
    if plain.isalnum() and text == text.strip("- ") and not plain.isnumeric():
        return (
            text if text.lower() not in {"null", "true", "false", "yes", "no"} else f'"{text}"'
        )
    return json.dumps(text, ensure_ascii=False)
