"""Signatures by ``ssh-keygen -Y``: nothing to install, and keys that people have.

See ssh-keygen(1) and PROTOCOL.sshsig of OpenSSH. Keys never lie in a press folder.
"""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path

from isgpress.findings import Finding, PressError

NAMESPACE = "file"  # that of ssh-keygen(1) for files
PROGRAM = "ssh-keygen"
TIME = 120  # s; somebody may have to type a passphrase or to touch a key
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


def sign(data: bytes, key: Path, press: Path) -> bytes:
    """Give the signature of data by the private key in a file, armoured.

    Raises PressError: ``key-in-press`` where the key lies in the ``press`` folder,
    ``signing-failed``.
    """
    where = key.expanduser().resolve()
    if where.is_relative_to(press):
        raise PressError(
            Finding(
                "key-in-press",
                f"the key {key} lies in the press folder",
                help="keep it where only you can read it, such as ~/.ssh; a key that was"
                " ever shared with the folder must be replaced",
            )
        )
    if not where.is_file():
        raise PressError(_failed(f"there is no key {key}", "compare the path"))
    done = _run(["-Y", "sign", "-q", "-f", str(where), "-n", NAMESPACE], data)
    if done.returncode or not done.stdout.startswith(_BEGIN.encode()):
        raise PressError(_failed(f"{PROGRAM} could not sign: {_said(done)}"))
    return done.stdout


def fault_of(signature: bytes, data: bytes) -> str:
    """Say what is wrong with a signature, whoever made it; nothing for a good one."""
    if not is_armour(signature):
        return "it is not written as ssh-keygen writes signatures"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sig")
        path.write_bytes(signature)
        done = _run(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(path)], data)
    return _said(done) or "refused" if done.returncode else ""


def signer_of(signature: bytes, data: bytes, signers: Path) -> str:
    """Give whose signature it is by a file of allowed signers; nothing where nobody's.

    See ssh-keygen(1), ALLOWED SIGNERS. Raises PressError ``signing-failed``.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sig")
        path.write_bytes(signature)
        given = ["-s", str(path), "-f", str(signers)]
        found = _run(["-Y", "find-principals", *given], b"")
        names = found.stdout.decode("utf-8", "replace").splitlines()
        for name in names if found.returncode == 0 else []:
            given_name = ["-I", name.split(",")[0], "-n", NAMESPACE]
            if _run(["-Y", "verify", *given_name, *given], data).returncode == 0:
                return name
    return ""


def key_of(signature: bytes, data: bytes) -> str:
    """Give the kind and fingerprint of the key that made a signature."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sig")
        path.write_bytes(signature)
        done = _run(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(path)], data)
    match = re.search(r"with (\S+) key (\S+)", done.stdout.decode("utf-8", "replace"))
    return f"{match[1]} {match[2]}" if match else ""


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
    program = shutil.which(PROGRAM)
    if program is None:
        advice = "install OpenSSH: `apt install openssh-client`"
        raise PressError(_failed(f"{PROGRAM} is missing on this machine", advice))
    try:
        return subprocess.run(  # noqa: S603 - the program is ssh-keygen, the paths are ours
            [program, *arguments], input=data, capture_output=True, check=False, timeout=TIME
        )
    except subprocess.TimeoutExpired as fault:
        raise PressError(_failed(f"{PROGRAM} did not end within {TIME} s")) from fault


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return text.splitlines()[-1] if text else ""


def _failed(message: str, advice: str = "") -> Finding:
    return Finding(
        "signing-failed",
        message,
        help=advice or "try `ssh-keygen -Y sign` with this key by hand; is it a private one?",
    )
