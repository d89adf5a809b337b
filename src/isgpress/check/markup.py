"""XHTML, HTML and XML as a tree in which every element knows where its tag stands.

lxml knows lines but no columns, and pages of an EPUB have long lines. What is read here
is our own output, so nothing is guessed: an element that is not closed where it should
be ends with its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source"),
    *("track", "wbr"),
}
_HTML = {"meta"}  # void in HTML; in a package document an element like any other
_STEP = re.compile(r"/(\d+)(?:\[[^\]]*\])?")
_UNIT = "utf-16-le"  # two bytes for each of the units in which Java counts columns


@dataclass(eq=False, slots=True)
class Node:
    """An element: ``tag`` and names of attributes in lower case, prefixes as written.

    ``start`` and ``end`` are offsets into the text: of the tag's ``<``, and of what
    follows the element. ``pieces`` are its texts and children in order.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    parent: Node | None = None
    end: int = 0
    pieces: list[str | Node] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The elements directly inside."""
        return [piece for piece in self.pieces if isinstance(piece, Node)]

    @property
    def classes(self) -> list[str]:
        """The words of the attribute ``class``."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Node]:
        """Give the element and all inside it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def lineage(self) -> Iterator[Node]:
        """Give the element, its parent, and so on outwards."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


class Page:
    """A text of markup and its tree; what is asked of it is where elements stand."""

    def __init__(self, text: str) -> None:
        """Read the text; ``root`` is around all, and has no name."""
        self._text = text
        self.root = _Reader(text).tree()

    def at(self, line: int, column: int = 0) -> Node | None:
        """Give the innermost element around a place, None where there is none.

        Lines and columns count from 1, columns in units of UTF-16, as EPUBCheck gives
        them: a column in or right behind a tag means that tag. Without a column it is the
        first element that begins on the line.
        """
        lines = self._text.split("\n")
        if not 0 < line <= len(lines):
            return None
        start = sum(len(before) + 1 for before in lines[: line - 1])
        nodes = (n for n in self.root.walk() if n.parent)
        if not column:
            return next((n for n in nodes if n.start >= start), None)
        units = lines[line - 1].encode(_UNIT, "surrogatepass")[: 2 * (column - 1)]
        place = max(start + len(units.decode(_UNIT, "ignore")) - 1, start)
        around = (n for n in nodes if n.start <= place < n.end)
        return max(around, key=lambda n: n.start, default=None)

    def by_steps(self, steps: str) -> Node | None:
        """Give the element at the end of a path as of an EPUB CFI, such as ``/4/6[one]/2``.

        The first step leads into the outermost element; the n-th child is step 2n, and an
        odd step leads into text. None where the path leads nowhere.
        """
        node = next(iter(self.root.children), None)
        for step in map(int, _STEP.findall(steps)):
            children = node.children if node else []
            if step % 2:
                break
            node = children[step // 2 - 1] if 0 < step <= 2 * len(children) else None
        return node

    def place(self, node: Node) -> tuple[int, int]:
        """Give line and column of an element's name, inside its tag; ``at`` finds it again."""
        before = self._text[: node.start + 1]
        column = len(before[before.rfind("\n") + 1 :].encode(_UNIT, "surrogatepass")) // 2 + 1
        return before.count("\n") + 1, column


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._root = self._node = Node("", {}, 0)
        self._is_html = not text.lstrip("\ufeff \n").startswith("<?xml")

    def tree(self) -> Node:
        self.feed(self._text)
        self.close()
        end = len(self._text)
        for node in self._node.lineage():
            node.end = end
        return self._root

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        node = self._add(tag, attrs)
        if tag in _VOID or (self._is_html and tag in _HTML):
            node.end = self._behind()
        else:
            self._node = node

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._add(tag, attrs).end = self._behind()

    def handle_endtag(self, tag: str) -> None:
        open_nodes = list(self._node.lineage())
        closed = next((n for n in open_nodes if n.tag == tag), None)
        if closed is None or closed.parent is None:
            return
        end = self._text.find(">", self._here()) + 1 or len(self._text)
        for node in open_nodes[: open_nodes.index(closed) + 1]:
            node.end = end
        self._node = closed.parent

    def handle_data(self, data: str) -> None:
        self._node.pieces.append(data)

    def _add(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> Node:
        found = {name: value or "" for name, value in attrs}
        node = Node(tag, found, self._here(), self._node)
        self._node.pieces.append(node)
        return node

    def _behind(self) -> int:
        return self._here() + len(self.get_starttag_text() or "")

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
