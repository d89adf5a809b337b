"""The programs that sign, as they are started, and what is said where one fails."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from isgpress.check.machine import mend
from isgpress.findings import Finding, PressError

TIME = 120  # s; somebody may have to type a passphrase or to touch a key


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is known of a signature.

    ``fault`` says what is wrong with it, ``key`` which key it is said to be by, ``signer``
    whose of the trusted ones that is; ``held`` tells whether it was compared with what it
    signs, which not every kind allows without the public key.
    """

    key: str = ""
    signer: str = ""
    fault: str = ""
    held: bool = True


def run(
    program: str, need: str, arguments: list[str], data: bytes | None, *, asks: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of that name and wait for its end.

    ``need`` is what `isgpress doctor` calls it. Where it ``asks`` for a password its
    input and its questions are those of the terminal. Raises PressError
    ``signing-failed`` where it is missing or does not end.
    """
    found = shutil.which(program)
    if found is None:
        raise PressError(failed(f"{program} is missing on this machine", mend(need)))
    try:
        return subprocess.run(  # noqa: S603 - the program is looked up, the paths are ours
            [found, *arguments],
            input=data,
            stdin=None if asks or data is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if asks else subprocess.PIPE,
            check=False,
            timeout=TIME,
        )
    except subprocess.TimeoutExpired as fault:
        raise PressError(failed(f"{program} did not end within {TIME} s", "")) from fault


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Give the last line that a program has written, first of its errors."""
    text = (done.stderr or done.stdout or b"").decode("utf-8", "replace").strip()
    return text.splitlines()[-1] if text else ""


def failed(message: str, advice: str) -> Finding:
    """Give the finding for what could not be signed or looked at."""
    return Finding("signing-failed", message, help=advice)
