"""The allow list: what of HTML may stand in a manuscript.

Manuscripts come from strangers; what is not named here goes, and its line is reported.
The words inside an element that goes stay, unless they were never words of the text.
"""

from __future__ import annotations

import re
from collections import Counter

from isgpress.findings import Severity
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import Element
from isgpress.model.vocabulary import INLINE

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
INLINES = INLINE | {"br"}
_ALLOWED = BLOCKS | INLINES
_RENAMED = {
    "article": "section", "header": "div", "footer": "div", "address": "div",
    "details": "aside", "summary": "p", "strike": "s", "tt": "code", "big": "span",
    "acronym": "abbr", "data": "span", "time": "span", "mark": "span", "ins": "u", "del": "s",
    "nobr": "span", "center": "div", "wbr": "span",
}  # fmt: skip
# Never words of the text: their contents go with them.
_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "object",
        "embed",
        "applet",
        "iframe",
        "frame",
        "frameset",
        "noscript",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "source",
        "track",
        "input",
        "select",
        "textarea",
        "button",
        "form",
        "map",
        "area",
        "link",
        "meta",
        "base",
        "head",
        "title",
        "noframes",
        "xmp",
        "plaintext",
    ]
)
_KEEP_WORDS = frozenset(("form", "button", "noscript"))
_ANYWHERE = frozenset(("id", "class", "lang", "dir", "title"))
_ATTRIBUTES = {
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt", "width", "height")),
    "ol": frozenset(("start", "type", "reversed")),
    "li": frozenset(("value",)),
    "td": frozenset(("colspan", "rowspan", "style")),
    "th": frozenset(("colspan", "rowspan", "style", "scope")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
}
_OURS = "data-isg-"
GONE = "data-isg-gone"  # a picture whose address was taken out, which is reported
_ALIGN = re.compile(r"text-align:\s*(left|right|center);?\s*")
_SCHEME = re.compile(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE_SCHEMES = frozenset(("http", "https", "mailto"))
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)(?![\w:.@-])")  # no address follows
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MARKS = frozenset(("decorative", "credit"))  # ours, in attribute lists of pictures


def spare_words(text: str) -> str:
    """Give a line, as of a title, in which words in angle brackets are no HTML.

    Nothing tells what is taken out of metadata, so ``<Co>`` stays as it was typed.
    """
    return text if "`" in text else _TAG_NAME.sub(_as_text, text)


def _as_text(match: re.Match[str]) -> str:
    tag = match[1].lower()
    known = tag in _ALLOWED or tag in _RENAMED or tag in _DROPPED
    return match[0] if known else f"&lt;{match[0][1:]}"


class _Reporter:
    """Finds the line of each thing removed: the n-th in the tree is the n-th in the file."""

    def __init__(self, source: Source, masked: str) -> None:
        self._source = source
        self._masked = masked
        self._counts: Counter[str] = Counter()

    def line(self, pattern: str) -> int:
        """Give the line of the next match of the pattern; 0 where there is none."""
        for text in (self._masked, self._source.text):
            places = [m.start() for m in re.finditer(pattern, text, re.IGNORECASE)]
            if places:
                count = self._counts[pattern]
                self._counts[pattern] += 1
                return self._source.line_at(places[min(count, len(places) - 1)])
        return 0

    def removed(self, what: str, pattern: str, advice: str, severity: Severity) -> None:
        """Report something removed."""
        line = self.line(pattern)
        self._source.report(
            "removed-html",
            f"{what} was taken out",
            line or 1,
            advice,
            severity=severity,
            near=not line,
        )


def sanitise(root: Element, source: Source, masked: str) -> None:
    """Take out of a tree all that the allow list does not name; findings say what.

    ``masked`` is the file's text with code and comments blanked out, for the lines.
    """
    reporter = _Reporter(source, masked)
    for element in list(root.iter()):
        tag = element.tag
        if not isinstance(tag, str):
            _unwrap(element, keep=False)
            continue
        tag = tag.lower()
        if tag not in _ALLOWED and not _admit(element, tag, reporter):
            continue
        if tag in _RENAMED:
            element.tag = _RENAMED[tag]
        if element.attrib:
            _attributes(element, tag, reporter)


def _admit(element: Element, tag: str, reporter: _Reporter) -> bool:
    """Deal with an element that is not allowed; True where only its name was wrong."""
    if tag in _RENAMED:
        return True
    lost = tag in _DROPPED and tag not in _KEEP_WORDS
    advice = "write it in Markdown, or leave it out"
    if lost:
        advice = "a book cannot hold it; use a picture or words instead"
    reporter.removed(
        f"`<{tag}>`",
        rf"<{re.escape(tag)}\b",
        advice,
        Severity.ERROR if lost else Severity.WARNING,
    )
    _unwrap(element, keep=not lost)
    return False


def _unwrap(element: Element, *, keep: bool) -> None:
    """Take an element out; its words and children stay in its place, or go too."""
    parent = element.getparent()
    if parent is None:
        return
    if keep:
        wrap = "div" if any(c.tag in BLOCKS for c in element) else "span"
        element.tag = wrap
        element.attrib.clear()
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _attributes(element: Element, tag: str, reporter: _Reporter) -> None:
    allowed = _ATTRIBUTES.get(tag, frozenset())
    for name, value in list(element.attrib.items()):
        key = name.lower()
        if key.startswith(_OURS) or key == "data-line":
            continue
        if key == "style" and key in allowed and (align := _ALIGN.fullmatch(value)):
            del element.attrib[name]
            if align[1] != "left":
                element.set("class", f"{element.get('class', '')} {align[1]}".strip())
            continue
        if key in _MARKS and tag == "img":
            continue
        if key == "style" or (key not in allowed and key not in _ANYWHERE):
            del element.attrib[name]
            reporter.removed(
                f"`{key}` of `<{tag}>`",
                rf"\b{re.escape(key)}\b" if value == key else rf"\b{re.escape(key)}\s*=",
                "leave it out; the theme says how things look",
                Severity.WARNING,
            )
            continue
        _value(element, name, key, value, reporter)


def _value(element: Element, name: str, key: str, value: str, reporter: _Reporter) -> None:
    """Check what an allowed attribute says."""
    if key in {"href", "src"}:
        scheme = _SCHEME.match(value)
        if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
            del element.attrib[name]
            advice = "addresses start with https:, http: or mailto:, or name a file"
            if element.tag == "img":
                advice = "save the picture beside the text, and name that file"
                element.set(GONE, "")
            reporter.removed(
                f"the address `{value.strip()[:40]}`",
                re.escape(scheme[1]) + ":",
                advice,
                Severity.ERROR,
            )
    elif key == "class":
        names = [c for c in value.split() if _CLASS.fullmatch(c)]
        element.set("class", " ".join(names))
    elif key == "lang" and not _LANG.fullmatch(value):
        del element.attrib[name]
        reporter.removed(
            f"the language `{value[:20]}`",
            rf"lang\s*=\s*[\"']?{re.escape(value)}",
            "a language is a tag such as `fr` or `ru-Latn`",
            Severity.WARNING,
        )
    elif (key in {"start", "value", "colspan", "rowspan", "span"} and not value.isdigit()) or (
        key == "dir" and value not in {"ltr", "rtl", "auto"}
    ):
        del element.attrib[name]
