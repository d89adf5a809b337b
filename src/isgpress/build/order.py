"""What is asked of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Choose = Callable[[Sequence[str]], Sequence[str]]
"""Takes the slugs of the press, gives those that are to be built."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built and how.

    ``editions`` are names (``epub``, ``pdf``, ``paperback``, ``web``); none means those
    that each title lists. ``jobs`` is the number of worker processes, 0 one for each core.
    ``force`` builds what has not changed, and reads nothing from the cache. ``strict``
    lets a warning stop a title. ``article`` asks for an offprint of that section alone.
    """

    editions: tuple[str, ...] = ()
    jobs: int = 0
    force: bool = False
    strict: bool = False
    article: str = ""

    @property
    def workers(self) -> int:
        """The number of worker processes."""
        return self.jobs or os.cpu_count() or 1
