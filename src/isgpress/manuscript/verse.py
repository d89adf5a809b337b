"""Verse and drama: stanzas, speeches, lines and their indents."""

from __future__ import annotations

from lxml import etree

from isgpress.manuscript.tree import Element, has_class

_EM = "\u2003"
_MAX_INDENT = 9


def shape_verse(block: Element) -> None:
    """Turn each paragraph of a block into a stanza of lines, in place."""
    for p in block.iter("p"):
        if not has_class(p, "attribution"):
            _stanza(p)


def shape_speech(p: Element) -> None:
    """Turn a paragraph of a play into a speech of lines, who speaks first, in place.

    One that is emphasised as a whole is a stage direction.
    """
    if (
        len(p) == 1
        and p[0].tag in {"em", "i"}
        and not f"{p.text or ''}{p[0].tail or ''}".strip()
    ):
        p.set("class", "stage")
        return
    speaker = p[0] if len(p) and has_class(p[0], "speaker") else None
    if speaker is not None:
        p.text, speaker.tail = (speaker.tail or "").lstrip(" "), None
        p.remove(speaker)
    _stanza(p)
    p.set("class", "speech")
    if speaker is not None:
        p.insert(0, speaker)


def _stanza(p: Element) -> None:
    lines = _lines(p)
    p.text = None
    del p[:]
    p.set("class", "stanza")
    for line in lines:
        if line.text is None and not len(line):
            continue
        steps = _steps(line)
        line.set("class", f"line indent-{steps}" if steps else "line")
        p.append(line)


def _steps(line: Element) -> int:
    """Take the leading ems off a line; give their number."""
    node = line
    while not (node.text or "").strip(" ") and len(node):
        node = node[0]  # the indent may stand inside emphasis
    text = node.text or ""
    bare = text.lstrip(" \u2003\xa0")
    node.text = bare
    return min(text[: len(text) - len(bare)].count(_EM), _MAX_INDENT)


def _lines(element: Element) -> list[Element]:
    """Part the contents of an element at line ends; each part is a span.

    An inline element that runs over a line end is parted too.
    """
    lines = [etree.Element("span")]
    _add_text(lines, element.text)
    for child in element:
        if child.tag == "br":
            _break(lines, child.tail)
            continue
        parts = _lines(child)
        for at, part in enumerate(parts):
            copy = etree.Element(child.tag, dict(child.attrib))
            if at:
                copy.attrib.pop("id", "")
                lines.append(etree.Element("span"))
            copy.text = part.text
            copy.extend(list(part))
            lines[-1].append(copy)
        _add_text(lines, child.tail)
    return lines


def _break(lines: list[Element], tail: str | None) -> None:
    """Start a new line; a line end beside a ``<br/>`` is the same one."""
    lines.append(etree.Element("span"))
    if tail:
        _add_text(lines, tail.removeprefix("\n"))


def _add_text(lines: list[Element], text: str | None) -> None:
    if not text:
        return
    for at, part in enumerate(text.split("\n")):
        if at:
            lines.append(etree.Element("span"))
        if not part:
            continue
        line = lines[-1]
        if len(line):
            line[-1].tail = (line[-1].tail or "") + part
        else:
            line.text = (line.text or "") + part
