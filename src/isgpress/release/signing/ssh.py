"""Signatures by ``ssh-keygen -Y``: nothing to install, and keys that people have.

See ssh-keygen(1) and PROTOCOL.sshsig of OpenSSH.
"""

from __future__ import annotations

import base64
import binascii
import re
import subprocess
import tempfile
import textwrap
from pathlib import Path

from isgpress.findings import PressError
from isgpress.release import sums
from isgpress.release.signing import tool
from isgpress.release.signing.tool import Opinion

FILE = sums.SIGNATURE
NAMESPACE = "file"  # that of ssh-keygen(1) for files
PROGRAM, NEED = "ssh-keygen", "OpenSSH"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


def sign(data: bytes, key: Path) -> bytes:
    """Give the signature of data by the private key in a file, armoured.

    Raises PressError ``signing-failed``.
    """
    done = _run(["-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE], data)
    if done.returncode or not done.stdout.startswith(_BEGIN.encode()):
        advice = "try `ssh-keygen -Y sign` with this key by hand; is it a private one?"
        raise PressError(tool.failed(f"{PROGRAM} could not sign: {tool.said(done)}", advice))
    return done.stdout


def opinion(signature: bytes, data: bytes, signers: Path | None) -> Opinion:
    """Judge a signature, by a file of allowed signers where one is given.

    See ssh-keygen(1), ALLOWED SIGNERS. Raises PressError ``signing-failed``.
    """
    if not is_armour(signature):
        return Opinion(fault="it is not written as ssh-keygen writes signatures")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sig")
        path.write_bytes(signature)
        given = ["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(path)]
        done = _run(given, data)
        if done.returncode:
            return Opinion(fault=tool.said(done) or "refused")
        match = re.search(r"with (\S+) key (\S+)", done.stdout.decode("utf-8", "replace"))
        key = f"{match[1]} {match[2]}" if match else ""
        return Opinion(key, _signer(path, data, signers) if signers else "")


def _signer(path: Path, data: bytes, signers: Path) -> str:
    """Give whose signature it is; nothing where nobody's."""
    given = ["-s", str(path), "-f", str(signers)]
    found = _run(["-Y", "find-principals", *given], b"")
    names = found.stdout.decode("utf-8", "replace").splitlines()
    for name in names if found.returncode == 0 else []:
        given_name = ["-I", name.split(",")[0], "-n", NAMESPACE]
        if _run(["-Y", "verify", *given_name, *given], data).returncode == 0:
            return name
    return ""


def is_armour(signature: bytes) -> bool:
    """Tell whether bytes are an armoured signature, to the last sign."""
    try:
        begin, *middle, end, last = signature.decode("ascii").split("\n")
        blob = base64.b64decode("".join(middle), validate=True)
    except (UnicodeDecodeError, ValueError, binascii.Error):
        return False
    again = textwrap.wrap(base64.b64encode(blob).decode(), _WIDTH)
    return (begin, end, last, middle) == (_BEGIN, _END, "", again)


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    return tool.run(PROGRAM, NEED, arguments, data)
