"""The handbook names every command and every key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from isgpress.cli import main

FORMATS = ("press", "book", "issue", "chapter", "article")


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Give each command that does something, with its words after ``isgpress``."""
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from commands(inner, (*path, name))
    else:
        yield " ".join(path), command


def keys(schema: Any) -> set[str]:
    """Give all keys that a JSON Schema names, at any depth."""
    if isinstance(schema, list):
        return set().union(*map(keys, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    inner = keys(list(schema.values()))
    properties = schema.get("properties")
    return inner | set(properties) if isinstance(properties, dict) else inner


def test_every_command_and_option_is_in_the_handbook(repository: Path) -> None:
    """Each command has its section, which names each of its options."""
    text = (repository / "books/handbook/51-commands.md").read_text("utf-8")
    sections = dict(re.findall(r"^## isgpress (.+)\n((?:(?!^## ).*\n)*)", text, re.MULTILINE))

    for name, command in commands(main):
        assert name in sections
        for option in command.params:
            for flag in (*option.opts, *option.secondary_opts):
                if flag.startswith("--") and flag != "--help":
                    assert flag in sections[name], f"isgpress {name} {flag}"


@pytest.mark.parametrize("name", FORMATS)
def test_every_key_is_in_the_handbook(repository: Path, name: str) -> None:
    """Each key of the files stands in the appendix of keys, or in the list of roles."""
    appendices = ("57-all-keys.md", "53-roles-and-sizes.md", "49-room.md")
    text = " ".join((repository / "books/handbook" / n).read_text("utf-8") for n in appendices)
    schema = json.loads(CliRunner().invoke(main, ["schema", name]).output)

    assert sorted(k for k in keys(schema) if f"`{k}`" not in text) == []
