"""Placing: frames, which are pages of their own, become parts of the pages of an issue.

A frame's content goes on the canvas of its page, moved to its place. Marked content is
numbered anew on each page, and all that named the frame's page (tags, links,
destinations) names the page that it went to (ISO 32000-1, 14.6, 14.7, 12.3.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from isgpress.model.composition import Frame
    from isgpress.typeset.assembly.book import Book

POINTS_PER_MM = 72 / 25.4
KINDS = ("/Font", "/XObject", "/ExtGState", "/Pattern", "/Shading", "/ColorSpace")
_MCID = re.compile(rb"/MCID\s+(\d+)")
_MARKED = re.compile(rb"/[A-Za-z][A-Za-z0-9]*\s*<<\s*/MCID\s+\d+\s*>>\s*BDC")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a frame's page went: the page, by how much in points, how its marks count.

    ``scale`` is how much larger it is drawn.
    """

    page: Any
    right: float
    up: float
    marks: int
    scale: float = 1.0


def place(
    book: Book, frames: Sequence[Sequence[Frame]], canvases: int, bleed: float = 0.0
) -> None:
    """Put the frames of all pieces on the first ``canvases`` pages; drop their own.

    ``frames`` are those of each piece, in the order of ``book.parts`` after the canvases.
    A frame that fills its page is drawn larger by ``bleed`` mm on every side.
    """
    pages = [p.obj for p in book.pdf.pages]
    for page in pages[:canvases]:
        _make_artifact(book, page)
    owners = _owners(book)
    rows: dict[int, list[Any]] = {n: [] for n in range(canvases)}
    moves: dict[tuple[int, int], _Move] = {}
    for part, own in zip(book.parts[canvases:], frames, strict=True):
        for frame in own:
            source, number = pages[part.first + frame.index], frame.page - 1
            right, up = _shift(pages[number], source, frame)
            row = owners.pop(int(source.get("/StructParents", -1)), Array())
            scale = 1.0
            if bleed and _fills(pages[number], source):
                scale, right, up = _enlarged(pages[number], source, bleed)
            moves[source.objgen] = _Move(pages[number], right, up, len(rows[number]), scale)
            _draw(book, pages[number], source, moves[source.objgen])
            rows[number].extend(row)
    _rewrite(book, moves)
    if "/StructTreeRoot" in book.pdf.Root:
        _write_owners(book, pages[:canvases], rows, owners)
    del book.pdf.pages[canvases:]


def _make_artifact(book: Book, page: Any) -> None:
    """Make what a canvas holds no part of the text: running feet, rules, tints."""
    data = _MARKED.sub(b"/Artifact BMC", page.Contents.read_bytes())
    page.Contents = book.pdf.make_stream(b"q\n" + data + b"\nQ\n")
    resources = page.get("/Resources", Dictionary())
    page.Resources = Dictionary(
        {k: Dictionary(dict(v.items())) if k in KINDS else v for k, v in resources.items()}
    )
    if "/StructParents" in page:
        del page["/StructParents"]


def _shift(page: Any, source: Any, frame: Frame) -> tuple[float, float]:
    """Give by how much, in points, a frame's content moves right and up."""
    trim = [float(n) for n in page.get("/TrimBox", page.MediaBox)]
    own = [float(n) for n in source.MediaBox]
    right = trim[0] + frame.left * POINTS_PER_MM - own[0]
    up = trim[3] - frame.top * POINTS_PER_MM - own[3]
    return round(right, 3), round(up, 3)


def _fills(page: Any, source: Any) -> bool:
    trim = [float(n) for n in page.get("/TrimBox", page.MediaBox)]
    own = [float(n) for n in source.MediaBox]
    sides = ((2, 0), (3, 1))
    return all(abs((trim[b] - trim[a]) - (own[b] - own[a])) < 1 for b, a in sides)


def _enlarged(page: Any, source: Any, bleed: float) -> tuple[float, float, float]:
    """Give scale and shift by which a frame reaches beyond its page, about its middle."""
    trim = [float(n) for n in page.get("/TrimBox", page.MediaBox)]
    own = [float(n) for n in source.MediaBox]
    more = 2 * bleed * POINTS_PER_MM
    scale = max((trim[i] - trim[i - 2] + more) / (own[i] - own[i - 2]) for i in (2, 3))
    right, up = (
        (trim[i] + trim[i + 2]) / 2 - scale * (own[i] + own[i + 2]) / 2 for i in (0, 1)
    )
    return scale, round(right, 3), round(up, 3)


def _draw(book: Book, page: Any, source: Any, move: _Move) -> None:
    """Add a frame's content to a page."""
    names = _add_resources(page.Resources, source.get("/Resources", Dictionary()))
    data = source.Contents.read_bytes()
    if names:
        data = _NAME.sub(lambda m: names.get(m[0], m[0]), data)
    if move.marks:
        data = _MCID.sub(lambda m: b"/MCID %d" % (int(m[1]) + move.marks), data)
    scale = f"{move.scale:.6g}"
    start = f"q {scale} 0 0 {scale} {move.right:g} {move.up:g} cm\n".encode()
    before = page.Contents.read_bytes()
    page.Contents = book.pdf.make_stream(before + start + data + b"\nQ\n")
    for annotation in source.get("/Annots", ()):
        left, low, right, high = (float(n) for n in annotation.Rect)
        x, y = move.right, move.up
        annotation.Rect = Array([left + x, low + y, right + x, high + y])
        if "/P" in annotation:
            annotation.P = page
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(annotation)


def _add_resources(known: Any, new: Any) -> dict[bytes, bytes]:
    """Add resources to a page's; give new names for those whose names are taken."""
    names: dict[str, str] = {}
    entries = [(kind, name, thing) for kind in KINDS for name, thing in _of(new, kind)]
    for kind, name, thing in entries:
        taken = dict(_of(known, kind)).get(name)
        if taken is not None and not _same(taken, thing):
            names.setdefault(name, _free(known, name))
    for kind, name, thing in entries:
        if kind not in known:
            known[kind] = Dictionary()
        known[kind][names.get(name, name)] = thing
    return {old.encode(): to.encode() for old, to in names.items()}


def _of(resources: Any, kind: str) -> list[tuple[str, Any]]:
    return list(resources[kind].items()) if kind in resources else []


def _same(one: Any, other: Any) -> bool:
    if one.is_indirect or other.is_indirect:
        return bool(one.objgen == other.objgen)
    return bool(one.unparse() == other.unparse())


def _free(known: Any, name: str) -> str:
    taken = {n for kind in KINDS for n, _ in _of(known, kind)}
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


# What named the pages of frames


def _owners(book: Book) -> dict[int, Any]:
    """Give the parent tree: the elements that own the content of each page, by its key."""
    tree = book.pdf.Root.get("/StructTreeRoot")
    if tree is None:
        return {}
    entries = list(tree.ParentTree.Nums)
    return {int(k): v for k, v in zip(entries[::2], entries[1::2], strict=True)}


def _write_owners(
    book: Book, pages: Sequence[Any], rows: Mapping[int, list[Any]], rest: Mapping[int, Any]
) -> None:
    """Write the parent tree anew: a row for each page, and what annotations had."""
    key = max(rest, default=-1) + 1
    numbers = dict(rest)
    for number, page in enumerate(pages):
        if rows[number]:
            page.StructParents = key
            numbers[key] = Array(rows[number])
            key += 1
    flat = [x for n in sorted(numbers) for x in (n, numbers[n])]
    tree = book.pdf.Root.StructTreeRoot
    tree.ParentTree = book.pdf.make_indirect(Dictionary(Nums=Array(flat)))
    tree.ParentTreeNextKey = key


def _rewrite(book: Book, moves: Mapping[tuple[int, int], _Move]) -> None:
    root = book.pdf.Root
    if "/StructTreeRoot" in root:
        for element in elements(root.StructTreeRoot):
            _move_element(element, moves)
    if "/Names" in root and "/Dests" in root.Names:
        for target in list(root.Names.Dests.Names)[1::2]:
            _move_target(target, moves)
    if "/Outlines" in root:
        for item in items(root.Outlines):
            _move_target(item.get("/Dest"), moves)


def elements(node: Any) -> Iterator[Any]:
    """Give the structure elements below a node, in no order of use."""
    todo = [node]
    while todo:
        for kid in kids(todo.pop()):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                todo.append(kid)


def kids(node: Any) -> list[Any]:
    """Give what stands directly below a node of the structure."""
    held = node.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def _move_element(element: Any, moves: Mapping[tuple[int, int], _Move]) -> None:
    own = moves.get(element.Pg.objgen) if "/Pg" in element else None
    held = kids(element)
    for number, kid in enumerate(held):
        if isinstance(kid, int):
            held[number] = kid + (own.marks if own else 0)
        elif isinstance(kid, Dictionary) and "/S" not in kid and "/Pg" in kid:
            move = moves.get(kid.Pg.objgen)
            if move is not None:
                kid.Pg = move.page
                if "/MCID" in kid:
                    kid.MCID = int(kid.MCID) + move.marks
    if held:
        element.K = Array(held)
    if own is not None:
        element.Pg = own.page
        layout = element.get("/A")
        if isinstance(layout, Dictionary) and "/BBox" in layout:
            left, low, right, high = (float(n) for n in layout.BBox)
            x, y = own.right, own.up
            layout.BBox = Array([left + x, low + y, right + x, high + y])


def _move_target(target: Any, moves: Mapping[tuple[int, int], _Move]) -> None:
    if not isinstance(target, Array) or not isinstance(target[0], Dictionary):
        return
    move = moves.get(target[0].objgen)
    if move is None:
        return
    target[0] = move.page
    if target[1] == Name.XYZ:
        target[2] = float(target[2]) + move.right
        target[3] = float(target[3]) + move.up


def items(node: Any) -> Iterator[Any]:
    """Give the items of an outline below a node, in their order."""
    item = node.get("/First")
    while item is not None:
        yield item
        yield from items(item)
        item = item.get("/Next")
