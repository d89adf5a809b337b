"""What a build leaves behind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: ``path`` relative to the press folder, ``pages`` for PDFs."""

    edition: str
    path: str
    media_type: str
    size: int  # bytes
    sha256: str
    pages: int | None = None
    seconds: float = 0.0
    cached: bool = False
