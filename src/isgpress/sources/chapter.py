"""The front matter of a Markdown file: YAML between two lines ``---`` at its top."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeVar

from isgpress.findings import Finding, PressError, Span
from isgpress.sources.marks import Keys, read_yaml
from isgpress.sources.schema import ChapterKeys
from isgpress.sources.wording import validate

Chapter = TypeVar("Chapter", bound=ChapterKeys)
_LINE = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*$")


class FrontMatter(NamedTuple):
    """A Markdown file in two: ``body`` starts on line ``body_line`` of the file."""

    values: Keys | None
    body: str
    body_line: int
    findings: tuple[Finding, ...] = ()


def front_matter(text: str, path: str = "") -> FrontMatter:
    """Split the text of a Markdown file into its front matter and its body.

    ``path`` is for the findings. A file without front matter is all body. Raises
    PressError: ``unclosed-front-matter``, and as ``read_yaml``.
    """
    inside, body, body_line = _split(text)
    if inside is None and body_line > 1:
        raise PressError(_unclosed(path, body_line - 1))
    values, findings = _read(inside, path)
    return FrontMatter(values, body, body_line, findings)


def read_chapter(
    text: str, path: str, schema: type[Chapter]
) -> tuple[Chapter, Keys | None, int, tuple[Finding, ...]]:
    """Read the front matter of a chapter, or of an article, by its ``schema``.

    Gives its values (empty ones where it has none), the tree with their places, the
    line on which the body starts, and the findings.
    """
    empty = schema.model_validate({})
    inside, body, body_line = _split(text)
    if inside is None and body_line > 1:
        return empty, None, body_line, (_unclosed(path, body_line - 1),)
    found = () if body.strip() else (_empty(path),)
    try:
        node, more = _read(inside, path)
    except PressError as fault:
        return empty, None, body_line, found + fault.findings
    if node is None:
        return empty, None, body_line, found
    values, right, wrong = validate(schema, node)
    tree = right if isinstance(right, Keys) else None
    return values or empty, tree, body_line, found + more + wrong


def _split(text: str) -> tuple[str | None, str, int]:
    """Give front matter without its lines ``---``, body, and the body's first line.

    No front matter is None; with a body that starts after line 1, it was never closed,
    and the body starts where the lines no longer look like it.
    """
    opening = _LINE.match(text)
    if not opening or not text.startswith("---"):
        return None, text, 1
    if closing := _LINE.search(text, opening.end()):
        body_line = text.count("\n", 0, closing.end()) + 2
        return text[opening.end() + 1 : closing.start()], text[closing.end() + 1 :], body_line
    lines = text.split("\n")
    last = 1
    for number, line in enumerate(lines[1:], 2):
        if not re.match(r"[\w-]+:|[ \t]+\S|- |#|$", line):
            break
        last = number if line.strip() else last
    return None, "\n".join(lines[last:]), last + 1


def _read(inside: str | None, path: str) -> tuple[Keys | None, tuple[Finding, ...]]:
    """Read front matter that has been cut out; none where it says nothing."""
    if inside is None or not re.search(r"(?m)^[ \t]*[^#\s]", inside):
        return None, ()
    node, findings = read_yaml(inside, path, 2)
    if not isinstance(node, Keys):
        advice = "write a word, a colon and the value; a rule in the text is `***`"
        message = "the front matter has no keys"
        raise PressError(Finding("bad-value", message, node.span, advice))
    return node, findings


def _unclosed(path: str, last: int) -> Finding:
    return Finding(
        "unclosed-front-matter",
        "the front matter that starts here is never closed",
        Span(path, 1, 1, 1, 4),
        f"put a line `---` after line {last}",
    )


def _empty(path: str) -> Finding:
    advice = "write the text, or take the file out of `contents`"
    return Finding("empty-file", "the file has no text", Span(path), advice)
