"""The structure tree: the trees of all sections below one document element."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book, Part


@dataclass(frozen=True, slots=True)
class Leads:
    """The structure elements that things lead to.

    ``ids`` are those of named destinations; ``bookmarks`` those of each part's bookmarks, by
    the index of its first page. ``endnotes`` are notes that do not stand at the foot of a page.
    """

    ids: dict[bytes, Any] = field(default_factory=dict)
    bookmarks: dict[int, list[Any]] = field(default_factory=dict)
    endnotes: list[Any] = field(default_factory=list)


def join(book: Book) -> Leads:
    """Copy the sections' trees in order; keys of the parent tree are made unique.

    Pages must have been copied, so that elements find them (ISO 32000-1, 14.7).
    """
    pdf = book.pdf
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())
    )
    numbers: list[Any] = []
    roles: dict[str, Any] = {}
    ids: dict[bytes, Any] = {}
    leads = Leads()
    free = 0
    for part in book.parts:
        source = part.source.Root.get("/StructTreeRoot")
        if source is None:
            continue
        tree = pdf.copy_foreign(part.source.make_indirect(source))
        _take_kids(tree, document)
        free = _take_numbers(book, part, tree, numbers, free)
        roles.update(tree.get("/RoleMap", {}).items())
        ids.update(names(tree, "/IDTree"))
        leads.ids.update(names(tree.Isg, "/Ids"))
        leads.bookmarks[part.first] = list(tree.Isg.Bookmarks)
        leads.endnotes.extend(tree.Isg.Endnotes)
    root.K = Array([document])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = free
    if roles:
        root.RoleMap = Dictionary(dict(sorted(roles.items())))
    if ids:
        flat = [x for name in sorted(ids) for x in (name, ids[name])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=_names(flat)))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return leads


def strip(book: Book) -> None:
    """Leave the structure out: pages keep nothing that points to it."""
    for page in book.pdf.pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]


def _take_kids(tree: Any, document: Any) -> None:
    for top in tree.K:
        for kid in top.get("/K", ()):
            kid.P = document
            document.K.append(kid)


def _take_numbers(book: Book, part: Part, tree: Any, numbers: list[Any], free: int) -> int:
    """Add a section's parent tree; give the first key that is free after it."""
    entries = list(tree.ParentTree.Nums)
    highest = free
    for key, value in zip(entries[::2], entries[1::2], strict=True):
        numbers += [free + int(key), value]
        highest = max(highest, free + int(key) + 1)
    for index in range(part.first, part.first + part.set.facts.pages):
        page = book.pdf.pages[index].obj
        if "/StructParents" in page:
            page.StructParents = free + int(page.StructParents)
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = free + int(annotation.StructParent)
    return highest


def names(holder: Any, key: str) -> dict[bytes, Any]:
    """Give the entries of a tree of names that has no branches; none where there is no tree."""
    flat = list(holder[key].Names) if key in holder else []
    return {bytes(n): e for n, e in zip(flat[::2], flat[1::2], strict=True)}


def _names(flat: list[Any]) -> Array:
    return Array([String(x) if isinstance(x, bytes) else x for x in flat])
