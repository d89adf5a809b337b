"""The tree that Markdown gives, turned into the body vocabulary (docs/vocabulary.md)."""

from __future__ import annotations

from lxml import etree

from isgpress.findings import Severity
from isgpress.manuscript.block_shapes import mark_attribution, shape_block
from isgpress.manuscript.figures import picture_figure, shape_tables, wrap_pictures
from isgpress.manuscript.formulas import shape_formulas
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import (
    Element,
    add_class,
    has_class,
    line_of,
    move_contents,
    plain_text,
)
from isgpress.standards import Words

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shape(root: Element, source: Source, words: Words) -> None:
    """Turn blocks, figures, tables, quotes and breaks into the vocabulary, in place."""
    for block in [b for b in root.iter("div") if b.get("data-isg-block")]:
        shape_block(block, source, words)
    for quote in root.iter("blockquote"):
        mark_attribution(quote)
    for aside in root.iter("aside"):
        _aside(aside)
    wrap_pictures(root)
    for p in [p for p in root.iter("p") if len(p) == 1 and p[0].tag == "img"]:
        picture_figure(p)
    shape_tables(root, source)
    for rule in root.iter("hr"):
        rule.set("class", "break")
    shape_formulas(root, source)
    for pre in root.iter("pre"):
        _code(pre)


def _aside(aside: Element) -> None:
    """Bring asides written in HTML to our two kinds."""
    if has_class(aside, "pull-quote"):
        return
    names = [n for n in aside.get("class", "").split() if n not in {"sidebar", "box"}]
    aside.set("class", " ".join(["box", *names]))
    first = aside[0] if len(aside) else None
    if first is not None and first.tag in _HEADINGS and not (aside.text or "").strip():
        first.tag = "p"
        add_class(first, "box-title")


def _code(pre: Element) -> None:
    """Give code without a language no class, and the block that of its code."""
    code = pre[0] if len(pre) and pre[0].tag == "code" else None
    if code is None:
        code = etree.Element("code")
        move_contents(pre, code)
        pre.append(code)
    kind = code.get("class", "")
    if kind in {"", "language-"}:
        code.attrib.pop("class", "")
    else:
        pre.set("class", kind)
    if code.text and not len(code):
        code.text = code.text.rstrip() + "\n"


def title_alone(heading: Element, source: Source) -> None:
    """Report a file of which the title is all."""
    message, advice = "this file has a title and no text", "write the text below it"
    line = line_of(heading)
    source.report("empty-file", message, line, advice, severity=Severity.WARNING)


def heading_findings(root: Element, source: Source) -> None:
    """Report headings that skip a level, are empty, or are second titles."""
    level = 1
    for heading in root.iter(*_HEADINGS):
        if has_class(heading, "block-title"):
            continue
        own, line = int(heading.tag[1]), line_of(heading)
        if own == 1:
            source.report(
                "second-title",
                "this file has a second title",
                line,
                "write `##` for a heading inside the chapter, or make it a file of its own",
            )
            heading.tag, own = "h2", 2
        if own > level + 1:
            source.report(
                "skipped-heading-level",
                f"a heading of level {own} stands under one of level {level}",
                line,
                f"write `{'#' * (level + 1)}`",
                severity=Severity.WARNING,
            )
        level = own
        if not plain_text(heading) and heading.find(".//img") is None:
            source.report("empty-heading", "this heading has no words", line, "delete it")
