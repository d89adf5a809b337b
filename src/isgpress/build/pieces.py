"""Turns values into bytes for the cache and back, by their types.

JSON, not pickle: reading a piece can never run what a stranger put there. Not pydantic,
since a build that has nothing to do would spend most of its time importing it.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
Reader = Callable[[Any], Any]


def pack(value: object) -> bytes:
    """Give a value made of dataclasses, tuples, mappings, text and numbers as JSON."""
    text = json.dumps(value, default=_plain, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def unpack(kind: type[T], data: bytes | None) -> T | None:
    """Give back a packed value; None for no bytes and for bytes of another shape."""
    if data is None:
        return None
    try:
        value: T = _reader(cast("Any", kind))(json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return value


def _plain(value: object) -> object:
    """Give a dataclass's fields; the values of its fields come back here on their own."""
    if dataclasses.is_dataclass(value):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    message = f"{type(value).__name__} cannot be kept"
    raise TypeError(message)


@cache
def _reader(kind: Any) -> Reader:
    """Give what turns plain JSON into a value of that type, or raises."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        [one] = [_reader(a) for a in arguments if a is not types.NoneType]
        return lambda raw: None if raw is None else one(raw)
    if origin is tuple:
        return _tuple(arguments)
    if origin is dict:
        key, value = map(_reader, arguments)
        return lambda raw: {key(k): value(v) for k, v in raw.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, Enum):
        enum: Reader = kind
        return enum
    return lambda raw: _same(kind, raw)


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if arguments[-1] is Ellipsis:
        every = _reader(arguments[0])
        return lambda raw: tuple(every(item) for item in raw)
    each = [_reader(a) for a in arguments]
    return lambda raw: tuple(read(item) for read, item in zip(each, raw, strict=True))


def _dataclass(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in dataclasses.fields(kind)}
    return lambda raw: kind(**{name: read(raw[name]) for name, read in readers.items()})


def _same(kind: type, raw: object) -> object:
    if isinstance(raw, kind) or (kind is float and isinstance(raw, int)):
        return raw
    message = f"{kind.__name__} expected"
    raise TypeError(message)
