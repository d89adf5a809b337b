"""Turns values into bytes for the cache and back, by their types.

JSON, not pickle: reading a piece can never run what a stranger put there.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def pack(value: object) -> bytes:
    """Give a value made of dataclasses, tuples, mappings, text and numbers as JSON."""
    return json.dumps(value, default=_plain, ensure_ascii=False).encode()


def unpack(kind: type[T], data: bytes | None) -> T | None:
    """Give back a packed value; None for no bytes and for bytes of another shape."""
    from pydantic import ValidationError

    if data is None:
        return None
    try:
        value: T = _adapter(kind).validate_json(data)
    except ValidationError:
        return None
    return value


def _plain(value: object) -> object:
    """Give a dataclass's fields; the values of its fields come back here on their own."""
    if dataclasses.is_dataclass(value):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    message = f"{type(value).__name__} cannot be kept"
    raise TypeError(message)


@cache
def _adapter(kind: Any) -> Any:  # noqa: ANN401 (any type; the library is imported late)
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
