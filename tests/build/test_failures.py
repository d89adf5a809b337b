"""What can be wrong with a manuscript: each fault is named with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from .conftest import Press


class Fault(NamedTuple):
    """A fault in one file of the title: what stands there, and what is to be reported."""

    file: str
    old: str
    new: str | bytes
    rule: str
    place: str


BODY = "We set the first line by hand"
FAULTS = {
    "missing picture": Fault(
        "01-first.md",
        BODY,
        f"![A press](images/none.png)\n\n{BODY}",
        "missing-picture",
        "01-first.md:3",
    ),
    "unknown key": Fault(
        "book.yaml", "date:", "auhtor: A\ndate:", "unknown-key", "book.yaml:3"
    ),
    "bad date": Fault("book.yaml", "2026-05-01", "2026-13-01", "bad-date", "book.yaml:3"),
    "dead cross reference": Fault(
        "02-second.md", "#heading", "#nowhere", "dead-cross-reference", "02-second.md:3"
    ),
    "dead page reference": Fault(
        "02-second.md",
        "{page:heading}",
        "{page:nowhere}",
        "dead-cross-reference",
        "02-second.md:3",
    ),
    "note without call": Fault(
        "01-first.md", "twice.[^1]", "twice.", "note-without-call", "01-first.md:5"
    ),
    "call without note": Fault(
        "01-first.md", "[^1]: The", "The", "call-without-note", "01-first.md:3"
    ),
    "unclosed comment": Fault(
        "01-first.md", BODY, f"<!-- check this\n\n{BODY}", "unclosed-comment", "01-first.md:3"
    ),
    "wrong encoding": Fault(
        "01-first.md",
        "",
        "# Caf\u00e9\n\nText.\n".encode("latin-1"),
        "not-utf-8",
        "01-first.md:1",
    ),
    "unreadable picture": Fault(
        "01-first.md",
        BODY,
        f"![A press](images/bad.png)\n\n{BODY}",
        "unreadable-picture",
        "01-first.md:3",
    ),
    "picture that is text": Fault(
        "01-first.md",
        BODY,
        f"![A press](01-first.md)\n\n{BODY}",
        "unknown-picture-format",
        "01-first.md:3",
    ),
    "missing chapter": Fault(
        "book.yaml", "02-second.md", "03-third.md", "missing-file", "book.yaml:9"
    ),
    "not YAML": Fault("book.yaml", "contents:", "contents: [", "bad-yaml", "book.yaml:"),
    "one id twice in a file": Fault(
        "01-first.md", BODY, f"## Again {{#heading}}\n\n{BODY}", "duplicate-id", "01-first.md:"
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_reported_with_its_place(press: Press, fault: Fault) -> None:
    """The build ends with 1, names rule, file and line, and writes nothing."""
    press.write("images/bad.png", b"\x89PNG\r\n\x1a\nnot a picture at all")
    if isinstance(fault.new, bytes):
        press.write(fault.file, fault.new)
    else:
        press.change(fault.file, fault.old, fault.new)

    done = press.run("build", "small", "--edition", "epub")

    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == 1, done.stderr
    assert f"books/small/{fault.place}" in done.stderr
    assert fault.rule in done.stderr
    assert not press.output("epub").exists()


def test_one_id_in_two_chapters_is_reported_where_it_is_named(press: Press) -> None:
    """A reference that could mean either of two chapters is named with both."""
    press.change("02-second.md", "As the", "## Again {#heading}\n\nAs the")
    press.write("03-third.md", "# The third\n\nSee {ref:heading}.\n")
    press.change("book.yaml", "02-second.md]", "02-second.md, 03-third.md]")

    done = press.run("build", "small", "--edition", "epub")

    assert done.returncode == 1
    assert "books/small/03-third.md:3" in done.stderr
    assert "ambiguous-cross-reference" in done.stderr


def test_one_id_given_in_two_chapters_is_reported_at_the_second(press: Press) -> None:
    """The same id in two files is a warning with both places, though nothing refers to it."""
    press.change("02-second.md", "As the", "## Again {#heading}\n\nAs the")

    done = press.run("build", "small", "--edition", "epub")

    assert done.returncode == 0
    assert "books/small/02-second.md:" in done.stderr
    assert "duplicate-id" in done.stderr
    assert "01-first.md, line" in done.stderr


def test_a_chapter_listed_twice_is_reported(press: Press) -> None:
    """A file that stands twice in the contents, and so has each id twice, is named."""
    press.change("book.yaml", "02-second.md]", "02-second.md, 01-first.md]")

    done = press.run("build", "small", "--edition", "epub")

    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert "book.yaml:9" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Term {n}\n: What it means, in {n} words.\n\n" for n in range(400)),
        "".join(f"{'    ' * n}- Level {n}\n" for n in range(120)),
        "> " * 300 + "deep\n",
        "*" * 5000 + "\n",
        "[" * 3000 + "\n",
    ],
    ids=["800-line definition list", "nested list", "nested quotation", "stars", "brackets"],
)
def test_heavy_text_is_built_or_refused_with_its_place(press: Press, text: str) -> None:
    """Text that strains the parser or the layout is built whole, or named by file and line."""
    press.write("02-second.md", f"# Heavy\n\n{text}\nThe last line stands.\n")

    done = press.run("build", "small")

    assert "Traceback" not in done.stderr + done.stdout
    if done.returncode:
        assert done.returncode == 1, done.stderr
        assert "books/small/02-second.md:" in done.stderr
    else:
        assert press.output("pdf").exists()
        assert press.output("epub").exists()


def test_a_failed_build_leaves_the_old_file(press: Press) -> None:
    """What was built before stays as it is until a build succeeds."""
    assert press.run("build", "small", "--edition", "epub").returncode == 0
    before = press.output("epub").read_bytes()
    press.change("02-second.md", "#heading", "#nowhere")

    assert press.run("build", "small", "--edition", "epub").returncode == 1
    assert press.output("epub").read_bytes() == before
    assert sorted(p.name for p in press.output("epub").parent.iterdir()) == ["small.epub"]


def test_one_bad_title_does_not_stop_the_others(press: Press) -> None:
    """A title with errors is reported; the others are built."""
    for name, text in {"book.yaml": None, "01-first.md": None, "02-second.md": None}.items():
        source = (press.folder / "books/small" / name).read_text(encoding="utf-8")
        press.write(f"/books/other/{name}", text or source)
    press.change("02-second.md", "#heading", "#nowhere")

    done = press.run("build", "--edition", "epub")

    assert done.returncode == 1
    assert not press.output("epub").exists()
    assert (press.folder / "dist/other/other.epub").exists()


def test_an_unknown_title_is_an_error_of_use(press: Press) -> None:
    """A title that is not there is named, with the nearest one that is."""
    done = press.run("build", "smal")

    assert done.returncode == 2
    assert "small" in done.stderr
