"""Tags: the structure tree of a section, made from its HTML and the boxes on its pages.

WeasyPrint makes a tree page by page from boxes: a paragraph over two pages becomes two,
languages and notes get lost. This one is made from the elements, in their order; each box
of text only says on which page its element's content stands. It takes the place of
WeasyPrint's ``add_tags`` where ``usable`` finds what it needs.
"""

from __future__ import annotations

import contextlib
import inspect
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint.pdf

from isgpress.typeset import tag_roles, tag_writer
from isgpress.typeset.tag_roles import classes
from isgpress.typeset.tag_tree import Annotation, Content, Leads, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = ("pdf", "document", "pdf_version", "page_streams")


def usable() -> bool:
    """Tell whether this WeasyPrint adds tags by the function that we know."""
    function = getattr(weasyprint.pdf, "add_tags", None)
    return function is not None and tuple(inspect.signature(function).parameters) == KNOWN


@contextlib.contextmanager
def our_own(root: Any, slug: str) -> Iterator[None]:
    """Have the tree made here for what is written meanwhile.

    ``root`` is the section's element tree; ``slug`` begins the ids of structure elements.
    """
    if not usable():
        yield
        return
    original = weasyprint.pdf.add_tags

    def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
        del pdf_version
        tree = Tree(root)
        for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
            _Page(tree, pdf, page, stream, number).read()
        finished = tree.finished()
        tree_root = tag_writer.write(pdf, finished, tree.leads(), slug, len(document.pages))
        pdf.catalog["StructTreeRoot"] = tree_root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog.setdefault("Lang", pydyf.String(root.get("lang") or ""))

    weasyprint.pdf.add_tags = add_tags
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = original


class Tree:
    """The nodes of a section, by element; they come to be when their content is met."""

    def __init__(self, root: Any) -> None:
        """Take the element tree."""
        self.document = Node("Document")
        self.bookmarked: list[Any] = []  # elements, as their boxes are met
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.order = {element: float(n) for n, element in enumerate(root.iter())}
        self._bring_home(root)
        self._nodes: dict[tuple[Any, str], Node] = {}
        self._language = root.get("lang") or ""

    def _bring_home(self, root: Any) -> None:
        """Give what has a frame of its own the place from which it was taken."""
        marks = {e.get("id"): e for e in root.iter() if "isg-home" in classes(e)}
        for element in [e for e in root.iter() if e.get("data-home")]:
            mark = marks.get(element.get("data-home"))
            place = float(len(self.order)) if mark is None else self.order[mark]
            inside = list(element.iter())
            for number, child in enumerate(inside):
                self.order[child] = place + number / len(inside)
            if mark is not None:
                self.parents[element] = self.parents[mark]

    def for_text(self, element: Any) -> Node:
        """Give the node that takes the text of an element."""
        node = self.node(element)
        if node.role in tag_roles.GROUPS:
            block = element
            while tag_roles.is_inline(block, None) and block in self.parents:
                block = self.parents[block]
            return self._get(block, "P", node)
        return node

    def node(self, element: Any) -> Node:
        """Give the nearest node of an element: its own, or that of what it stands in."""
        role = None if element is None else tag_roles.role_of(element)
        if element is None or element.tag == "html" or (element.tag == "body" and not role):
            return self.document
        parent = self.parents.get(element)
        if role is None:
            return self._by_language(element, parent)
        if element.tag in ("dt", "dd"):
            return self._get(element, role, self._term(element))
        above = self._above(element, role, parent)
        if role == above.role and role in ("Link", "Figure"):
            return above
        return self._within(element, role, above)

    def _within(self, element: Any, role: str, above: Node) -> Node:
        """Give an element's node below ``above``, with what must stand between them."""
        if role == "LI" and above.role == "TOC":
            role = "TOCI"
        elif role == "LI":
            role, above = "LBody", self._get(element, "LI", above)
        elif role == "Lbl" and element.tag == "a":
            role, above = "Link", self._get(element, "Lbl", above)
        elif role == "Link" and "note-call" in classes(element):
            above = self._get(element, "Reference", above)
        elif role == "L" and "contents" in self._around(element):
            role = "TOC"
        return self._get(element, role, above)

    def label(self, element: Any) -> Node:
        """Give the node for a list item's own number or sign."""
        self.node(element)
        item = self._nodes.get((element, "LI"))
        return self.for_text(element) if item is None else self._get(element, "Lbl", item)

    def finished(self) -> Node:
        """Give the document, its nodes in the order of the source.

        Tables have all their cells, also the empty ones: their rows are of one length.
        """
        for element in self.order:
            if tag_roles.is_cell(element) and self._has_table(element):
                self.node(element)
        self._sort(self.document)
        return self.document

    def leads(self) -> Leads:
        """Give the nodes that ids and bookmarks lead to, once the tree is finished."""
        own: dict[Any, Node] = {}
        for (element, _), node in self._nodes.items():
            own.setdefault(element, node)
        ids = {e.get("id"): e for e in reversed(self.order) if e.get("id")}
        return Leads(
            tuple(self._nearest(e, own) for e in self.bookmarked),
            tuple((name, self._nearest(ids[name], own)) for name in sorted(ids)),
            tuple(n for n in own.values() if n.role == "Note" and tag_roles.is_end(n.element)),
        )

    def _nearest(self, element: Any, own: dict[Any, Node]) -> Node:
        """Give the node of an element, else the first one inside a block, else one around."""
        inside = () if tag_roles.is_inline(element, None) else element.iter()
        found = next((own[e] for e in (element, *inside) if e in own), None)
        while found is None and element is not None:
            found, element = own.get(element), self.parents.get(element)
        return found or self.document

    def _has_table(self, cell: Any) -> bool:
        around = self.parents.get(cell)
        while around is not None and (around, "Table") not in self._nodes:
            around = self.parents.get(around)
        return around is not None

    def _above(self, element: Any, role: str, parent: Any) -> Node:
        if tag_roles.is_inline(element, role) and "endnote" not in classes(element):
            return self.for_text(parent)
        return self.node(parent)

    def _by_language(self, element: Any, parent: Any) -> Node:
        language = element.get("lang")
        if not language or language == self._language_of(parent):
            return self.node(parent)
        if tag_roles.is_inline(element, None):
            return self._get(element, "Span", self.for_text(parent))
        return self._get(element, "Div", self.node(parent))

    def _term(self, element: Any) -> Node:
        """Give the list item that a term, or what is said of it, belongs to."""
        siblings = list(self.parents[element])
        at = siblings.index(element)
        first = element
        for sibling in reversed(siblings[:at]):
            starts = first.tag == "dt" and sibling.tag != "dt"
            if starts or sibling.tag not in ("dt", "dd"):
                break
            first = sibling
        return self._get(first, "LI", self.node(self.parents[element]))

    def _around(self, element: Any) -> set[str]:
        found: set[str] = set()
        while element is not None:
            found |= classes(element)
            element = self.parents.get(element)
        return found

    def _get(self, element: Any, role: str, above: Node) -> Node:
        key = (element, role)
        if key not in self._nodes:
            node = self._nodes[key] = Node(role, element)
            language = element.get("lang")
            if language and language != self._language_of(self.parents.get(element)):
                node.language = language
            if role == "TH":
                node.scope = self._scope(element)
            above.kids.append(node)
        return self._nodes[key]

    def _scope(self, cell: Any) -> str:
        """Give what a header cell heads: as it is marked, else by where it stands."""
        marked = {"row": "Row", "col": "Column", "rowgroup": "Row", "colgroup": "Column"}
        row = self.parents[cell]
        in_head = self.parents[row].tag == "thead"
        all_heads = len(row) > 1 and all(c.tag == "th" for c in row)
        by_place = "Column" if in_head or all_heads or cell is not row[0] else "Row"
        return marked.get(cell.get("scope") or "", by_place)

    def _language_of(self, element: Any) -> str:
        while element is not None:
            if element.get("lang"):
                return str(element.get("lang"))
            element = self.parents.get(element)
        return self._language

    def _sort(self, node: Node) -> None:
        """Put nodes in source order; notes after the text of their paragraph."""
        nodes = [kid for kid in node.kids if isinstance(kid, Node)]
        if len(nodes) == len(node.kids):
            node.kids.sort(key=self._place)
        else:
            notes = [kid for kid in nodes if kid.role == "Note"]
            node.kids = [kid for kid in node.kids if kid not in notes] + [*notes]
        for kid in nodes:
            self._sort(kid)

    def _place(self, node: Any) -> tuple[bool, float, bool]:
        after = node.role == "Note"
        return after, self.order.get(node.element, 0), node.role == "LBody"


class _Page:
    """One page: its boxes, and the stream in which their content is marked."""

    def __init__(self, tree: Tree, pdf: Any, page: Any, stream: Any, number: int) -> None:
        self._tree, self._pdf, self._page, self._number = tree, pdf, page, number
        self._tags = stream._tags  # noqa: SLF001 (checked by ``usable``)
        self._marks = tag_writer.Marks(stream)

    def read(self) -> None:
        """Give each box's content to its element; the rest is artifact."""
        for child in self._page._page_box.children:  # noqa: SLF001
            if not hasattr(child, "at_keyword"):  # a margin box
                self._read(child, artifact=False)
        for tag in self._tags.values():
            self._marks.make_artifact(tag["mcid"])
        self._tags.clear()

    def _read(self, box: Any, *, artifact: bool) -> None:
        box = getattr(box, "_box", box)  # what stands for an absolute box
        if box.link_annotation:
            self._link(box)
        if box.bookmark_label and box.style["bookmark_level"] != "none":
            self._tree.bookmarked.append(box.element)
        tag = self._tags.get(box)
        if tag is not None and not artifact and not self._is_artifact(box):
            del self._tags[box]
            self._content(box, tag["mcid"])
        artifact = artifact or box.is_leader or box.element_tag == "hr" or self._repeats(box)
        for child in box.children:
            self._read(child, artifact=artifact)

    def _content(self, box: Any, mcid: int) -> None:
        tree = self._tree
        if not hasattr(box, "text"):
            node = tree.node(box.element)
            if node.role in tag_roles.DESCRIBED:
                node.box = self._rectangle(box)
        elif (box.element_tag or "").endswith("::marker"):
            node = tree.label(box.element)
        else:
            node = tree.for_text(box.element)
        node.kids.append(Content(self._number, mcid))

    def _is_artifact(self, box: Any) -> bool:
        if box.element is None:
            return True
        if hasattr(box, "text"):
            return not box.text.strip()
        return not tag_roles.says_something(box.element)

    def _repeats(self, box: Any) -> bool:
        """Tell whether this is a table's head again, on a further page of the table."""
        if box.element_tag not in ("thead", "tfoot"):
            return False
        node = self._tree.node(box.element)
        first = _first_page(node)
        return first is not None and first < self._number

    def _link(self, box: Any) -> None:
        """Give a link its annotation; those that boxes in it inherited are taken out."""
        annotation = box.link_annotation
        if box.element_tag == "a":
            node = self._tree.node(box.element)
            text = " ".join("".join(box.element.itertext()).split())
            annotation["Contents"] = pydyf.String(text or box.element.get("href") or "")
            node.kids.append(Annotation(self._number, annotation))
            return
        page = self._pdf.objects[int(self._pdf.page_references[self._number].split()[0])]
        page["Annots"].remove(annotation.reference)

    def _rectangle(self, box: Any) -> tuple[float, float, float, float]:
        x, y, height = box.content_box_x(), box.content_box_y(), self._page.height
        corners = (x, height - y - box.height, x + box.width, height - y)
        left, bottom, right, top = (round(0.75 * n, 2) for n in corners)
        return left, bottom, right, top


def _first_page(node: Node) -> int | None:
    for kid in node.kids:
        found = _first_page(kid) if isinstance(kid, Node) else kid.page
        if found is not None:
            return found
    return None
