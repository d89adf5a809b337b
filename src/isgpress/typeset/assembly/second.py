"""PDF 2.0: what a tagged book needs to be PDF/UA-2 (ISO 14289-2) and PDF/A-4f (ISO 19005-4).

The structure gets the names that PDF 2.0 has for things (ISO 32000-2, 14.8.4); what it no
longer names keeps the name of PDF 1.7, as ISO/TS 32005 allows. Links and bookmarks lead to
structure elements, notes and their calls name each other, sources are attached.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

from isgpress.typeset.assembly import placing, structure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isgpress.typeset.assembly.book import Book
    from isgpress.typeset.assembly.structure import Leads

NAMESPACE = "http://iso.org/pdf2/ssn"
MATHML = "application/mathml+xml"
RENAMED = {"/Note": Name.FENote}
OF_TWO = frozenset(
    f"/{name}"
    for name in (
        *("Document", "Sect", "Div", "Aside", "P", "H1", "H2", "H3", "H4", "H5", "H6"),
        *(
            "FENote",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
            "TD",
            "THead",
            "TBody",
        ),
        *("TFoot", "Caption", "Figure", "Formula", "Span", "Link"),
    )
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to attach: its path in the title's folder, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached: the sources of a book, the MathML of formulas by their TeX."""

    sources: tuple[File, ...]
    formulas: Mapping[str, str]


def raise_to(book: Book, leads: Leads, attached: Attached) -> None:
    """Make a tagged book with links and outline one of PDF 2.0, with its sources attached."""
    root = book.pdf.Root.StructTreeRoot
    space = book.pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(NAMESPACE)))
    root.Namespaces = Array([space])
    if "/RoleMap" in root:
        del root["/RoleMap"]
    for element in placing.elements(root):
        _name(element, space)
    _refer(root, leads)
    _lead(book, leads)
    _attach(book, attached.sources)
    _explain(book, attached.formulas)


def _name(element: Any, space: Any) -> None:
    """Give an element its name in PDF 2.0, and a list of terms its kind."""
    element.S = RENAMED.get(str(element.S), element.S)
    if str(element.S) in OF_TWO:
        element.NS = space
    if element.S == Name.L and element.get("/A", {}).get("/ListNumbering") == Name("/None"):
        element.A.ListNumbering = Name.Description


def _refer(root: Any, leads: Leads) -> None:
    """Let notes and calls name each other, entries of contents what they lead to.

    ISO 14289-2, 8.2.5.14 and 8.2.5.8.
    """
    endnotes = {note.objgen for note in leads.endnotes}
    notes = structure.names(root, "/IDTree")
    for note in notes.values():
        kind = Name.Endnote if note.objgen in endnotes else Name.Footnote
        note.A = Dictionary(O=Name.FENote, NoteType=kind)
    for element in placing.elements(root):
        role = str(element.S)
        ends = _destinations(element) if role in ("/Reference", "/TOCI") else []
        if role == "/TOCI" and (found := [leads.ids[e] for e in ends if e in leads.ids]):
            element.Ref = Array(found[:1])
        for note in [notes[end] for end in ends[:1] if end in notes]:
            element.Ref = Array([note])
            note.Ref = Array([*note.get("/Ref", ()), element])


def _destinations(element: Any) -> list[bytes]:
    """Give the names to which links below an element lead."""
    links = [e for e in placing.elements(element) if str(e.S) == "/Link"]
    kids = [kid for link in links for kid in placing.kids(link)]
    found = [k.Obj.get("/Dest") for k in kids if isinstance(k, Dictionary) and "/Obj" in k]
    return [bytes(name) for name in found if isinstance(name, String)]


def _lead(book: Book, leads: Leads) -> None:
    """Let links and bookmarks lead to structure elements (ISO 14289-2, 8.8)."""
    root = book.pdf.Root
    places = structure.names(root.Names, "/Dests") if "/Names" in root else {}
    for page in book.pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            name = annotation.get("/Dest")
            if isinstance(name, String) and bytes(name) in places:
                element = leads.ids.get(bytes(name), root.StructTreeRoot.K[0])
                annotation.A = _go_to(name, places[bytes(name)], element)
                del annotation["/Dest"]
    for item in placing.items(root.get("/Outlines", Dictionary())):
        element = item.get("/SE", root.StructTreeRoot.K[0])
        item.A = _go_to(item.Dest, item.Dest, element)
        del item["/Dest"]


def _go_to(target: Any, place: Any, element: Any) -> Any:
    where = place.D if isinstance(place, Dictionary) else place
    return Dictionary(S=Name.GoTo, D=target, SD=Array([element, *list(where)[1:]]))


def _attach(book: Book, sources: Sequence[File]) -> None:
    """Attach files as the sources of the book (ISO 32000-2, 7.11.4 and 14.13)."""
    names: list[Any] = []
    for source in sorted(sources, key=lambda s: s.name.encode()):
        names += [String(source.name), _file(book, source, Name.Source)]
    root = book.pdf.Root
    root.AF = Array(names[1::2])
    if "/Names" not in root:
        root.Names = Dictionary()
    root.Names.EmbeddedFiles = Dictionary(Names=Array(names))


def _explain(book: Book, formulas: Mapping[str, str]) -> None:
    """Give drawn formulas their MathML (ISO 14289-2, 8.2.5.29)."""
    files: dict[str, Any] = {}
    for element in placing.elements(book.pdf.Root.StructTreeRoot):
        tex = str(element.get("/Alt", "")) if str(element.S) == "/Formula" else ""
        if tex not in formulas:
            continue
        if tex not in files:
            data = formulas[tex].encode()
            math = File(f"formula-{len(files) + 1}.mml", MATHML, data)
            files[tex] = _file(book, math, Name.Supplement)
        element.AF = Array([files[tex]])


def _file(book: Book, file: File, relation: Name) -> Any:
    stream = book.pdf.make_stream(file.data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name(f"/{file.media_type}")
    digest = hashlib.md5(file.data, usedforsecurity=False).digest()
    stream.Params = Dictionary(Size=len(file.data), CheckSum=String(digest))
    return book.pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(file.name),
            UF=String(file.name),
            Desc=String(file.name),
            AFRelationship=relation,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
