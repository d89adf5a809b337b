"""Numbered lists that do not count 1, 2, 3: in words that the layout engine follows.

It reads neither ``start``, ``type`` and ``reversed`` of a list nor ``value`` of an item.
"""

from __future__ import annotations

from isgpress.render.xhtml import XHTML, Element

_STYLES = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "1": "decimal",
}


def number_lists(wrapper: Element) -> None:
    """Give lists and items the style of their numbers, in place; source: HTML, 4.4.5."""
    for element in wrapper.iter(f"{{{XHTML}}}ol"):
        items = element.findall(f"{{{XHTML}}}li")
        step = -1 if element.get("reversed") is not None else 1
        first = int(element.get("start") or (len(items) if step < 0 else 1))
        styles = []
        if first - step:
            styles.append(f"counter-reset: list-item {first - step}")
        if kind := _STYLES.get(element.get("type", "")):
            styles.append(f"list-style-type: {kind}")
        if styles:
            element.set("style", "; ".join(styles))
        _count(items, first - step, step)


def _count(items: list[Element], before: int, step: int) -> None:
    """Say by how much each item counts on, where that is not one."""
    for item in items:
        own = int(item.get("value") or before + step)
        if own - before != 1:
            item.set("style", f"counter-increment: list-item {own - before}")
        before = own
