"""The container of an EPUB, where EPUBCheck 5.3 looks away: EPUB 3.3, section 4.

Section 4.2.2 asks that ``mimetype`` is the first file of the zip, stored as it is,
without extra field, and holds nothing but the media type.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

from isgpress.check.validators.tools import inside
from isgpress.findings import Finding

MEDIA_TYPE = b"application/epub+zip"


def check(path: Path) -> tuple[Finding, ...]:
    """Give what is wrong with the zip file that an EPUB is; all of it are errors."""
    try:
        with zipfile.ZipFile(path) as container:
            return (*_mimetype(path, container), *_entries(path, container))
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError) as fault:
        return (_damaged(path, f"this file cannot be read as a zip file: {fault}"),)


def _mimetype(path: Path, container: zipfile.ZipFile) -> list[Finding]:
    first = next(iter(container.infolist()), None)
    if first is None or first.filename != "mimetype":
        faults = ["`mimetype` is not the first file of this EPUB"]
    else:
        faults = [
            text
            for wrong, text in (
                (first.compress_type != zipfile.ZIP_STORED, "`mimetype` is compressed"),
                (first.extra, "`mimetype` has an extra field in the zip file"),
                (container.read(first) != MEDIA_TYPE, "`mimetype` has the wrong content"),
            )
            if wrong
        ]
    advice = f"write it first, stored, and only with the bytes {MEDIA_TYPE.decode()}"
    return [Finding("epub-mimetype", text, inside(path, "mimetype"), advice) for text in faults]


def _entries(path: Path, container: zipfile.ZipFile) -> list[Finding]:
    entries = container.infolist()
    counts = Counter(entry.filename for entry in entries)
    found = [
        Finding(
            "epub-duplicate-file",
            f"this EPUB holds {count} files named `{name}`",
            inside(path, name),
            "each file of an EPUB needs a name of its own",
        )
        for name, count in counts.items()
        if count > 1
    ]
    found += [
        Finding("epub-empty-file", f"`{entry.filename}` is empty", inside(path, entry.filename))
        for entry in entries
        if not entry.file_size and not entry.is_dir()
    ]
    if broken := container.testzip():
        found.append(_damaged(path, f"`{broken}` does not match its checksum", broken))
    return found


def _damaged(path: Path, text: str, member: str = "") -> Finding:
    return Finding("epub-damaged", text, inside(path, member), "build or copy it again")
