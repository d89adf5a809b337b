"""Is a release whole: its sums, its signature, what it says of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isgpress.findings import Finding, Severity, Span
from isgpress.release import lists, sums
from isgpress.release.files import MAIN_ROLE
from isgpress.release.measures import epub_identifier, pdf_facts
from isgpress.release.products import Form
from isgpress.release.signing import AGAIN, judged, wrong


def verify(folder: Path, signers: Path | None = None) -> tuple[Finding, ...]:
    """Give all that is wrong with a release folder.

    With a file of allowed ``signers``, or of public keys of minisign, it must be signed by
    one of them; without, a signature must hold, whoever made it, as far as that can be
    told without the key, and a note names it. Raises PressError ``signing-failed``.
    """
    path = folder / sums.NAME
    if not path.is_file() or not (folder / lists.NAME).is_file():
        message = f"{folder} has no {sums.NAME} and {lists.NAME} as releases have"
        return (wrong("not-a-release", message, folder, "name the folder of a release"),)
    data = path.read_bytes()
    digests, bad = sums.read(data)
    lines = (_bad_line(folder, number) for number in bad)
    files = {entry.name: _digest(entry) for entry in sorted(folder.iterdir())}
    found = [*lines, *_against_sums(folder, digests, files)]
    found += judged(folder, data, signers)
    if not found or all(f.severity is Severity.NOTE for f in found):
        found += _told(folder, digests)
    return tuple(found)


def _digest(entry: Path) -> str:
    """Give the sha256 of a file; nothing for what is no file of its own."""
    if entry.is_symlink() or not entry.is_file():
        return ""
    with entry.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _against_sums(
    folder: Path, digests: Mapping[str, str], files: Mapping[str, str]
) -> Iterator[Finding]:
    """Tell what is changed, gone, renamed, and what does not belong there."""
    extra = {name: d for name, d in files.items() if name not in digests.keys() | sums.UNLISTED}
    for name, digest in digests.items():
        if name not in files:
            new = next((n for n, d in extra.items() if d == digest), "")
            extra.pop(new, None)
            yield _renamed(folder, name, new) if new else _missing(folder, name)
        elif files[name] != digest:
            message = f"`{name}` has other bytes than when it was released"
            yield wrong("release-file-changed", message, folder / name, AGAIN)
    for name in extra:
        message = f"`{name}` is no file of this release"
        advice = "take it out of the folder; nobody vouches for it"
        yield wrong("release-file-extra", message, folder / name, advice)


def _renamed(folder: Path, name: str, new: str) -> Finding:
    message = f"`{new}` was released under the name `{name}`"
    return wrong("release-file-renamed", message, folder / new, f"rename it to `{name}`")


def _missing(folder: Path, name: str) -> Finding:
    message = f"`{name}` is missing"
    return wrong("release-file-missing", message, folder / name, AGAIN)


def _bad_line(folder: Path, number: int) -> Finding:
    message = f"line {number} of {sums.NAME} is not as it was written"
    span = Span((folder / sums.NAME).as_posix(), number)
    return Finding("release-file-changed", message, span, AGAIN)


def _told(folder: Path, digests: Mapping[str, str]) -> Iterator[Finding]:
    """Tell where release.json, the sums and the files say different things."""
    path = folder / lists.NAME
    told = lists.read(path.read_bytes())
    if told is None:
        message = f"{lists.NAME} is not one that isgpress has written"
        yield wrong("release-says-otherwise", message, path, AGAIN)
        return
    files = {row.get("name"): row for row in told["files"]}
    for name in digests.keys() - files.keys() - {lists.NAME}:
        message = f"{lists.NAME} does not list `{name}`"
        yield wrong("release-says-otherwise", message, path, AGAIN)
    for name, row in files.items():
        if digests.get(name) != row.get("sha256"):
            message = f"{lists.NAME} and {sums.NAME} have different sums of `{name}`"
            yield wrong("release-says-otherwise", message, path, AGAIN)
        elif fault := _fault_of_file(folder / name, row):
            yield wrong("release-says-otherwise", f"`{name}` {fault}", folder / name, AGAIN)
    yield from _incomplete(path, told, files)


def _fault_of_file(path: Path, row: Mapping[str, Any]) -> str:
    """Say where a file is other than release.json says; nothing where it is so."""
    data = path.read_bytes()
    if len(data) != row.get("size"):
        return f"has {len(data)} bytes, not {row.get('size')}"
    isbn = row.get("isbn") or ""
    if isbn and not path.name.startswith(isbn):
        return f"does not begin with its ISBN, {isbn}"
    if "pages" in row and pdf_facts(data)["pages"] != row["pages"]:
        return f"has {pdf_facts(data)['pages']} pages, not {row['pages']}"
    if row.get("role") == MAIN_ROLE[Form.EPUB]:
        found = epub_identifier(data)
        if found != row.get("identifier") or (isbn and found != f"urn:isbn:{isbn}"):
            return f"has the identifier {found} inside"
    return ""


def _incomplete(
    path: Path, told: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    """Tell which product lacks its main file."""
    for product in told.get("products", ()):
        form = product.get("form", "")
        roles = {files[name].get("role") for name in product.get("files", ()) if name in files}
        known = {f.value for f in Form}
        if form not in known or MAIN_ROLE[Form(form)] not in roles:
            message = f"the release has no file of its edition `{form}`"
            yield wrong("release-file-missing", message, path, AGAIN)


def _span(path: Path) -> Span:
    return Span(path.as_posix())
