"""The titles that a command was asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import click


def wanted(known: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    """Give the slugs that a command is about, each once; all where none are given.

    A path such as ``books/handbook/`` counts as its last name. Raises UsageError for a
    title that the press does not have.
    """
    slugs = [name.rstrip("/").split("/")[-1] for name in given]
    for slug in slugs:
        if slug not in known:
            near = difflib.get_close_matches(slug, known, 1)
            advice = (
                f"there is a similar one: `{near[0]}`" if near else "`isgpress list` lists all"
            )
            message = f"the press has no title `{slug}`; {advice}"
            raise click.UsageError(message)
    return tuple(dict.fromkeys(slugs)) or tuple(known)
