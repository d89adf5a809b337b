"""JSON Schema for editors' editors, and the reference for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from isgpress import standards
from isgpress.sources.json_schema import SCHEMAS, json_schema

ROOT = Path(__file__).parents[2]


def properties(schema: Any) -> dict[str, Any]:
    """Give every property of a schema and of what it defines, by name."""
    found = dict(schema.get("properties", {}))
    for inner in schema.get("$defs", {}).values():
        found |= inner.get("properties", {})
    return found


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_every_key_is_described(name: str) -> None:
    """Whoever completes a key is told what it is for; unknown ones are refused."""
    schema = json_schema(name)

    assert all(prop.get("description") for prop in properties(schema).values())
    assert schema["additionalProperties"] is False
    json.dumps(schema)


def test_keys_have_hyphens() -> None:
    """Keys are written as in book.yaml, not as in Python."""
    assert "first-published" in properties(json_schema("book"))
    assert not any("_" in key for name in SCHEMAS for key in properties(json_schema(name)))


def test_the_reference_knows_every_name() -> None:
    """docs/formats.md has every key, role, trim size, relator and licence."""
    text = (ROOT / "docs" / "formats.md").read_text()
    names = {key for name in SCHEMAS for key in properties(json_schema(name))}
    names |= set(standards.roles()) | set(standards.trims()) | set(standards.relator_words())
    names |= set(standards.licences())

    assert sorted(n for n in names if f"`{n}`" not in text and f"{n}:" not in text) == []
