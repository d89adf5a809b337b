"""The formats as JSON Schema, for editing programs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from isgpress.sources.issue_schema import ArticleKeys, IssueKeys
from isgpress.sources.schema import BookKeys, ChapterKeys, PressKeys

if TYPE_CHECKING:
    from pydantic import BaseModel

SCHEMAS: dict[str, type[BaseModel]] = {
    "press": PressKeys,
    "book": BookKeys,
    "chapter": ChapterKeys,
    "issue": IssueKeys,
    "article": ArticleKeys,
}


@cache
def json_schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a format.

    ``name`` is ``press``, ``book``, ``chapter``, ``issue`` or ``article``.
    """
    schema = _without_null(SCHEMAS[name].model_json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _without_null(schema: Any) -> Any:
    """Give a schema for what editors write: no null, no titles made from field names."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {k: _without_null(v) for k, v in schema.items() if k != "anyOf"}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    if kept.get("default", "") is None:
        del kept["default"]
    choices = [c for c in schema.get("anyOf", ()) if c != {"type": "null"}]
    if len(choices) == 1:
        return _without_null(choices[0]) | kept
    return kept | ({"anyOf": _without_null(choices)} if choices else {})
