"""Signatures of releases, by ssh-keygen or by minisign. Keys never lie in a press folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.release import sums
from isgpress.release.signing import minisign, ssh, tool

AGAIN = "ask for the release again, or take it from where it was published"


def usable(keys: Sequence[Path], press: Path) -> tuple[Path, ...]:
    """Give the files of private keys, looked at before anything is made.

    Raises PressError: ``key-in-press`` where one lies in the ``press`` folder,
    ``signing-failed`` where there is none.
    """
    found = tuple(key.expanduser().resolve() for key in keys)
    for key, where in zip(keys, found, strict=True):
        if where.is_relative_to(press):
            message = f"the key {key} lies in the press folder"
            advice = (
                "keep it where only you can read it, such as ~/.ssh; a key that was ever"
                " shared with the folder must be replaced"
            )
            raise PressError(Finding("key-in-press", message, help=advice))
        if not where.is_file():
            raise PressError(tool.failed(f"there is no key {key}", "compare the path"))
    return found


def sign(data: bytes, keys: Sequence[Path], comment: str) -> dict[str, bytes]:
    """Give the files of signatures of data, one of each kind of key, by name.

    ``comment`` says what is signed, where the kind has room for that. Raises PressError
    ``signing-failed``.
    """
    files: dict[str, bytes] = {}
    for key in keys:
        own = minisign.is_key(key.read_bytes())
        name = minisign.FILE if own else ssh.FILE
        if name in files:
            advice = "sign with one key of ssh-keygen and one of minisign at most"
            raise PressError(tool.failed(f"there is another key for {name}", advice))
        files[name] = minisign.sign(data, key, comment) if own else ssh.sign(data, key)
    return files


def judged(folder: Path, data: bytes, signers: Path | None) -> Iterator[Finding]:
    """Give what is wrong with the signatures beside the sums ``data`` of a release.

    ``signers`` is a file of ssh-keygen's allowed signers or of minisign's public keys: the
    release must then have a signature of that kind, by one of them. Raises PressError
    ``signing-failed``.
    """
    wanted = ""
    if signers is not None:
        wanted = minisign.FILE if minisign.public_keys(signers) else ssh.FILE
    present = [name for name in sums.SIGNATURES if (folder / name).is_file()]
    if wanted and wanted not in present:
        what = f"has no {wanted}, only {present[0]}" if present else "is not signed"
        advice = "ask the press for a signed release"
        if present:
            advice = "name the press's keys of that kind with --signers"
        yield wrong("release-unsigned", f"{folder} {what}", folder, advice)
    for name in present:
        trusted = signers if name == wanted else None
        yield from _of_one(folder / name, data, trusted)


def _of_one(path: Path, data: bytes, signers: Path | None) -> Iterator[Finding]:
    judge = minisign.opinion if path.name == minisign.FILE else ssh.opinion
    found = judge(path.read_bytes(), data, signers)
    if found.fault:
        message = f"the signature does not belong to {sums.NAME}: {found.fault}"
        yield wrong("bad-signature", message, path, AGAIN)
    elif signers is None:
        unheld = "" if found.held else "; only its public key can tell whether it holds"
        advice = "name the keys that you trust with --signers"
        message = f"signed by the key {found.key}{unheld}"
        yield Finding("unknown-signer", message, Span(path.as_posix()), advice, Severity.NOTE)
    elif not found.signer:
        message = f"signed by a key that is not among those of {signers}"
        yield wrong("unknown-signer", message, path, "ask the press for its present key")


def wrong(rule: str, message: str, path: Path, advice: str) -> Finding:
    """Give the finding for something in a release folder."""
    return Finding(rule, message, Span(path.as_posix()), advice)
