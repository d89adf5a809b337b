"""Fonts: one file and one dictionary for each font of the title, shared by all sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    import pikepdf

    from isgpress.typeset.assembly.book import Book
    from isgpress.typeset.facts import FontUse

MARK = "/IsgFont"
FIXED_PITCH = 1  # flag of a font descriptor (ISO 32000-1, table 123)
BATCH = 100  # entries in one section of a character map
STEM = 80


def share(book: Book) -> None:
    """Put the title's fonts in place of the stubs that sections were written with."""
    fonts = book.title.fonts
    files = [_file(book.pdf, data) for data in fonts.files]
    programs = [
        _descendant(book.pdf, use, data, file)
        for use, data, file in zip(fonts.programs, fonts.files, files, strict=True)
    ]
    made = [_font(book.pdf, use, programs[n]) for n, use in fonts.dictionaries]
    for part in book.parts:
        numbers = fonts.of[part.number]
        for dictionary in _dictionaries(book.pdf.pages[part.first].obj):
            for name, stub in list(dictionary.items()):
                if MARK in stub:
                    dictionary[name] = made[numbers[int(stub[MARK])]]


def embedded(pdf: pikepdf.Pdf, use: FontUse, data: bytes) -> Any:
    """Put a font that was cut down into a file of its own; give its dictionary."""
    return _font(pdf, use, _descendant(pdf, use, data, _file(pdf, data)))


def _dictionaries(page: Any) -> list[Any]:
    """Give the font dictionaries of a section: WeasyPrint has one for all its pages."""
    fonts = page.Resources.get("/Font")
    return [] if fonts is None else [fonts]


def _file(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    stream = pdf.make_stream(data)
    if _is_opentype(data):
        stream.Subtype = Name.OpenType
    elif _is_bare(data):
        stream.Subtype = Name.CIDFontType0C
    else:
        stream.Length1 = len(data)
    return stream


def _descendant(pdf: pikepdf.Pdf, use: FontUse, data: bytes, file: Any) -> Any:
    widths = {g.gid: g.width for g in use.glyphs}
    same = len(widths) > 1 and len(set(widths.values())) == 1
    top = max(widths.values(), default=0)
    opentype = _is_opentype(data) or _is_bare(data)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{use.name}"),
        FontFamily=String(use.family),
        Flags=use.flags | FIXED_PITCH if same else use.flags,
        FontBBox=Array([0, use.descent, top, use.ascent]),
        ItalicAngle=0,
        Ascent=use.ascent,
        Descent=use.descent,
        CapHeight=use.ascent,
        StemV=STEM,
        StemH=STEM,
    )
    descriptor["/FontFile3" if opentype else "/FontFile2"] = file
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if opentype else Name.CIDFontType2,
        BaseFont=Name(f"/{use.name}"),
        CIDSystemInfo=_system(),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    if not _is_bare(data):
        font.CIDToGIDMap = Name.Identity
    return font


def _font(pdf: pikepdf.Pdf, use: FontUse, program: Any) -> Any:
    descendant = Dictionary(program)
    descendant.W = _widths(use)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{use.name}"),
            Encoding=_encoding(pdf, use) if use.missing else Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(use)),
        )
    )


def _widths(use: FontUse) -> Array:
    """Give widths as runs of consecutive glyph ids (ISO 32000-1, 9.7.4.3)."""
    runs: list[object] = []
    last = None
    for glyph in use.glyphs:
        if last is None or glyph.gid != last + 1:
            runs += [glyph.gid, Array()]
        runs[-1].append(glyph.width)  # type: ignore[attr-defined] # the run's array
        last = glyph.gid
    return Array(runs)


def _to_unicode(use: FontUse) -> bytes:
    pairs = [
        f"<{g.gid:04x}> <{g.text.encode('utf-16-be').hex()}>" for g in use.glyphs if g.text
    ]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    )
    return (head + _batches(pairs, "bfchar") + _end()).encode()


def _encoding(pdf: pikepdf.Pdf, use: FontUse) -> pikepdf.Stream:
    """Map the glyph ids of characters that the font lacks to its sign for them, glyph 0."""
    missing = set(use.missing)
    pairs = [f"<{g.gid:04x}> {0 if g.gid in missing else g.gid}" for g in use.glyphs]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        "3 dict dup begin\n/Registry (Adobe) def\n/Ordering (Identity) def\n"
        "/Supplement 0 def\nend def\n"
        "/CMapName /ISG-Missing def\n/CMapType 1 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    )
    stream = pdf.make_stream((head + _batches(pairs, "cidchar") + _end()).encode())
    stream.Type, stream.CMapName, stream.CIDSystemInfo = (
        Name.CMap,
        Name("/ISG-Missing"),
        _system(),
    )
    return stream


def _batches(pairs: list[str], kind: str) -> str:
    text = ""
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        text += f"{len(batch)} begin{kind}\n" + "\n".join(batch) + f"\nend{kind}\n"
    return text


def _end() -> str:
    return "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def _system() -> Dictionary:
    return Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)


def _is_opentype(data: bytes) -> bool:
    return data[:4] == b"OTTO"


def _is_bare(data: bytes) -> bool:
    """Tell whether these are the outlines of a CFF font alone."""
    return data[:2] == b"\x01\x00"
