"""What has changed since an earlier message: records that are new, other or gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from isgpress.findings import Finding, PressError, Span

ISBN = "15"


def digests(data: bytes, path: str) -> dict[str, tuple[str, str]]:
    """Give each record of a message by its reference: its text and its ISBN.

    The text is the same for the same facts, by whatever release of ONIX they are told.
    Raises PressError ``not-onix``; ``path`` is for the message.
    """
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_blank_text=True
        )
        top = etree.fromstring(data, parser)
        records = [p for p in top.iter("{*}Product") if _text(p, "RecordReference")]
    except etree.XMLSyntaxError as fault:
        message = f"`{path}` is no ONIX message: {fault.msg}"
        advice = "name a message that `isgpress onix` wrote earlier"
        raise PressError(Finding("not-onix", message, Span(path), advice)) from fault
    return {_text(p, "RecordReference"): ("\n".join(_lines(p)), _isbn(p)) for p in records}


def _lines(element: Any, depth: int = 0) -> Iterator[str]:
    name = etree.QName(element).localname
    yield f"{depth} {name} {dict(element.attrib)} {(element.text or '').strip()}"
    for child in element:
        yield from _lines(child, depth + 1)


def _isbn(product: Any) -> str:
    for element in product.iterfind("{*}ProductIdentifier"):
        if _text(element, "ProductIDType") == ISBN:
            return _text(element, "IDValue")
    return ""


def _text(element: Any, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()
