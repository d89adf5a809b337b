"""What is wrong with a file is reported with its line, and never as a traceback."""

from __future__ import annotations

import io

import pytest

from isgpress.findings import Severity
from isgpress.manuscript import inline_xhtml

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">{}</svg>'


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("# T\n\nA.[^1]\n", "call-without-note", 3),
        ("# T\n\nA.\n\n[^1]: x\n", "note-without-call", 5),
        ("# T\n\nA[^1] b\n\nc[^1]\n\n[^1]: x\n", "note-called-twice", 5),
        ("# T\n\nA[^1]\n\n[^1]: x\n[^1]: y\n", "duplicate-note", 6),
        ("# T[^1]\n\n[^1]: x\n", "note-in-title", 1),
        ("# T\n\n![x](images/map.png 'c[^1]')\n\n[^1]: d\n", "note-in-caption", 3),
        ("# T\n\na <!-- b\n\nc\n", "unclosed-comment", 3),
        ("# T\n\n/// box\n\nwords\n", "unclosed-block", 3),
        ("# T\n\nwords\n\n///\n", "stray-block-end", 5),
        ("# T\n\n/// bocks\n", "unknown-block", 3),
        ("# T\n\n/// box\nsize: 3\n///\n", "unknown-block-option", 4),
        ("# T\n\n/// box\nlayout: huge\n///\n", "unknown-block-option", 3),
        ("# T\n\n```\ncode\n", "unclosed-fence", 3),
        ("# T\n\na {indx:b}\n", "unknown-macro", 3),
        ("# T\n\na\noui{lang=fr} b\n", "stray-attributes", 4),
        ("# T\n\na {index:|main}\n", "bad-index-mark", 3),
        ("# T\n\na {index:b|bold}\n", "bad-index-mark", 3),
        ("# T\n\na\nb {index:c|(}\n", "unclosed-index-range", 4),
        ("# T\n\na {index:c|)}\n", "stray-index-range-end", 3),
        ("# T\n\n[no page]{.source-page}\n", "bad-source-page", 3),
        ("# T\n\na\n{ref:b}\n", "dead-cross-reference", 4),
        ("# T\n\n{page:b}\n", "dead-cross-reference", 3),
        ("# T\n\n[a](#b)\n", "dead-cross-reference", 3),
        ("# T\n\n[a](b.md)\n", "dead-cross-reference", 3),
        ("# T\n\n## A {#x}\n\n## B {#x}\n", "duplicate-id", 5),
        ("# T\n\na\n\n# U\n", "second-title", 5),
        ("words\n", "missing-title", 1),
        ("# T\n\n## A\n\n#### B\n", "skipped-heading-level", 5),
        ("# T\n\n##\n", "empty-heading", 3),
        ("\n# T\n\n", "empty-file", 2),
        ("# T\n\n/// figure | x\n///\n", "empty-block", 3),
        ("# T\n\nTable: x\n\nwords\n", "caption-without-table", 3),
        ("# T\n\nBring:\n- a\n", "list-in-paragraph", 4),
        ("# T\n\nBring\n- *a*\n- b\n", "list-in-paragraph", 4),
        ("# T\n\n•\tfirst\n•\tsecond\n", "list-in-paragraph", 3),
        ("# T\n\n1) first\n2) second\n", "list-in-paragraph", 3),
        ("# T\n\na[^1]\n\n[^1]: Bring\n    - a\n    - b\n", "list-in-paragraph", 6),
        ("# T\n\n- a\n  - b\n", "half-indented-item", 4),
        ("# T\n\n1. a\n   - b\n", "half-indented-item", 4),
        ("# T\n\n| a | b |\n|---|\n| 1 | 2 |\n", "table-in-paragraph", 3),
        ("# T\n\na\n\n{ref:}\n", "dead-cross-reference", 5),
        ("# T\n\na ![x](images/map.png 'c') b\n", "caption-without-figure", 3),
        ("# T\n\n![x](images/none.png)\n", "missing-picture", 3),
        ("# T\n\n![x]()\n", "missing-picture", 3),
        ("# T\n\n![](images/map.png)\n", "missing-alt-text", 3),
        ("# T\n\n![x](https://a.org/b.png)\n", "picture-from-outside", 3),
        ("# T\n\n![x](../../../b.png)\n", "outside-press", 3),
        ("# T\n\na\x07b\n", "control-character", 3),
        ("# T\n\na\u2028b\n", "control-character", 3),
        ("# T\n\na \ufffc b\n", "control-character", 3),
        ("# T\n\n" + "> " * 30 + "a\n", "nested-too-deep", 3),
        ("# T\n\n" + "<div>" * 400 + "a" + "</div>" * 400, "nested-too-deep", 3),
        ("# T\n\na <script>b</script>\n", "removed-html", 3),
        ("# T\n\na <b onclick='x'>b</b>\n", "removed-html", 3),
        ("# T\n\n[a](vbscript:b)\n", "removed-html", 3),
        ("# T\n\na <?php b ?>\n", "removed-html", 3),
        ("# T\n\n<b>a <i>b</b> c</i>\n", "unclosed-html", 3),
        (b"# T\n\nna\xefve\n", "not-utf-8", 3),
    ],
)
def test_each_fault_names_its_line(text, rule, line, read) -> None:  # noqa: ANN001
    """A faulty file gives the finding of its rule, with file and line."""
    _, findings = read(text)
    found = [(f.rule, f.span.path, f.span.line) for f in findings]
    assert (rule, "books/b/a.md", line) in found
    assert all((f.message and f.message[0].islower()) or f.message[0] in "`U" for f in findings)
    assert all(f.help for f in findings)


def jpeg() -> bytes:
    """Give a small photograph."""
    from PIL import Image  # noqa: PLC0415

    file = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(file, "JPEG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("p.png", b"<html>not found</html>", "unreadable-picture"),
        ("p.jpg", jpeg()[:900], "unreadable-picture"),
        ("p.png", jpeg(), "unreadable-picture"),
        ("p.tiff", b"II*\0", "unknown-picture-format"),
        ("p.svg", "<svg", "unreadable-picture"),
        ("p.svg", "<html/>", "unreadable-picture"),
        ("p.svg", '<!DOCTYPE svg SYSTEM "x">' + SVG.format(""), "unsafe-picture"),
        ("p.svg", SVG.format("<script>x</script>"), "unsafe-picture"),
        ("p.svg", SVG.format('<g onload="x"/>'), "unsafe-picture"),
        ("p.svg", SVG.format('<image href="https://a.org/b.png"/>'), "unsafe-picture"),
        ("p.svg", SVG.format('<rect style="fill: url(http://a.org)"/>'), "unsafe-picture"),
        ("p.svg", SVG.format("<style>@import 'b.css'</style>"), "unsafe-picture"),
    ],
)
def test_a_bad_picture_is_reported(name, data, rule, read) -> None:  # noqa: ANN001
    """A picture that cannot be used is an error at the line that names it."""
    _, findings = read(f"# T\n\n![what it shows]({name})\n", **{name.replace(".", "_"): data})
    assert [(f.rule, f.span.line) for f in findings] == [(rule, 3)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.jpg", jpeg()),
        ("p.svg", SVG.format('<defs><g id="a"/></defs><use href="#a"/>')),
        ("p.svg", SVG.format('<image href="data:image/png;base64,AA=="/>')),
    ],
)
def test_a_good_picture_is_taken(name, data, read) -> None:  # noqa: ANN001
    """Pictures that are whole and harmless give no finding."""
    document, findings = read(f"# T\n\n![a]({name})\n", **{name.replace(".", "_"): data})
    assert not findings
    assert document.images[0].path == f"books/b/{name}"


def test_a_picture_of_too_many_pixels_is_refused(read) -> None:  # noqa: ANN001
    """A decompression bomb is reported, not opened."""
    from PIL import Image  # noqa: PLC0415

    file = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG")
    _, findings = read("# T\n\n![a](p.png)\n", p_png=file.getvalue())
    assert [f.rule for f in findings] == ["picture-too-large"]


def test_slips_stay_text(read) -> None:  # noqa: ANN001
    """What an author mistyped is printed as typed."""
    document, findings = read("# T\n\n_does _the and _on _this_. _of _social whole_ 2 * 3\n")
    assert not findings
    assert "_does _the and _on <em>this</em>. _of <em>social whole</em> 2 * 3" in document.body


def test_warnings_do_not_stop_a_build(read) -> None:  # noqa: ANN001
    """A picture without words is a warning, a missing one an error."""
    _, findings = read("# T\n\n![](images/map.png)\n\n![x](y.png)\n")
    assert [f.severity for f in findings] == [Severity.WARNING, Severity.ERROR]


def test_attributes_end_at_their_brace(read) -> None:  # noqa: ANN001
    """Braces further on in the line are text and stay in their place."""
    document, _ = read("# T\n\n*a*{lang=fr} or {literal} end\n")
    assert '<em lang="fr">a</em> or {literal} end' in document.body


def test_a_note_may_be_called_from_a_caption(read) -> None:  # noqa: ANN001
    """The caption of a block is text like any other: notes, emphasis, references."""
    text = "# T\n\n/// figure | A *map*[^1]\nsrc: images/map.png\nalt: x\n///\n\n[^1]: d\n"
    document, findings = read(text)
    assert not findings
    assert 'A <em>map</em><a class="note-call"' in document.body


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("[a](b.md#elsewhere)\n", "name the file alone, which leads to its title"),
        ("[a](b.md#wage)\n", "write `wages`"),
        ("[a](www.a.org)\n", "write `https://www.a.org`"),
        (
            "![x](images/map.png){#fig-9}\n\n[a](#fig-none)\n",
            "give the place an id: `{#fig-none}`",
        ),
        (
            "a <span lang=de>b</span>\n",
            'put it in quotation marks, as in `<span lang="de">`, or leave the tag out',
        ),
        ("```\nno end\n", "put a line with 3 backticks alone after its last line"),
        ("![x](images/Map.PNG)\n", "there is a file with a similar name: `map.png`"),
        ("![x](C:\\a\\b.jpg)\n", "save the picture beside the text, and name that file"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 | lost |\n",
            "this row has more cells than the head of its table: give both as many",
        ),
    ],
)
def test_the_help_mends_the_fault(text, advice, read) -> None:  # noqa: ANN001
    """What the help tells is true of this file, and is told once."""
    other = "# Elsewhere\n\n## Wages\n"
    _, findings = read(f"# T\n\n{text}", b_md=other, images__aaa_png=b"", images__Mop_png=b"")
    assert [f.help for f in findings] == [advice]


@pytest.mark.parametrize(
    ("typed", "xhtml"),
    [
        ("Grey & <Co>", "Grey &amp; &lt;Co&gt;"),
        ("<b>Bold</b> C <3", "<b>Bold</b> C &lt;3"),
        ("A <script>x</script>", "A "),
        ("<https://a.org>", '<a href="https://a.org">https://a.org</a>'),
    ],
)
def test_words_in_angle_brackets_stay_in_a_title(typed: str, xhtml: str) -> None:
    """What is no element of HTML is words: nothing tells what metadata would lose."""
    assert inline_xhtml(typed, "en") == xhtml


def test_an_empty_file_has_no_second_fault(read) -> None:  # noqa: ANN001
    """That it holds no text is told where it is listed; that it has no title goes with it."""
    assert not read("\n")[1]
