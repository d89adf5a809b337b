"""The first and last lines of ``///`` blocks: checked, and written so that none is misread."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass

from isgpress.manuscript.blocks import BLOCKS, PRINTED, allowed_options, read_option
from isgpress.manuscript.source import Scan, Source

_HEAD = re.compile(r"[ ]*([\w-]+)[ ]*(?:\|[ ]*(.*?))?[ ]*$")
_VERSE_MARK = re.compile(r"^(\d*)(?=[-+*#>:.](?:\s|#))(?:(?<=\d)(?=\.)|(?<!\d)(?!\.))")


_NO_TAGS = {ord(c): f"\\u{ord(c):04x}" for c in "<>&"}


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """A ``///`` block whose end has not come yet."""

    name: str
    slashes: int
    start: int
    end: int
    line: int


def block_line(found: Scan, blocks: list[OpenBlock], event: re.Match[str]) -> None:
    """Take a line of slashes: the start of a block, or its end."""
    source, slashes = found.source, len(event["slash"])
    line = source.line_at(event.start())
    if not event["head"].strip():
        if blocks and blocks[-1].slashes == slashes:
            blocks.pop()
        else:
            source.report_at(
                "stray-block-end",
                "this line ends a block that was not started",
                event.start("slash"),
                event.end("slash"),
                "delete it, or give it as many slashes as the line that starts the block",
            )
        return
    head = _HEAD.match(event["head"])
    if head is None or head[1].lower() not in BLOCKS:
        _unknown_block(source, event, head[1] if head else event["head"].strip())
        return
    name = head[1].lower()
    blocks.append(OpenBlock(name, slashes, event.start("slash"), event.end(), line))
    _block_header(found, name, head[2] or "", line, event["prefix"].expandtabs(4), slashes)


def _unknown_block(source: Source, event: re.Match[str], name: str) -> None:
    near = difflib.get_close_matches(name.lower(), BLOCKS, 1)
    advice = f"write `{near[0]}`" if near else "the blocks are " + ", ".join(BLOCKS)
    source.report_at(
        "unknown-block",
        f"there is no block `{name}`",
        event.start("head"),
        event.end("head"),
        advice,
    )


def _block_header(  # noqa: PLR0913, PLR0917
    found: Scan, name: str, argument: str, line: int, prefix: str, slashes: int
) -> None:
    """Hand the header to the parser in one line that cannot be misread."""
    options: dict[str, str] = {}
    places: dict[str, int] = {}
    rows = line
    while rows < len(found.lines) and (option := read_option(found.lines[rows])):
        key, value = option
        if key not in allowed_options(name):
            if _is_prose(found.lines, rows, key):
                break
            _unknown_option(found.source, name, key, rows + 1)
        options[key], places[key] = value, rows + 1
        found.lines[rows] = ""
        rows += 1
    parts = {k: (v, places[k]) for k, v in options.items() if k in PRINTED and v}
    if argument:
        parts["argument"] = (argument, line)
    facts = {"line": line, "options": options, "parts": parts}
    safe = json.dumps(facts).translate(_NO_TAGS)
    # The empty line keeps code that follows from being read as options.
    found.lines[line - 1] = f"{prefix}{'/' * slashes} {name} | {safe}\n{prefix.rstrip()}"
    if argument and not BLOCKS[name].argument:
        found.source.report(
            "unknown-block-option",
            f"a block `{name}` takes no words after `|`",
            line,
            "put them inside the block",
        )
    if name in {"verse", "drama"}:
        _protect_verse(found, rows, slashes, prefix)


def _is_prose(lines: list[str], row: int, key: str) -> bool:
    """Tell "Brecht: So be it" from an option: prose has no indent and a capital."""
    return not lines[row].startswith("    ") and (
        lines[row].lstrip(" >")[:1].isupper() or len(key) > 14  # noqa: PLR2004
    )


def _unknown_option(source: Source, name: str, key: str, line: int) -> None:
    known = allowed_options(name)
    near = difflib.get_close_matches(key, known, 1)
    source.report(
        "unknown-block-option",
        f"a block `{name}` has no option `{key}`",
        line,
        f"write `{near[0]}`" if near else "its options are " + ", ".join(known),
    )


def _protect_verse(found: Scan, row: int, slashes: int, prefix: str) -> None:
    """Keep lines of verse from being read as lists, quotes, headings or code.

    Two blanks of indent become one step, carried by a no-break space of an em.
    """
    end = re.compile(rf"[\s>]*/{{{slashes}}}\s*$")
    while row < len(found.lines) and not end.match(found.lines[row]):
        line = found.lines[row]
        lead = prefix if line.startswith(prefix) else line[: len(line) - len(line.lstrip(" >"))]
        line = line[len(lead) :]
        text = line.lstrip(" ")
        steps = (len(line) - len(text)) // 2
        if text and not text.startswith("{:"):
            marked = _VERSE_MARK.sub(r"\1\\", text)
            found.lines[row] = f"{lead}{'&emsp;' * steps}{marked}"
        row += 1
