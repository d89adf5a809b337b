"""release.json, the list of a release, as it is read again."""

from __future__ import annotations

import json
from typing import Any

NAME = "release.json"
FORMAT = "isgpress release 1"
# not of the title: another machine may make the same files and yet differ in these
OF_THE_MACHINE = ("made-by", "validators")


def read(data: bytes) -> dict[str, Any] | None:
    """Give what release.json says; None where it is not one of ours, or was garbled."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _is_ours(value) else None


def _is_ours(value: dict[str, Any]) -> bool:
    """Tell whether a value has the keys, of the kinds, that are read from it again."""
    return (
        value.get("format") == FORMAT
        and _has(value, version=str, printing=int, released=str, title=dict, sources=dict)
        and _has(value["title"], **_OF_TITLE)
        and all(_has(c, **_OF_PERSON) for c in value["title"]["contributors"])
        and all(_has(r, **_OF_FILE) for r in _rows(value, "files"))
        and all(_has(p, **_OF_PRODUCT) for p in _rows(value, "products"))
        and all(_has(p, number=int, changes=list) for p in _rows(value, "printings"))
    )


_OF_TITLE = {
    **dict.fromkeys(("slug", "name", "language", "date", "description", "publisher"), str),
    **dict.fromkeys(("subtitle", "rights", "licence-url"), str),
    **dict.fromkeys(("contributors", "keywords"), list),
    "subjects": dict,
}
_OF_PERSON = dict.fromkeys(("name", "role", "sort-name"), str)
_OF_FILE = {**dict.fromkeys(("name", "role", "media-type", "sha256"), str), "size": int}
_OF_PRODUCT = {**dict.fromkeys(("form", "identifier", "isbn"), str), "files": list}


def _rows(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else [None]


def _has(value: Any, **kinds: type) -> bool:
    """Tell whether a value is a mapping with these keys, each of its kind."""
    if not isinstance(value, dict):
        return False
    for key, kind in kinds.items():  # noqa: SIM110 - a hundred thousand times: all() is slow
        if not isinstance(value.get(key), kind):
            return False
    return True
