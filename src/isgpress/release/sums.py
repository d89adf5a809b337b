"""SHA256SUMS, as ``sha256sum`` of the GNU coreutils writes and checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAME = "SHA256SUMS"
SIGNATURE, MINISIGNATURE = f"{NAME}.sig", f"{NAME}.minisig"
SIGNATURES = (SIGNATURE, MINISIGNATURE)  # of ssh-keygen, of minisign
UNLISTED = {NAME, *SIGNATURES}
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]*)")


def written(digests: Mapping[str, str]) -> bytes:
    """Give the file: a line for each file, by name."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return "".join(lines).encode("ascii")


def read(data: bytes) -> tuple[dict[str, str], tuple[int, ...]]:
    """Give the digests by file name, and the numbers of lines that are not as written.

    Stricter than ``sha256sum``: what it would pass over is told.
    """
    text = data.decode("ascii", "replace")
    lines = text.split("\n")
    bad = [] if lines[-1] == "" else [len(lines)]
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            bad.append(number)
        else:
            found[match[2]] = match[1]
    return found, tuple(bad)
