"""Strict YAML in which every value knows its place.

Scalars stay text, so that nothing is guessed: ``NO`` is a language and ``1.10`` a number
as printed. Aliases, anchors and tags are refused; they are for programs, and a slip in
one changes what a title says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml
from yaml import events as ev

from isgpress.findings import Finding, PressError, Severity, Span

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 20  # levels; our formats need 7
_CONTROL = yaml.reader.Reader.NON_PRINTABLE
_NOTHING = {"", "~", "null", "Null", "NULL"}
_ALIAS = "put text that starts with `*` or `&` in double quotes"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text with its place; a plain ``null`` is the empty text."""

    text: str
    span: Span

    def below(self, _step: Step) -> Node | None:
        """Give nothing: a text has no inside."""
        return None


@dataclass(frozen=True, slots=True)
class Items:
    """A list with its place."""

    items: tuple[Node, ...]
    span: Span

    def below(self, step: Step) -> Node | None:
        """Give the item at that place, from 0, or None."""
        inside = isinstance(step, int) and step < len(self.items)
        return self.items[step] if inside else None  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys with their values, in the order of the file."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """Give the value of a key, or None."""
        return next((v for k, v in self.pairs if k.text == key), None)

    def below(self, step: Step) -> Node | None:
        """Give the value of that key, or None."""
        return self.get(step) if isinstance(step, str) else None

    def key(self, key: str) -> Scalar | None:
        """Give the key itself, for its place."""
        return next((k for k, _ in self.pairs if k.text == key), None)


Node = Scalar | Items | Keys
Step = str | int


def plain(node: Node) -> object:
    """Give the node as nested dict, list and str."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(item) for item in node.items]
        case Keys():
            return {key.text: plain(value) for key, value in node.pairs}


def find(node: Node, path: tuple[Step, ...]) -> Node:
    """Give the node at the path; a step that is not there is passed over."""
    for step in path:
        node = node.below(step) or node
    return node


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node, tuple[Finding, ...]]:
    """Read one YAML document; its first line is line ``first_line`` of the file ``path``.

    Gives the root node and findings that do not stop the reading (``duplicate-key``,
    ``hash-in-text``). Raises PressError: ``bad-yaml``, ``tab-in-yaml``, ``yaml-alias``,
    ``yaml-tag``, ``control-character``, ``empty-file``.
    """
    reader = _Reader(text, path, first_line - 1)
    reader.refuse_control_characters()
    try:
        node = reader.document()
    except yaml.MarkedYAMLError as fault:
        raise PressError(reader.syntax(fault)) from fault
    return node, tuple(reader.findings)


class _Reader:
    """Turns the events of one text into nodes."""

    def __init__(self, text: str, path: str, shift: int) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.path = path
        self.shift = shift
        self.findings: list[Finding] = []
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Node:
        self.events = yaml.parse(self.text, _LOADER)
        self.next()  # the start of the stream
        if isinstance(self.next(), ev.StreamEndEvent):
            advice = "`isgpress schema book --text` lists the keys"
            raise self.stop("empty-file", "the file is empty", Span(self.path), advice)
        node = self.node(self.next(), 0)
        self.next()  # the end of the document
        after = self.next()
        if isinstance(after, ev.DocumentStartEvent):
            advice = "keep one document in the file: remove the line `---`"
            raise self.stop(
                "bad-yaml", "a second document starts here", self.span(after), advice
            )
        return node

    def next(self) -> yaml.Event:
        return next(self.events)

    def node(self, event: yaml.Event, depth: int) -> Node:
        self.refuse(event, depth)
        if isinstance(event, ev.ScalarEvent):
            return self.scalar(event)
        below: list[Node] = []
        closing: type[yaml.Event] = ev.SequenceEndEvent
        if isinstance(event, ev.MappingStartEvent):
            closing = ev.MappingEndEvent
        while not isinstance(inner := self.next(), closing):
            below.append(self.node(inner, depth + 1))
        span = self.span(event)
        if closing is ev.SequenceEndEvent:
            return Items(tuple(below), span)
        return self.keys(below, span)

    def keys(self, below: list[Node], span: Span) -> Keys:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(below[::2], below[1::2], strict=True):
            if not isinstance(key, Scalar):
                advice = "write a word, a colon and the value"
                raise self.stop("bad-yaml", "a key must be a word", key.span, advice)
            if key.text in pairs:
                first = pairs[key.text][0].span.line
                self.report(
                    "duplicate-key",
                    f"`{key.text}` stands here a second time",
                    key.span,
                    f"remove one of the two; the first is in line {first}",
                )
                continue
            pairs[key.text] = (key, value)
        return Keys(tuple(pairs.values()), span)

    def scalar(self, event: ev.ScalarEvent) -> Scalar:
        span = self.span(event)
        if event.style:
            return Scalar(event.value, span)
        if self.hash_after(span) and event.value:
            self.report(
                "hash-in-text",
                "what follows ` #` is a comment and is left out",
                span,
                "put the whole text in double quotes, or a space after `#` of a comment",
                Severity.WARNING,
            )
        return Scalar("" if event.value in _NOTHING else event.value, span)

    def hash_after(self, span: Span) -> bool:
        """Tell whether a comment that may not be meant as one follows at once."""
        line = self.lines[min(span.end_line - 1 - self.shift, len(self.lines) - 1)]
        return bool(re.match(r"[ \t]+#[^\s#]", line[span.end_column - 1 :]))

    def refuse(self, event: yaml.Event, depth: int) -> None:
        span = self.span(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            sign = "*" if isinstance(event, ev.AliasEvent) else "&"
            raise self.stop("yaml-alias", f"`{sign}{anchor}` is not text", span, _ALIAS)
        if tag:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            advice = "put text that starts with `!` in quotes"
            raise self.stop("yaml-tag", f"`{tag}` is not text", span, advice)
        if depth > _DEEPEST:
            advice = "check the indentation and the brackets"
            raise self.stop("bad-yaml", "lists stand too deep in each other", span, advice)

    def refuse_control_characters(self) -> None:
        if found := _CONTROL.search(self.text):
            span = self.place(found.start())
            message = f"a control character (U+{ord(found.group()):04X}) stands here"
            advice = "remove it: delete the place and type it again"
            raise self.stop("control-character", message, span, advice)

    def place(self, index: int) -> Span:
        line = self.text.count("\n", 0, index)
        column = index - (self.text.rfind("\n", 0, index) + 1) + 1
        return Span(self.path, line + 1 + self.shift, column)

    def span(self, event: yaml.Event) -> Span:
        span = self.at(event.start_mark)
        if isinstance(event, ev.ScalarEvent | ev.AliasEvent):
            end = self.at(event.end_mark)
            return replace(span, end_line=end.line, end_column=end.column)
        return span

    def at(self, mark: Any) -> Span:
        """Give the place of a parser's mark, which counts from 0."""
        if mark is None:
            return Span(self.path, 1 + self.shift, 1)
        row = min(mark.line, len(self.lines) - 1)
        column = min(mark.column, len(self.lines[row]))
        return Span(self.path, row + 1 + self.shift, column + 1)

    def report(
        self,
        rule: str,
        message: str,
        span: Span,
        advice: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.findings.append(Finding(rule, message, span, advice, severity))

    def stop(self, rule: str, message: str, span: Span, advice: str = "") -> PressError:
        return PressError(*self.findings, Finding(rule, message, span, advice))

    def syntax(self, fault: yaml.MarkedYAMLError) -> Finding:
        """Say what a syntax error of the parser means to an editor."""
        span = self.at(fault.problem_mark or fault.context_mark)
        line = self.lines[span.line - 1 - self.shift]
        if tab := re.match(r" *(\t)", line):
            place = Span(self.path, span.line, tab.end())
            advice = "use spaces; most editors can turn tabs into spaces"
            return Finding("tab-in-yaml", "the line is indented with a tab", place, advice)
        if sign := re.match(r"[^#]*?(?:: +|- +|^)([*&][^ ]*)", line):
            place = replace(span, column=sign.start(1) + 1)
            return Finding("yaml-alias", f"`{sign[1]}` is not text", place, _ALIAS)
        if "mapping values" in (fault.problem or "") and not _quoted(line):
            place = replace(span, column=len(line) - len(line.lstrip()) + 1)
            message = "the line is indented deeper than the line above allows"
            return Finding(
                "bad-yaml", message, place, "start it in the column of its fellow keys"
            )
        if re.search("quoted|flow|simple key", fault.context or ""):
            span = self.at(fault.context_mark)
        return Finding("bad-yaml", *_meaning(fault, line, span))


def _meaning(fault: yaml.MarkedYAMLError, line: str, span: Span) -> tuple[str, Span, str]:
    """Give message, place and help for a syntax error of the parser in that line."""
    said = f"{fault.problem} {fault.context}"
    for sign, (message, advice) in _MEANINGS.items():
        if sign in said:
            return message, span, advice or _quoted(line)
    message = "the line does not fit the lines above it"
    return message, span, "keys of one list start in the same column; items start with `- `"


# By what the parser says; the first that fits is taken. Without help: the line in quotes.
_MEANINGS = {
    "mapping values are not allowed": ("a colon and a space inside a value need quotes", ""),
    "quoted scalar": (
        'the quotation mark that opens here is not closed, or has `\\` or `"` behind it',
        'close it at the end of the value; inside double quotes write `\\"` and `\\\\`',
    ),
    "flow": (
        "the bracket that opens here is not closed, or a comma is missing",
        "close every `[` and `{`, and separate what is inside with commas",
    ),
    "directive": (
        "a line cannot start with `%`",
        "put the text in double quotes",
    ),
    "cannot start any token": (
        "a value cannot start with this sign",
        "put the value in double quotes",
    ),
    "could not find expected ':'": (
        "this line is neither `key: value` nor part of the value above",
        "add the colon after the key, or indent the line under its key",
    ),
}


def _quoted(line: str) -> str:
    """Show the line with its value in quotes, or nothing where no value needs them."""
    found = re.match(r"\s*(?:- )?([\w-]+): +([^\"'].*: .*)$", line)
    if not found:
        return ""
    value = found[2].rstrip().replace('"', '\\"')
    return f'write `{found[1]}: "{value}"`'
