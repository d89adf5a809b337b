"""Signatures by minisign, for presses that have its keys: short, and one line to publish.

See minisign(1); the files are described at https://jedisct1.github.io/minisign/.
"""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from pathlib import Path

from isgpress.findings import PressError
from isgpress.release import sums
from isgpress.release.signing import tool
from isgpress.release.signing.tool import Opinion

FILE = sums.MINISIGNATURE
PROGRAM = NEED = "minisign"
COMMENT = "signature from minisign secret key"  # minisign's own
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_SECRET = 158  # bytes of a secret key: 2 + 2 + 2, salt 32, limits 8 + 8, id 8, key 64, sum 32
_PUBLIC = 42  # of a public one: algorithm 2, id 8, key 32
_SIGNATURE, _GLOBAL = 74, 64  # algorithm 2, id 8, signature 64; that of it with the comment
_PLAIN = b"\0\0"  # in place of the way in which a password locks a key
_PUBLIC_LINE = re.compile(r"RW[A-Za-z0-9+/]{54}")


def is_key(data: bytes) -> bool:
    """Tell whether a file is a secret key of minisign."""
    return _secret(data) is not None


def _secret(data: bytes) -> bytes | None:
    lines = data.decode("ascii", "replace").splitlines()
    if len(lines) < 2 or not lines[0].startswith(_UNTRUSTED):  # noqa: PLR2004
        return None
    found = _bytes(lines[1], _SECRET)
    return found if found and found.startswith(b"Ed") else None


def _bytes(text: str, size: int) -> bytes | None:
    """Give what base64 says, where it has that size and is written in the one right way."""
    try:
        found = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == size and base64.b64encode(found).decode() == text else None


def sign(data: bytes, key: Path, comment: str) -> bytes:
    """Give the signature of data by the secret key in a file.

    ``comment`` is signed with it. A password is asked for where the key has one. The same
    key, data and comment give the same bytes. Raises PressError ``signing-failed``.
    """
    secret = _secret(key.read_bytes())
    asks = secret is None or secret[2:4] != _PLAIN
    with tempfile.TemporaryDirectory() as folder:
        signed, path = Path(folder, sums.NAME), Path(folder, FILE)
        signed.write_bytes(data)
        given = ["-S", "-s", str(key), "-m", str(signed), "-x", str(path)]
        done = tool.run(PROGRAM, NEED, [*given, "-c", COMMENT, "-t", comment], None, asks=asks)
        if done.returncode or not path.is_file():
            why = ", as it says above" if asks else f": {tool.said(done)}"
            advice = "try `minisign -S` with this key by hand; was the password right?"
            raise PressError(tool.failed(f"{PROGRAM} could not sign{why}", advice))
        return path.read_bytes()


def public_keys(signers: Path) -> tuple[str, ...]:
    """Give the public keys in a file: minisign's own, or lines of keys as presses show them."""
    lines = signers.read_text("ascii", "replace").splitlines()
    return tuple(line for line in map(str.strip, lines) if _PUBLIC_LINE.fullmatch(line))


def opinion(signature: bytes, data: bytes, signers: Path | None) -> Opinion:
    """Judge a signature, by the public keys in a file where one is given.

    Without a public key only its form can be judged. Raises PressError ``signing-failed``.
    """
    number = _number(signature)
    if number is None:
        return Opinion(fault="it is not written as minisign writes signatures")
    name = f"minisign {number[::-1].hex().upper()}"
    keys = public_keys(signers) if signers else ()
    found = [key for key in keys if (_bytes(key, _PUBLIC) or b"")[2:10] == number]
    if not found:
        return Opinion(name, held=False)
    with tempfile.TemporaryDirectory() as folder:
        signed, path = Path(folder, sums.NAME), Path(folder, FILE)
        signed.write_bytes(data)
        path.write_bytes(signature)
        given = ["-V", "-P", found[0], "-x", str(path), "-m", str(signed)]
        done = tool.run(PROGRAM, NEED, given, None)
    if done.returncode:
        return Opinion(fault=tool.said(done) or "refused")
    return Opinion(name, found[0])


def _number(signature: bytes) -> bytes | None:
    """Give the number of the key of a signature that is well written, to the last sign."""
    try:
        untrusted, first, trusted, second, last = signature.decode("utf-8").split("\n")
    except ValueError:
        return None
    blob = _bytes(first, _SIGNATURE)
    if untrusted != _UNTRUSTED + COMMENT or not trusted.startswith(_TRUSTED) or last:
        return None
    if blob is None or blob[:2] not in {b"Ed", b"ED"} or _bytes(second, _GLOBAL) is None:
        return None
    return blob[2:10]
