"""The Markdown dialect: Python-Markdown with the parts that our editors write.

The only module of isgpress that imports markdown and pymdownx.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # noqa: S405 - Python-Markdown's own tree; nothing is parsed
from functools import cache
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import DelimiterProcessor
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_string

from isgpress.manuscript.blocks import BLOCKS
from isgpress.manuscript.scan import Scan

_EXTENSIONS = ("footnotes", "tables", "def_list", "abbr", "attr_list", "md_in_html", "sane_lists")
_MACRO = r"\{(index|ref|page):([^{}]*)\}|\[([^\[\]\n]*)\](?=\{:?[ ]*[.#])"
_NO_EMPHASIS = str.maketrans("", "", "*_")
_SPECIAL = re.compile(r"[`\\\[*_<&{]|  \n")


class Macros(InlinePattern):
    """``{index:term}``, ``{ref:id}``, ``{page:id}`` and ``[words]{.class}``."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Give an element that the tree pass understands."""
        span = ET.Element("span")
        if m[1]:
            span.set("data-isg-macro", m[1])
            span.set("data-isg-value", m[2])
        else:
            span.text = m[3]
        return span, m.start(0), m.end(0)


class Emphasis(DelimiterProcessor):
    """Emphasis that loses no letter.

    The base class keeps places that it has found for later, and is wrong about them
    after a mark without a twin (``_on _this_ and _of _that_``): we let it search afresh.
    Where what it gives does not hold the text, the marks stay text.
    """

    def increment_next_position(self, start: int, count: int) -> None:  # noqa: ARG002
        """Forget what was found beyond this element."""
        self.reset()

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Give an element, or nothing where it would lose text."""
        element, start, end = super().handleMatch(m, data)
        if element is None or start is None or end is None:
            return element, start, end
        inside = "".join(element.itertext()).translate(_NO_EMPHASIS)
        if inside == data[start:end].translate(_NO_EMPHASIS):
            return element, start, end
        self.reset()
        return None, m.start(0), m.end(0)


class PlainFirst(InlineProcessor):
    """Python-Markdown's inline pass, without the search where there is nothing to find.

    Most paragraphs of prose hold no mark at all; each of twenty patterns would be tried
    on them in vain.
    """

    def _InlineProcessor__handleInline(  # noqa: N802 - the name that the base class calls
        self, data: str, patternIndex: int = 0  # noqa: N803
    ) -> str:
        if not _SPECIAL.search(data):
            return data
        handle = super()._InlineProcessor__handleInline  # type: ignore[misc]
        found: str = handle(data, patternIndex)
        return found


class PressBlock(Block):
    """A ``///`` block of any of our types, as a div that the tree pass turns."""

    OPTIONS = {"data": ("{}", type_string)}  # noqa: RUF012 - the base class declares it

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Make the element that holds the block's contents."""
        return ET.SubElement(
            parent,
            "div",
            {"data-isg-block": self.NAME, "data-isg-facts": self.options["data"]},
        )


class PressBlocks(BlocksExtension):
    """Registers the blocks of the dialect."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Register one class for each type of block."""
        for name in BLOCKS:
            block_mgr.register(type("PressBlock", (PressBlock,), {"NAME": name}), {})


class Dialect(Extension):
    """Our inline marks, and what we take out of Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register and deregister."""
        md.inlinePatterns.register(Macros(_MACRO, md), "press-macros", 185)
        md.inlinePatterns.register(Emphasis("*", "strong,em", md), "em_strong", 60)
        md.delimiters.add("_", "strong,em", smart=True)
        md.treeprocessors.register(PlainFirst(md), "inline", 20)
        # The scan has done what this does, and a placeholder must pass it.
        md.preprocessors.deregister("normalize_whitespace")
        # Blocks need no line ends between them: the tree is normalised afterwards.
        md.treeprocessors.deregister("prettify")


@cache
def _markdown() -> Markdown:
    """Give the parser; it is reset before each use."""
    return Markdown(
        extensions=[*_EXTENSIONS, PressBlocks(), Dialect()],
        output_format="xhtml",
        tab_length=4,
    )


def to_html(scan: Scan) -> str:
    """Give the HTML of a scanned file, as Python-Markdown makes it.

    Raises whatever Python-Markdown raises on text that it cannot bear.
    """
    md = _markdown()
    md.reset()
    lines = list(scan.lines)
    for fence in scan.fences:
        held = md.htmlStash.store(
            f'<pre data-line="{fence.line + 1}"><code class="language-{escape(fence.language)}">'
            f"{escape(fence.code, quote=False)}\n</code></pre>"
        )
        lines[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
        empty = fence.prefix.rstrip()
        lines[fence.line - 1] = f"{empty}\n{fence.prefix}{held}\n{empty}"
    return str(md.convert("\n".join(lines) + "\n\n"))


def inline_html(text: str) -> str:
    """Give one line of inline Markdown (a title, a caption) as HTML without a block."""
    if not _SPECIAL.search(text):
        return escape(text, quote=False)
    md = _markdown()
    md.reset()
    root = ET.Element("div")
    ET.SubElement(root, "p").text = " ".join(text.split())
    for name in ("inline", "attr_list", "unescape"):
        processor = md.treeprocessors[name]
        root = processor.run(root) or root
    html: str = md.serializer(root[0])
    for post in md.postprocessors:
        html = post.run(html)
    return html.strip().removeprefix("<p>").removesuffix("</p>")
