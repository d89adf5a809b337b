"""``isgpress doctor``: what it says of machines that have all and of machines that lack."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from isgpress.check import machine
from isgpress.check.machine import Purpose, System, needs, stopping
from isgpress.check.validators import ace

# A machine without Pango: whoever loads the library is told that it is not there.
WITHOUT_PANGO = """
import ctypes, sys
real = ctypes.CDLL
def load(name, *rest, **more):
    if "pango" in str(name):
        raise OSError("cannot open shared object file")
    return real(name, *rest, **more)
ctypes.CDLL = load
sys.argv[0] = "isgpress"
from isgpress.cli import main
main()
"""


def doctor(
    *arguments: str, code: str = "", path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``isgpress doctor``, perhaps with another PATH or with code before it."""
    start = ["-c", code] if code else ["-m", "isgpress"]
    return subprocess.run(
        [sys.executable, *start, "doctor", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | ({"PATH": path} if path is not None else {}),
    )


def test_a_machine_that_can_build(tmp_path: Path) -> None:
    """Where this test runs isgpress can build, and without PATH only validators lack."""
    done = doctor("--format", "json", path=str(tmp_path))
    found = {need["name"]: need for need in json.loads(done.stdout)}
    assert done.returncode == 0
    assert not found["Pango"]["fault"]
    assert re.fullmatch(r"1\.\d+\.\d+", found["Pango"]["version"])
    assert found["Poppler"]["fault"] == "missing"
    assert "poppler" in found["Poppler"]["mend"]
    assert not found["qpdf"]["fault"]


def test_a_machine_without_pango() -> None:
    """Without Pango it says so, with the command that mends it, and ends with 3."""
    done = doctor(code=WITHOUT_PANGO)
    assert done.returncode == 3
    line = next(line for line in done.stdout.splitlines() if "Pango" in line)
    assert "libpango-1.0 is missing; used for PDF" in line
    assert "cannot build" in done.stdout
    assert not done.stderr


def test_weasyprint_is_not_imported() -> None:
    """The doctor works where WeasyPrint cannot be imported: it does not try."""
    code = "import sys; sys.modules['weasyprint'] = None\nfrom isgpress.cli import main; main()"
    assert doctor(code=code).returncode == 0


@pytest.mark.parametrize(
    ("system", "word"),
    [
        (System.DEBIAN, "apt-get"),
        (System.UBUNTU, "sudo"),
        (System.FEDORA, "dnf"),
        (System.MACOS, "brew"),
    ],
)
def test_each_system_has_its_commands(
    system: System, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is mended by the system's own tool, and stops no build."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    found = needs(system)
    monkeypatch.delenv("PUPPETEER_EXECUTABLE_PATH", raising=False)
    programs = {"Node.js", "Chromium", "Poppler", "Ghostscript", "MuPDF"}
    assert all(need.fault for need in found if need.name in programs)
    assert all(word in need.mend for need in found if need.name in programs)
    assert stopping(found) == ()
    assert {need.purpose for need in found} == set(Purpose)


def test_the_set_up_installs_what_the_doctor_prescribes(repository: Path) -> None:
    """Debian's packages are the same in the doctor's commands and in the set-up script."""
    script = (repository / "scripts/install-packages").read_text("utf-8")
    lines = re.findall(r"\bneed ([\w .-]+)$", script, re.MULTILINE)
    installed = set(" ".join(lines).split())
    told = " ".join(machine._COMMANDS[System.DEBIAN].values()).split()
    # Ubuntu's Chromium brings this with it; only the set-up's own Chromium needs it.
    assert installed - set(told) == {"libnss3"}


def test_the_version_of_ace_is_the_locked_one(repository: Path) -> None:
    """The command that brings Ace names the version that the tests use."""
    package = json.loads((repository / "tools/validators/package.json").read_bytes())
    version = package["dependencies"]["@daisy/ace"]
    assert f"@daisy/ace@{version}" in Path(ace.__file__).read_text("utf-8")
    assert machine._ANYWHERE["Ace"].endswith(f"@daisy/ace@{version}")
