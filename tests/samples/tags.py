"""Reads the tags of a PDF and the text under them, as a screen reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_TEXT = "BDC BMC EMC Tf Tj TJ"  # operators of marks and text
Texts = Mapping[int, str]


@dataclass(eq=False)
class Tag:
    """A structure element: its role, its own object, and its texts and kids in order."""

    role: str
    raw: Any
    pieces: list[str | Tag] = field(default_factory=list)

    @property
    def kids(self) -> list[Tag]:
        """The elements directly inside."""
        return [piece for piece in self.pieces if isinstance(piece, Tag)]

    def walk(self, *without: str) -> Iterator[Tag]:
        """Give this element and all below it, but those of some roles."""
        yield self
        for kid in self.kids:
            if kid.role not in without:
                yield from kid.walk(*without)

    def all(self, *roles: str) -> list[Tag]:
        """Give all elements of some roles at or below this one."""
        return [tag for tag in self.walk() if tag.role in roles]

    def text(self, *without: str) -> str:
        """Give the text at and below this element, without elements of some roles."""
        said = []
        for piece in self.pieces:
            if isinstance(piece, str):
                said.append(piece)
            elif piece.role not in without:
                said.append(piece.text(*without))
        return "".join(said)

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes of all owners."""
        held = self.raw.get("/A")
        owners = held if isinstance(held, pikepdf.Array) else [held] if held is not None else []
        return {str(k): v for owner in owners for k, v in owner.items()}

    @property
    def links(self) -> list[Any]:
        """The annotations of links at or below this element."""
        return [
            kid.Obj
            for tag in self.walk()
            for kid in _kids(tag.raw)
            if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        ]


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """Give the document element of a PDF."""
    texts = {page.obj.objgen: _texts(page) for page in pdf.pages}

    def read(raw: Any) -> Tag:
        tag = Tag(str(raw.S).removeprefix("/"), raw)
        own = raw.get("/Pg")
        for kid in _kids(raw):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                tag.pieces.append(read(kid))
            elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                page = kid.get("/Pg", own)
                tag.pieces.append(texts[page.objgen].get(int(kid.MCID), ""))
            elif not isinstance(kid, pikepdf.Dictionary) and own is not None:
                tag.pieces.append(texts[own.objgen].get(int(kid), ""))
        return tag

    (document,) = _kids(pdf.Root.StructTreeRoot)
    return read(document)


def _kids(raw: Any) -> list[Any]:
    kids = raw.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _texts(page: pikepdf.Page) -> Texts:
    """Give the text of each run of marked content, lines and words without breaks."""
    found: dict[int, str] = {}
    marks: list[int | None] = []
    fonts: dict[str, Mapping[int, str]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page, _TEXT):
        match str(operator):
            case "BDC":
                inline = isinstance(operands[1], pikepdf.Dictionary)
                mark = operands[1].get("/MCID") if inline else None
                marks.append(None if mark is None else int(mark))
                if mark is not None:
                    found.setdefault(int(mark), "")
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "Tf":
                font = str(operands[0])
                if font not in fonts:
                    fonts[font] = _characters(page.resources.Font[font])
            case "Tj" | "TJ":
                mark = next((m for m in reversed(marks) if m is not None), None)
                if mark is None:
                    continue
                found[mark] += _shown(operands[0], fonts[font])
    return found


def _shown(operand: Any, characters: Mapping[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    codes = (int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2))
    return "".join(characters.get(code, "") for code in codes)


def _characters(font: Any) -> dict[int, str]:
    """Read the text of each code from a font's ToUnicode map (ISO 32000-1, 9.10.3)."""
    if "/ToUnicode" not in font:
        return {}
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL)
        for code, text in _RANGE.findall(block)
    }
