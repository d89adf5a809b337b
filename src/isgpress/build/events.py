"""What a build says while it runs: values, which the command line shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages of a title's build, in their order."""

    READING = "reading"
    EPUB = "writing the EPUB"
    WEB = "writing the web pages"
    PAGES = "setting pages"
    PDF = "putting the PDF together"
    WORDS = "counting words"


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a title's build: ``done`` of ``total`` units of the stage are done.

    A unit is a word of the manuscript, so that a long chapter counts for more; both are 0
    where a stage is one step. ``section`` is the title of the section just finished, or
    the file being written.
    """

    slug: str
    stage: Stage
    section: str = ""
    done: int = 0
    total: int = 0


Listener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Listen and say nothing."""
