"""Writes a structure tree into the PDF that WeasyPrint makes (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

from isgpress.typeset import tag_roles

if TYPE_CHECKING:
    from isgpress.typeset.tag_tree import Leads, Node


class Marks:
    """The marked content of a page's stream, by number."""

    def __init__(self, stream: Any) -> None:
        """Find where each begins."""
        self._stream = stream.stream
        self._at = {
            item["MCID"]: n
            for n, item in enumerate(self._stream)
            if isinstance(item, dict) and "MCID" in item
        }

    def make_artifact(self, mcid: int) -> None:
        """Mark content as what is not part of the text: a running head, a leader."""
        at = self._at.get(mcid)
        if at is not None:
            self._stream[at - 1] = "/Artifact"
            self._stream[at] = pydyf.Dictionary({})


def write(pdf: Any, document: Node, leads: Leads, slug: str, pages: int) -> Any:
    """Add the tree to the PDF; give its root. Ids of elements begin with ``slug``.

    What ``leads`` says is put beside the tree, as ``Isg``, for the assembly.
    """
    writer = _Writer(pdf, slug, pages)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = pydyf.Array([writer.node(document, root).reference])
    root["ParentTree"] = writer.parent_tree().reference
    root["RoleMap"] = pydyf.Dictionary({k: f"/{v}" for k, v in tag_roles.ROLE_MAP.items()})
    if writer.ids:
        names = pydyf.Array()
        for name in sorted(writer.ids):
            names.extend([pydyf.String(name), writer.ids[name]])
        root["IDTree"] = pydyf.Dictionary({"Names": names})
    root["Isg"] = writer.leads(leads)
    return root


class _Writer:
    """Writes nodes, and keeps which of them owns which content."""

    def __init__(self, pdf: Any, slug: str, pages: int) -> None:
        self.ids: dict[str, Any] = {}
        self._written: dict[Node, Any] = {}
        self._pdf, self._slug = pdf, slug
        self._refs = pdf.page_references
        self._owners: list[dict[int, Any]] = [{} for _ in range(pages)]
        self._links: list[Any] = []

    def node(self, node: Node, parent: Any) -> Any:
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{node.role}", "P": parent.reference}
        )
        self._pdf.add_object(element)
        self._written[node] = element.reference
        self._describe(node, element)
        page = _page_of(node)
        if page is not None:
            element["Pg"] = self._refs[page]
        element["K"] = pydyf.Array([self._kid(kid, element, page) for kid in node.kids])
        return element

    def parent_tree(self) -> Any:
        """Give the tree from content and annotations to the elements that own them."""
        nums = pydyf.Array()
        for number, owners in enumerate(self._owners):
            last = max(owners, default=-1)
            row = pydyf.Array([owners.get(n, "null") for n in range(last + 1)])
            nums.extend([number, row])
        for number, reference in enumerate(self._links, start=len(self._owners)):
            nums.extend([number, reference])
        tree = pydyf.Dictionary({"Nums": nums})
        self._pdf.add_object(tree)
        return tree

    def leads(self, leads: Leads) -> Any:
        """Give as a dictionary to which elements bookmarks and ids lead."""
        names = pydyf.Array()
        for name, node in leads.ids:
            names.extend([pydyf.String(name), self._written[node]])
        return pydyf.Dictionary(
            {
                "Bookmarks": pydyf.Array(self._written[n] for n in leads.bookmarks),
                "Ids": pydyf.Dictionary({"Names": names}),
                "Endnotes": pydyf.Array(self._written[n] for n in leads.endnotes),
            }
        )

    def _kid(self, kid: Any, element: Any, page: int | None) -> Any:
        if hasattr(kid, "role"):
            return self.node(kid, element).reference
        if hasattr(kid, "annotation"):
            return self._annotation(kid, element)
        self._owners[kid.page][kid.mcid] = element.reference
        if kid.page == page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._refs[kid.page], "MCID": kid.mcid})

    def _annotation(self, kid: Any, element: Any) -> Any:
        kid.annotation["StructParent"] = len(self._owners) + len(self._links)
        self._links.append(element.reference)
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": self._refs[kid.page]}
        )

    def _describe(self, node: Node, element: Any) -> None:
        """Add language, alternative text, ids and attributes."""
        if node.language:
            element["Lang"] = pydyf.String(node.language)
        source = node.element
        if node.role in tag_roles.DESCRIBED:
            element["Alt"] = pydyf.String(tag_roles.alternative(source))
            if node.box:
                box = pydyf.Array(node.box)
                element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": box})
        elif node.role == "Note":
            name = source.get("id") or f"{self._slug}-note-{element.number}"
            element["ID"] = pydyf.String(name)
            self.ids[name] = element.reference
        elif node.role in ("TH", "TD"):
            attributes = _cell(source, node.scope)
            if attributes:
                element["A"] = pydyf.Dictionary({"O": "/Table", **attributes})
        elif node.role == "L":
            numbering = {"O": "/List", "ListNumbering": f"/{_numbering(source)}"}
            element["A"] = pydyf.Dictionary(numbering)


def _cell(cell: Any, scope: str) -> dict[str, Any]:
    found: dict[str, Any] = {"Scope": f"/{scope}"} if scope else {}
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        value = cell.get(name) or "1"
        if value.isdigit() and int(value) > 1:
            found[key] = int(value)
    return found


def _numbering(source: Any) -> str:
    """Give how a list is numbered, by HTML: CSS of a theme changes looks, not kind."""
    types = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
    if source.tag == "ol":
        return types.get(source.get("type") or "", "Decimal")
    return "Disc" if source.tag == "ul" else "None"


def _page_of(node: Node) -> int | None:
    """Give the page on which most short references to content can be used: the first."""
    return next((kid.page for kid in node.kids if not hasattr(kid, "role")), None)
