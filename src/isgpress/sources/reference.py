"""The formats in words: every key with what it says, for reading on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from isgpress.sources.json_schema import json_schema

_WIDTH = 88


def reference(name: str) -> str:
    """Give the keys of a format of ``json_schema``, indented as in the file.

    A mapping that can stand in several places is written out at the first.
    """
    schema = json_schema(name)
    return "\n".join(_keys(schema, schema.get("$defs", {}), 0, set())) + "\n"


def _keys(
    schema: dict[str, Any], defs: dict[str, Any], depth: int, seen: set[str]
) -> Iterator[str]:
    for key, value in schema.get("properties", {}).items():
        required = " Required." if key in schema.get("required", ()) else ""
        choices = list(_choices(value, defs))
        listed = f" One of: {', '.join(choices)}." if choices else ""
        text = f"{key}: {value.get('description', '')}{required}{listed}"
        indent = "  " * depth
        yield textwrap.fill(
            text,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=f"{indent}      ",
            break_on_hyphens=False,
        )
        for below in _mappings(value):
            if below not in seen:
                seen.add(below)
                yield from _keys(defs[below], defs, depth + 1, seen)


def _choices(value: Any, defs: dict[str, Any]) -> Iterator[str]:
    """Give the words that a value may be."""
    yield from value.get("enum", ())
    if "$ref" in value:
        yield from defs[_name(value)].get("enum", ())
    for inner in (*value.get("oneOf", ()), *value.get("anyOf", ())):
        yield from _choices(inner, defs)


def _mappings(value: Any) -> Iterator[str]:
    """Give the names of the mappings that a value may be, or be a list of."""
    if "$ref" in value:
        yield _name(value)
    for inner in (*value.get("oneOf", ()), *value.get("anyOf", ())):
        yield from _mappings(inner)
    if "items" in value:
        yield from _mappings(value["items"])


def _name(value: Any) -> str:
    return str(value["$ref"]).rsplit("/", 1)[-1]
