"""What goes wrong names the section's file, and the typesetter ends or goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from PIL import Image

from isgpress.findings import Finding, PressError, Severity
from isgpress.model.rendered import RenderedSection, Resource
from isgpress.typeset import Limits, Typesetter
from tests.typeset.conftest import SENTENCE, TRIM, Press, book

PLAIN = "<h1>Plain</h1><p>Text</p>"


def fail(sections: list[RenderedSection], **more: object) -> tuple[Finding, ...]:
    """Set sections that cannot be set; give what is told, within a minute."""
    begun = time.monotonic()
    with pytest.raises(PressError) as caught, Typesetter(2, **more) as typesetter:
        typesetter.run(sections, TRIM)
    assert time.monotonic() - begun < 60
    return caught.value.findings


def huge(press: Press, slug: str, count: int = 30_000) -> RenderedSection:
    """Make a section that takes minutes: one table of many thousands of rows."""
    rows = "<tr><td>1</td><td>2</td><td>3</td></tr>" * count
    return press.section(slug, f"<h1>Huge</h1><table>{rows}</table>")


def test_a_section_that_takes_too_long_is_named(press: Press) -> None:
    """One error, with the file; sections after it were not kept waiting."""
    sections = [press.section("a", PLAIN), huge(press, "b"), press.section("c", PLAIN)]
    findings = fail(sections, limits=Limits(seconds=4))
    assert [(f.rule, f.span.path) for f in findings] == [("section-too-slow", "books/b/b.md")]


def test_a_section_that_takes_too_much_memory_is_named(press: Press) -> None:
    """One error, with the file, whether Python or a library ran out of memory."""
    sections = [huge(press, "b", 9_000), press.section("c", PLAIN)]
    findings = fail(sections, limits=Limits(60, 400))
    assert [(f.rule, f.span.path) for f in findings] == [("section-too-large", "books/b/b.md")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_breaks_down_is_one_error_and_the_rest_is_set(
    press: Press, jobs: int
) -> None:
    """After a crash in one section all others are laid out, and all faults told."""
    sections = [
        press.section("a", PLAIN),
        huge(press, "b"),
        press.section("c", PLAIN),
        press.section("d", '<h1>D</h1><img src="isg:file/none.png" alt="None">'),
    ]
    done = []

    def report(what: str, slug: str) -> None:
        done.append((what, slug))
        if slug == "a":
            time.sleep(1)
            for process in multiprocessing.active_children():
                os.kill(process.pid, signal.SIGSEGV)

    with pytest.raises(PressError) as caught, Typesetter(jobs) as typesetter:
        typesetter.run(sections, TRIM, report)
    told = {(f.rule, f.span.path) for f in caught.value.findings}
    assert ("layout-crashed", "books/b/b.md") in told
    assert ("missing-resource", "books/b/d.md") in told


def test_nothing_is_left_running(press: Press) -> None:
    """After an error, and after a success, no worker lives on."""
    fail([huge(press, "b")], limits=Limits(seconds=2))
    with Typesetter(2) as typesetter:
        typesetter.run([press.section("a", PLAIN)], TRIM)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    "uri", ["isg:file/gone.png", "file:///etc/hostname", "https://example.org/a.png"]
)
def test_only_listed_files_are_read(press: Press, uri: str) -> None:
    """What a section does not list is refused, with the line of the block it stands in."""
    body = f'<h1>A</h1><p data-line="3">One</p><p data-line="7"><img src="{uri}" alt="x"></p>'
    (finding,) = fail([press.section("a", body)])
    assert finding.rule == "missing-resource"
    assert (finding.span.path, finding.span.line) == ("books/b/a.md", 7)


def test_a_listed_file_that_is_gone_is_an_error(press: Press) -> None:
    """The message names the file."""
    gone = Resource(
        "isg:file/a.png", "a.png", "image/png", str(press.folder / "a.png"), "0" * 64
    )
    (finding,) = fail(
        [press.section("a", '<h1>A</h1><img src="isg:file/a.png" alt="x">', resources=[gone])]
    )
    assert "`a.png`" in finding.message


def test_a_broken_picture_is_an_error(press: Press) -> None:
    """A picture that cannot be decoded is not left out silently."""
    path = press.folder / "a.png"
    Image.new("RGB", (200, 200), "red").save(path)
    path.write_bytes(path.read_bytes()[:40])
    listed = press.resource("isg:file/a.png", path, "image/png")
    findings = fail(
        [press.section("a", '<h1>A</h1><img src="isg:file/a.png" alt="x">', resources=[listed])]
    )
    assert {f.rule for f in findings} == {"unreadable-picture"}


def test_a_character_that_no_font_has_is_an_error(press: Press) -> None:
    """The machine's own fonts are not used; the message gives the character."""
    (finding,) = fail([press.section("a", "<h1>A</h1><p>\u6f22</p>")])
    assert finding.rule == "missing-glyph"
    assert "U+6F22" in finding.message
    assert "isgpress[cjk]" in finding.help


def test_a_theme_s_unknown_property_is_a_warning_with_its_place(press: Press) -> None:
    """The stylesheet is named with line and column; the title is set all the same."""
    extra = "p { margn: 0 }\n"
    with Typesetter(1) as typesetter:
        title = typesetter.run([press.section("a", PLAIN, extra=extra)], TRIM)
    (finding,) = title.findings
    assert (finding.rule, finding.severity) == ("unknown-style", Severity.WARNING)
    sheet = Path(finding.span.path).read_text(encoding="utf-8").splitlines()
    assert sheet[finding.span.line - 1].startswith("p { margn")
    assert "margn" in finding.message


def test_a_page_reference_to_nothing_is_an_error(press: Press) -> None:
    """It is told with the id, and no page is printed with a hole."""
    slot = '<span class="page-slot" data-target="nowhere">000</span>'
    (finding,) = fail([press.section("a", f"<h1>A</h1><p>See page {slot}</p>")])
    assert finding.rule == "page-of-nothing"
    assert "`nowhere`" in finding.message


def test_a_link_to_nothing_is_an_error(press: Press) -> None:
    """A link to an id that stands on no page is told, not dropped."""
    (finding,) = fail([press.section("a", '<h1>A</h1><p><a href="#nowhere">See</a></p>')])
    assert (finding.rule, finding.span.path) == ("link-to-nothing", "books/b/a.md")


def test_all_faults_are_told_at_once(press: Press) -> None:
    """Sections are laid out to the end though others fail, late ones left out."""
    sections = book(press)
    sections.insert(1, press.section("x", '<h1>X</h1><img src="isg:none" alt="x">'))
    sections.insert(
        3, press.section("y", f'<h1>Y</h1><p>{SENTENCE}</p><img src="isg:no" alt="">')
    )
    findings = fail(sections)
    assert [f.span.path for f in findings] == ["books/b/x.md", "books/b/y.md"]


def test_sections_nested_too_deep_are_named(press: Press) -> None:
    """Deep nesting ends in a message, never in a hang or a lost worker's silence."""
    body = "<h1>A</h1>" + "<blockquote>" * 3000 + "<p>x</p>" + "</blockquote>" * 3000
    findings = fail([press.section("a", body)], limits=Limits(seconds=20))
    assert {f.span.path for f in findings} == {"books/b/a.md"}
