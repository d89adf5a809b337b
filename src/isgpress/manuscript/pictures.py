"""Pictures: that they are there, can be opened, and do no harm.

Formats and limits: PNG, JPEG, GIF and WebP through Pillow, named one by one, for its
other readers are a risk with files from strangers; SVG without document type, script or
address outside itself.
"""

from __future__ import annotations

import io
import posixpath
import re
import warnings

from lxml import etree

from isgpress.findings import Finding, PressError
from isgpress.manuscript.tree import Element
from isgpress.world import World

MAX_BYTES = 60_000_000
MAX_PIXELS = 120_000_000  # an A3 page at 800 dpi
_RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
_MAY_MOVE = (".gif", ".png", ".webp", ".svg")
_ADVICE = "open it in a picture editor and save it again as PNG or JPEG"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#|data:image/)|@import|expression\(", re.IGNORECASE)
_HARMFUL = frozenset(("script", "foreignObject", "iframe", "embed", "object", "handler"))


def check_picture(world: World, path: str) -> tuple[str, str, str] | None:
    """Look at a picture file; give rule, message and help of what is wrong, or None.

    ``path`` is relative to the press folder.
    """
    try:
        data = world.read_bytes(path)
    except PressError as fault:
        return _as_picture(fault.findings[0], path)
    if len(data) > MAX_BYTES:
        return (
            "picture-too-large",
            f"the picture `{path}` has {len(data) // 1_000_000} MB",
            f"save it smaller; the limit is {MAX_BYTES // 1_000_000} MB",
        )
    kind = posixpath.splitext(path)[1].lower()
    if kind == ".svg":
        return _check_svg(data, path)
    if kind not in _RASTER:
        return (
            "unknown-picture-format",
            f"`{path}` is no picture that a book can hold",
            "save it as PNG, JPEG, GIF, WebP or SVG",
        )
    return _check_raster(data, path, _RASTER[kind])


def moves(world: World, path: str) -> bool:
    """Tell whether a picture that ``check_picture`` lets pass is animated."""
    kind = posixpath.splitext(path)[1].lower()
    if kind not in _MAY_MOVE:
        return False
    try:
        data = world.read_bytes(path)
    except PressError:
        return False  # told by ``check_picture``
    if kind == ".svg":
        return b"<animate" in data or b"@keyframes" in data
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow to import

    try:
        with Image.open(io.BytesIO(data), formats=[_RASTER[kind]]) as image:
            return bool(getattr(image, "is_animated", False))
    except (OSError, UnidentifiedImageError):
        return False


def _as_picture(finding: Finding, path: str) -> tuple[str, str, str]:
    if finding.rule == "missing-file":
        return "missing-picture", f"the picture `{path}` is not there", finding.help
    return finding.rule, finding.message, finding.help


def _check_raster(data: bytes, path: str, kind: str) -> tuple[str, str, str] | None:
    from PIL import Image  # noqa: PLC0415 - only sections with pictures pay for it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(set(_RASTER.values()))) as image:
                found, size = image.format, image.width * image.height
                image.verify()
    except Image.DecompressionBombError:
        found, size = kind, MAX_PIXELS + 1
    except Exception as fault:  # noqa: BLE001 - Pillow raises many sorts on broken files
        return (
            "unreadable-picture",
            f"the picture `{path}` cannot be opened: {_why(fault)}",
            _ADVICE,
        )
    if size > MAX_PIXELS:
        return (
            "picture-too-large",
            f"the picture `{path}` has more than {MAX_PIXELS // 1_000_000} million pixels",
            "save it with fewer pixels; 300 to the inch are enough for print",
        )
    if found != kind:
        return (
            "unreadable-picture",
            f"`{path}` is a {found} file with the wrong ending",
            f"rename it to end in .{(found or 'png').lower()}",
        )
    if found == "JPEG" and b"\xff\xd9" not in data[-4096:]:
        return "unreadable-picture", f"the picture `{path}` is cut off before its end", _ADVICE
    return None


def _why(fault: Exception) -> str:
    if "cannot identify" in str(fault):
        return "it is no PNG, JPEG, GIF or WebP file"
    return (str(fault).rstrip(".") or type(fault).__name__).lower()


def _check_svg(data: bytes, path: str) -> tuple[str, str, str] | None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return _unsafe(path, "holds a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        return (
            "unreadable-picture",
            f"the picture `{path}` is not well-formed SVG: {fault.msg}",
            ("open it in a drawing program and save it again as plain SVG"),
        )
    if etree.QName(root).localname != "svg":
        return "unreadable-picture", f"`{path}` is no SVG picture", _ADVICE
    for element in root.iter():
        if fault_found := _harm(element):
            return _unsafe(path, fault_found)
    return None


def _harm(element: Element) -> str:
    """Give what is unsafe in one element of an SVG picture; empty if nothing is."""
    if not isinstance(element.tag, str):
        is_style = isinstance(element, etree._ProcessingInstruction)  # noqa: SLF001
        return "holds a processing instruction" if is_style else ""
    name = etree.QName(element).localname
    if name in _HARMFUL:
        return f"holds `<{name}>`"
    if name == "style" and _OUTSIDE.search(element.text or ""):
        return "loads something from outside"
    found = (_harm_of(name, key, value) for key, value in element.attrib.items())
    return next((harm for harm in found if harm), "")


def _harm_of(name: str, key: str, value: str) -> str:
    """Give what is unsafe in one attribute; empty if nothing is."""
    if etree.QName(key).localname.lower().startswith("on"):
        return f"holds script (`{key}`)"
    inside = value.startswith(("#", "data:image/"))
    if key in {"href", _XLINK} and name != "a" and not inside:
        return f"loads `{value[:40]}` from outside"
    if "url(" in value and _OUTSIDE.search(value):
        return "loads something from outside"
    return ""


def _unsafe(path: str, what: str) -> tuple[str, str, str]:
    return (
        "unsafe-picture",
        f"the picture `{path}` {what}",
        "save it from a drawing program as plain SVG, everything embedded",
    )
