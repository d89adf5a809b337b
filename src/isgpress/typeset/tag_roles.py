"""Which structure element an HTML element becomes (ISO 32000-1, 14.8.4).

Sources: the standard structure types of PDF 1.7 and the techniques of PDF/UA-1
(ISO 14289-1). What PDF 1.7 lacks (Aside) is mapped to what it has by a role map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLE_MAP: Mapping[str, str] = {"Aside": "Sect"}

BLOCKS = {
    "section": "Sect", "main": "Sect", "article": "Art", "aside": "Aside",
    "blockquote": "BlockQuote", "p": "P", "pre": "P", "h1": "H1", "h2": "H2", "h3": "H3",
    "h4": "H4", "h5": "H5", "h6": "H6", "ul": "L", "ol": "L", "dl": "L", "li": "LI",
    "dt": "Lbl", "dd": "LBody", "table": "Table", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption",
    "figure": "Figure", "figcaption": "Caption", "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}  # fmt: skip
PICTURES = ("img", "{http://www.w3.org/2000/svg}svg")
DESCRIBED = ("Figure", "Formula")
"""Types that need an alternative text (ISO 14289-1, 7.3 and 7.7)."""
INLINES = {"a": "Link", "code": "Code", "q": "Quote"}
BY_CLASS = {
    "footnote": "Note", "endnote": "Note", "note-label": "Lbl", "contents-list": "TOC",
    "entry": "TOCI", "index-columns": "Index", "isg-article": "Art",
    "drawn-formula": "Formula",
}  # fmt: skip

# These hold blocks only: text straight in them gets a paragraph of its own.
GROUPS = frozenset(
    {"Document", "Sect", "Art", "Aside", "BlockQuote", "TOC", "TOCI", "Index", "Div"}
)


def classes(element: Any) -> frozenset[str]:
    """Give the classes of an element."""
    return frozenset((element.get("class") or "").split())


def role_of(element: Any) -> str | None:
    """Give an element's structure type; None where it has none of its own.

    In a note at the foot of a page blocks are spans of the class ``note-block``, and tell
    what they stand for by a class such as ``note-p``.
    """
    tag, names = element.tag, classes(element)
    for name in sorted(names & BY_CLASS.keys()):
        return BY_CLASS[name]
    if "note-block" in names:
        tags = [n.removeprefix("note-") for n in sorted(names) if n.startswith("note-")]
        tag = next((t for t in tags if t in BLOCKS), tag)
    if tag == "figure" and not _is_picture(element):
        return "Sect"
    if tag in PICTURES and not says_something(element):
        return None
    return BLOCKS.get(tag) or INLINES.get(tag)


def is_cell(element: Any) -> bool:
    """Tell whether an element is a cell of a table."""
    return isinstance(element.tag, str) and role_of(element) in {"TD", "TH"}


def is_end(note: Any) -> bool:
    """Tell whether a note stands at the end of its text, not at the foot of its page."""
    return "endnote" in classes(note)


def is_inline(element: Any, role: str | None) -> bool:
    """Tell whether an element stands in a line of text."""
    if role in {"Note", "Lbl", *INLINES.values()}:
        return True
    return role is None and element.tag in {
        "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "img", "ins",
        "kbd", "mark", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
        "time", "u", "var",
    }  # fmt: skip


def says_something(picture: Any) -> bool:
    """Tell whether a picture has a text in place of it; one without is decoration."""
    return picture.get("role") not in {"presentation", "none"} and bool(alternative(picture))


def alternative(element: Any) -> str:
    """Give the text in place of a picture, or of the one picture in a figure."""
    if element.tag == "figure":
        inside = pictures(element)
        return alternative(inside[0]) if inside else ""
    if element.tag.endswith("}svg"):
        title = element.findtext("{http://www.w3.org/2000/svg}title")
        return " ".join((title or element.get("aria-label") or "").split())
    return " ".join((element.get("alt") or "").split())


def pictures(element: Any) -> list[Any]:
    """Give the pictures in an element that say something."""
    return [e for e in element.iter() if e.tag in PICTURES and says_something(e)]


def _is_picture(figure: Any) -> bool:
    return len(pictures(figure)) == 1
