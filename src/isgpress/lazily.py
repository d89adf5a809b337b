"""Packages whose modules are imported when they are asked for.

A build of an EPUB needs none of what sets pages; a comparison of words no parser.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping


def lazily(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Give a package's ``__getattr__`` (PEP 562); ``modules`` tells where each name stands."""

    def get(name: str) -> object:
        if name not in modules:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(importlib.import_module(f"{package}.{modules[name]}"), name)

    return get
