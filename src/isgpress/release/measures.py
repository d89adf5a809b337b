"""What can be measured in finished files: pages, sizes, contents, accessibility.

Codes of accessibility are those of ONIX code list 196; each is computed from what stands
in the file, by one table, and none is asserted.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from lxml import etree
from PIL import Image
from pypdfium2 import raw

LOOKED_AT = 6  # pages on either side of the middle
POINT = 25.4 / 72  # mm
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"

SUMMARY, CERTIFIED_BY, REPORT = "00", "90", "94"
CREDENTIAL, CREDENTIAL_AT = "88", "89"
# schema.org's accessibilityFeature to list 196
FEATURES = {
    "tableOfContents": "11",
    "index": "12",
    "readingOrder": "13",
    "alternativeText": "14",
    "longDescription": "15",
    "longDescriptions": "15",
    "MathML": "17",
    "latex": "35",
    "pageBreakMarkers": "19",
    "printPageNumbers": "19",
    "structuralNavigation": "29",
    "ARIA": "30",
    "displayTransformability": "36",
    "highContrastDisplay": "26",
    "pageNavigation": "41",
}
# words of a claim of conformance to list 196
CLAIMS = {
    "EPUB Accessibility 1.1": "04",
    "WCAG 2.1": "81",
    "WCAG 2.2": "82",
    "Level AA": "85",
}
PDF_UA = {"1": "05", "2": "06"}

Facts = dict[str, object]


def picture_facts(data: bytes) -> Facts:
    """Give the width and height of a JPEG in px."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        return {"width": picture.width, "height": picture.height}


def pdf_facts(data: bytes) -> Facts:
    """Give the pages of a PDF, its folios, its trim in mm and its accessibility.

    ``text-size`` is the size in points in which most of its letters are set.
    ``folios`` are the highest arabic folio and the number of pages with roman ones. The
    trim is that of the second page where there is one: the first may be a cover.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[min(1, len(pdf.pages) - 1)]
        left, bottom, right, top = (float(n) for n in page.trimbox)
        labels = [str(p.label) for p in pdf.pages]
        arabic = [int(label) for label in labels if re.fullmatch(r"\d+", label)]
        roman = [label for label in labels if re.fullmatch(r"[ivxlcdm]+", label)]
        return {
            "pages": len(pdf.pages),
            "folios": [max(arabic, default=0), len(roman)],
            "trim": [round((right - left) * POINT, 1), round((top - bottom) * POINT, 1)],
            "text-size": text_size(data),
            "accessibility": [[code, ""] for code in _pdf_codes(pdf)],
        }


def text_size(data: bytes) -> float:
    """Give the size in points of most letters on the middle pages of a PDF; 0 for none."""
    sizes: Counter[float] = Counter()
    turn = raw.FS_MATRIX()
    with pypdfium2.PdfDocument(data) as pdf:
        middle = len(pdf) // 2
        for number in range(max(0, middle - LOOKED_AT), min(len(pdf), middle + LOOKED_AT)):
            text = pdf[number].get_textpage()
            for place in range(text.count_chars()):
                raw.FPDFText_GetMatrix(text, place, turn)
                scale = math.hypot(turn.c, turn.d)
                size = round(raw.FPDFText_GetFontSize(text, place) * scale, 1)
                sizes[size] += size > 1  # spaces that PDFium adds have none
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _pdf_codes(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Give the codes that hold of a PDF: those of a tagged one that says so."""
    part = str(pdf.open_metadata().get("pdfuaid:part", ""))
    if part not in PDF_UA:
        return
    yield PDF_UA[part]
    if "/Outlines" in pdf.Root:
        yield "11"
    yield "13"
    if "/Lang" in pdf.Root:
        yield "22"


def epub_facts(data: bytes) -> Facts:
    """Give an EPUB's identifier, the first level of its contents, and its accessibility."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        path, package = _package(epub)
        pages = [n for n in epub.namelist() if n.endswith(".xhtml")]
        spoken = all(_language(epub.read(name)) for name in pages)
        nav = _item(epub, path, package, "nav")
    found = _parsed(nav) if nav else None
    return {
        "identifier": _identifier(package),
        "contents": list(_contents(found)) if found is not None else [],
        "accessibility": [list(c) for c in _epub_codes(package, found, spoken=spoken)],
    }


def epub_identifier(data: bytes) -> str:
    """Give the identifier of an EPUB, such as ``urn:isbn:9780000000026``."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        return _identifier(_package(epub)[1])


def epub_cover(data: bytes) -> bytes:
    """Give the cover picture of an EPUB; nothing where it has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        return _item(epub, *_package(epub), "cover-image")


def _epub_codes(
    package: etree._Element, nav: etree._Element | None, *, spoken: bool
) -> Iterator[tuple[str, str]]:
    """Give each code with its text, once, by what the package says and the files show."""
    codes = dict(code for name, value in _properties(package) for code in _said(name, value))
    for link in package.iter(f"{OPF}link"):
        if "a11y:certifierReport" in (link.get("rel") or "").split():
            codes[REPORT] = link.get("href", "")
    if spoken:
        codes["22"] = ""
    if nav is not None and any(e.get(TYPE) == "landmarks" for e in nav.iter(f"{XHTML}nav")):
        codes["32"] = ""
    yield from sorted((codes or {"08": ""}).items())


def _said(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Give the codes that a property of the package stands for."""
    match name:
        case "schema:accessibilityFeature" if value in FEATURES:
            yield FEATURES[value], ""
        case "schema:accessModeSufficient" if value == "textual":
            yield "52", ""
        case "dcterms:conformsTo":
            yield from ((code, "") for words, code in CLAIMS.items() if words in value)
        case "schema:accessibilitySummary":
            yield SUMMARY, value
        case "a11y:certifiedBy":
            yield CERTIFIED_BY, value
        case "a11y:certifierCredential":
            yield CREDENTIAL_AT if value.startswith("http") else CREDENTIAL, value


def _properties(package: etree._Element) -> Iterator[tuple[str, str]]:
    for element in package.iter(f"{OPF}meta"):
        name = element.get("property") or ""
        if name and (name.startswith("a11y:") or not element.get("refines")):
            yield name, (element.text or "").strip()


def _contents(nav: etree._Element) -> Iterator[str]:
    """Give what the contents list: parts, chapters, articles, with authors; no subheads."""
    for element in nav.iter(f"{XHTML}nav"):
        if element.get(TYPE) != "toc":
            continue
        for item in element.iter(f"{XHTML}li"):
            label = item.find(f"{XHTML}a")
            label = item.find(f"{XHTML}span") if label is None else label
            if label is not None and "#" not in (label.get("href") or ""):
                yield _label(label)


def _label(label: etree._Element) -> str:
    """Give a line of the contents; who wrote it follows after a dash."""
    authors = [e for e in label.iter(f"{XHTML}span") if e.get("class") == "entry-authors"]
    names = [" ".join(" ".join(map(str, e.itertext())).split()) for e in authors]
    whole = " ".join("".join(map(str, label.itertext())).split())
    for name in names:
        whole = f"{whole.removesuffix(name).rstrip()} – {name}"
    return whole


def _language(page: bytes) -> bool:
    head = page[:2000].decode("utf-8", "replace")
    return bool(re.search(r"<html\b[^>]*\sxml:lang=", head))


def _identifier(package: etree._Element) -> str:
    wanted = package.get("unique-identifier")
    found = (e for e in package.iter("{*}identifier") if e.get("id") == wanted)
    return next((e.text or "" for e in found), "")


def _item(epub: zipfile.ZipFile, path: str, package: etree._Element, what: str) -> bytes:
    """Give the bytes of the manifest's item with a property; nothing where there is none."""
    for item in package.iter(f"{OPF}item"):
        if what in (item.get("properties") or "").split():
            folder = path.rpartition("/")[0]
            name = item.get("href", "")
            return epub.read(f"{folder}/{name}" if folder else name)
    return b""


def _package(epub: zipfile.ZipFile) -> tuple[str, etree._Element]:
    container = _parsed(epub.read("META-INF/container.xml"))
    path = next(container.iter(_CONTAINER)).get("full-path", "")
    return path, _parsed(epub.read(path))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
