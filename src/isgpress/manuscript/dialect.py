"""The Markdown dialect: Python-Markdown with the parts that our editors write.

The only module of isgpress that imports markdown and pymdownx.
"""

from __future__ import annotations

import json
import re
import string
import xml.etree.ElementTree as ET
from functools import cache
from html import escape
from typing import Any, cast

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import DelimiterProcessor
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from isgpress.manuscript import citations
from isgpress.manuscript.blocks import BLOCKS
from isgpress.manuscript.formulas import MARK
from isgpress.manuscript.source import Scan

_MACRO = r"\{(index|ref|page):([^{}]*)\}|\[([^\[\]\n]*)\](?=\{:?[ ]*(?:[.#]|lang=))"
_FORMULA = r"\$(`+)(?!`)(.+?)(?<!`)\1\$"
_SIGNS = {
    "press-formula": "$`",
    "press-cite": "@",
    "backtick": "`",
    "press-macros": "{",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
_PROSE_PARENTS = frozenset(("div", "blockquote", "aside", "section"))
_PROSE = re.compile(r"[^\W\d_][^\n|]*(?:\n[^\W\d_][^\n|]*)*")
_TIGHT_TERM = re.compile(
    r"^([ ]{0,3}:[ ][^\n]*\n)(?=[^\s:>|\x02][^\n]*\n[ ]{0,3}:[ ])", re.MULTILINE
)
_BACKSLASH_BREAK = re.compile(r"(?<!\\)\\\n(?=[^\n])")
_NO_EMPHASIS = str.maketrans("", "", "*_")
_SPECIAL = re.compile(r"[`\\\[*_<&{]|  \n")


class Macros(InlinePattern):
    """``{index:term}``, ``{ref:id}``, ``{page:id}`` and ``[words]{.class}``."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name that is called
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Give an element that the tree pass understands."""
        span = ET.Element("span")
        if m[1]:
            span.set("data-isg-macro", m[1])
            span.set("data-isg-value", m[2])
        else:
            span.text = m[3]
        return span, m.start(0), m.end(0)


class Formula(InlinePattern):
    """A formula in a line: TeX between ``$` `` and `` `$``; dollars alone stay dollars."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name that is called
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Give an element that the tree pass understands."""
        span = ET.Element("span")
        span.set(MARK, " ".join(m[2].split()))
        return span, m.start(0), m.end(0)


class Cited(InlinePattern):
    """A citation: ``[see @moxon, p. 12; @child]``."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name that is called
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Give an element that the tree pass understands."""
        span = ET.Element("span")
        span.set(citations.MARK, m[1])
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

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name that is called
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

    Most paragraphs of prose hold no mark at all, and most others one or two sorts; each
    of sixteen patterns would be tried on all of them.
    """

    def __init__(self, md: Markdown) -> None:
        """Take the patterns in their order; all are registered by then."""
        super().__init__(md)
        self._patterns = [(_SIGNS.get(item.name, ""), p) for item, p in _named(md)]

    def _InlineProcessor__handleInline(  # noqa: N802 - the name that the base class calls
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> str:
        if isinstance(data, AtomicString) or not _SPECIAL.search(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._patterns)):
            sign, pattern = self._patterns[index]
            matched, start = sign in data, 0
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


def _named(md: Markdown) -> list[tuple[Any, Any]]:
    """Give the inline patterns in order, each with its registered name."""
    registry = md.inlinePatterns
    patterns = list(registry)  # sorts
    return list(zip(registry._priority, patterns, strict=True))  # type: ignore[attr-defined]  # noqa: SLF001


class PlainParagraph(BlockProcessor):
    """Takes blocks that can be nothing but a paragraph, before all others look at them."""

    def __init__(self, parser: BlockParser) -> None:
        """Take the parser; the blocks of pymdownx are registered by then."""
        super().__init__(parser)
        self._open_blocks: list[Any] = cast("Any", parser.blockprocessors["blocks"]).stack

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether each line of a block is prose, and no list or block wants it."""
        return (
            parent.tag in _PROSE_PARENTS
            and not self.parser.state.isstate("list")
            and not self._open_blocks
            and _PROSE.fullmatch(block) is not None
        )

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Make the paragraph."""
        ET.SubElement(parent, "p").text = blocks.pop(0)


class HtmlWhenNeeded(Preprocessor):
    """Python-Markdown's HTML pass, for text that holds a tag at all."""

    def __init__(self, md: Markdown, inner: Preprocessor) -> None:
        """Wrap the pass."""
        super().__init__(md)
        self._inner = inner

    def run(self, lines: list[str]) -> list[str]:
        """Run it, or give the lines as they are."""
        return self._inner.run(lines) if any("<" in line for line in lines) else lines


class Attributes(AttrListTreeprocessor):
    """Attribute lists; a name without a value says yes (``{decorative}``).

    A list ends at its first closing brace: the base class goes to the last one of the
    line and loses what stands between.
    """

    INLINE_RE = re.compile(r"^\{:?[ ]*([^}\n ][^}\n]*)\}")  # type: ignore[misc]

    def assign_attrs(self, elem: ET.Element, attrs_string: str, *, strict: bool = False) -> str:
        """Assign attributes; give the text that is left over."""
        left: str = super().assign_attrs(elem, attrs_string, strict=strict)
        attributes = cast("dict[str, str | None]", elem.attrib)
        for name in [n for n, value in attributes.items() if value is None]:
            elem.set(name, name)
        return left


class PressBlock(Block):  # type: ignore[misc] # untyped
    """A ``///`` block of any of our types, as a div that the tree pass turns."""

    ARGUMENT = None  # the scan has put all facts of the header there

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Make the element that holds the block's contents, words of the header first."""
        element = ET.SubElement(
            parent,
            "div",
            {"data-isg-block": self.NAME, "data-isg-facts": self.argument or "{}"},
        )
        for key, (text, line) in json.loads(self.argument or "{}").get("parts", {}).items():
            part = {"data-isg-part": key, "data-line": str(line)}
            ET.SubElement(element, "p", part).text = text
        return element


class PressBlocks(BlocksExtension):  # type: ignore[misc] # untyped
    """Registers the blocks of the dialect."""

    def extendMarkdownBlocks(  # noqa: N802 - the name that is called
        self,
        md: Markdown,  # noqa: ARG002
        block_mgr: Any,
    ) -> None:
        """Register one class for each type of block."""
        for name in BLOCKS:
            block_mgr.register(type("PressBlock", (PressBlock,), {"NAME": name}), {})


class Dialect(Extension):
    """Our inline marks, and what we take out of Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that is called
        """Register and deregister."""
        # Any mark may stand after a backslash (CommonMark 0.31, 2.4), not the usual ones alone.
        md.ESCAPED_CHARS = list(string.punctuation)
        md.inlinePatterns.register(Formula(_FORMULA, md), "press-formula", 195)
        md.inlinePatterns.register(Cited(citations.PATTERN, md), "press-cite", 184)
        md.inlinePatterns.register(Macros(_MACRO, md), "press-macros", 185)
        emphasis = Emphasis("*", "strong,em", md)
        md.inlinePatterns.register(emphasis, "em_strong", 60)
        emphasis.add("_", "strong,em", smart=True)
        md.treeprocessors.register(Attributes(md), "attr_list", 8)
        md.treeprocessors.register(PlainFirst(md), "inline", 20)
        md.parser.blockprocessors.register(PlainParagraph(md.parser), "press-prose", 104)
        html = md.preprocessors["html_block"]
        md.preprocessors.register(HtmlWhenNeeded(md, html), "html_block", 20)
        # The scan has done what this does, and a placeholder must pass it.
        md.preprocessors.deregister("normalize_whitespace")
        # Blocks need no line ends between them: the tree is normalised afterwards.
        md.treeprocessors.deregister("prettify")


@cache
def _markdown() -> Markdown:
    """Give the parser; it is reset before each use."""
    return Markdown(
        extensions=[
            FootnoteExtension(),
            TableExtension(),
            DefListExtension(),
            AbbrExtension(),
            AttrListExtension(),
            MarkdownInHtmlExtension(),
            SaneListExtension(),
            PressBlocks(),
            Dialect(),
        ],
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
            f'<pre data-line="{fence.line + 1}">'
            f'<code class="language-{escape(fence.language)}">'
            f"{escape(fence.code, quote=False)}\n</code></pre>"
        )
        lines[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
        empty = fence.prefix.rstrip()
        lines[fence.line - 1] = f"{empty}\n{fence.prefix}{held}\n{empty}"
    text = "\n".join(lines) + "\n\n"
    if "\n:" in text:
        # Python-Markdown's time grows with the square of a list without empty lines.
        text = _TIGHT_TERM.sub(r"\1\n", text)
    if "\\\n" in text:
        text = _BACKSLASH_BREAK.sub("  \n", text)
    return str(md.convert(text))


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
        found = processor.run(root)
        root = root if found is None else found
    html: str = md.serializer(root[0])
    for post in md.postprocessors:
        html = post.run(html)
    return html.strip().removeprefix("<p>").removesuffix("</p>")
