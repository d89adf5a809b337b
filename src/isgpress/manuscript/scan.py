"""What can be seen in the Markdown before it is parsed: fences, blocks, notes, slips.

Python-Markdown is silent about what it does not understand; here each is a finding with
its line. The text that comes out is what Python-Markdown then gets.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from isgpress.findings import Severity
from isgpress.manuscript.headers import OpenBlock, block_line
from isgpress.manuscript.source import Fence, Scan, Source

MAX_DEPTH = 10  # levels of lists or quotes in one another; no reader follows more
MACROS = ("index", "ref", "page")

_EVENT = re.compile(
    r"^(?P<prefix>[ \t>]*)(?:(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)"
    r"|(?P<slash>/{3,})(?P<head>[^\n]*))$",
    re.MULTILINE,
)
_LIST_ITEM = re.compile(r"\s*(?:>\s*)*(?:(?:[-+*]|\d+[.)]|:)\s|\[\^[^\]]*\]:)")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffc-\uffff\ud800-\udfff]"
)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile("<!--(?:(.*?)-->)?", re.DOTALL)
_DECLARATION = re.compile(r"<[?!](?!--)[^>]*>")
_NOTE = re.compile(
    # the bracket first, so that it is searched for at once
    r"\[(?<![\\!]\[)\^(?P<label>[^\]\n]*)\](?P<colon>:)?"
)
_CAPTION_CALL = re.compile(r"!\[[^\]\n]*\]\([^()\n]*[\"'][^()\n]*\[\^[^\]\n]*\]")
_MACRO = re.compile(r"\{(?<!\\\{)([a-z][a-z-]+):")
_DEEP_QUOTE = re.compile(rf"^[ ]*(?:>[ ]*){{{MAX_DEPTH + 1},}}", re.MULTILINE)
_DEEP_LIST = re.compile(rf"^[ ]{{{4 * MAX_DEPTH},}}(?:[-+*]|\d+\.)[ ]", re.MULTILINE)
_FENCE_IN_ITEM = re.compile(r"^[ >]*(?:[-+*]|\d+\.)[ ]+(?:```|~~~)[^`\n]*$", re.MULTILINE)
_FENCES = {"`": "backticks", "~": "tildes"}
_LANGUAGE = re.compile(r"[\w+#.-]+")


def scan(source: Source) -> Scan:
    """Read a file's slips into its findings, and make the lines for the parser."""
    text = _without_controls(source).replace("data-isg-", "data-xsg-")
    found = Scan(source, text.expandtabs(4).split("\n"))
    blocks: list[OpenBlock] = []
    after = 0
    for event in _EVENT.finditer(text):
        if event.start() < after:
            continue
        if event["fence"]:
            after = _fence(found, text, event)
        else:
            block_line(found, blocks, event)
    for block in blocks:
        source.report_at(
            "unclosed-block",
            f"the block `{block.name}` has no end",
            block.start,
            block.end,
            f"put a line with `{'/' * block.slashes}` alone after its last line",
        )
    found.masked = _mask(found, text)
    _comments(found)
    _declarations(found)
    _notes(found)
    _macros(found)
    _depth(found)
    return found


def _without_controls(source: Source) -> str:
    """Drop characters that no reader can show; each line of them is a finding."""
    text = source.text
    if not _CONTROL.search(text):
        return text
    seen = set()
    for match in _CONTROL.finditer(text):
        if (line := source.line_at(match.start())) not in seen:
            seen.add(line)
            source.report_at(
                "control-character",
                f"the character U+{ord(match[0]):04X} cannot be printed",
                match.start(),
                match.end(),
                "delete it; it often stands beside a letter that was lost in a conversion",
            )
    return _CONTROL.sub(" ", text)  # a blank keeps offsets


def _fence(found: Scan, text: str, event: re.Match[str]) -> int:
    """Take one fenced piece of code; give the offset after it."""
    mark, info = event["fence"], event["info"].strip()
    line = found.source.line_at(event.start())
    if mark[0] == "`" and "`" in info:
        return event.end()
    if _indent(event["prefix"]) >= 4 and not _in_list(found.lines, line):  # noqa: PLR2004
        return event.end()
    close = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    end = close.search(text, event.end())
    if end is None:
        found.source.report_at(
            "unclosed-fence",
            "the code that starts here has no end",
            event.start("fence"),
            event.end(),
            f"put a line with {len(mark)} {_FENCES[mark[0]]} alone after its last line",
        )
        return event.end()
    last = found.source.line_at(end.start())
    prefix = event["prefix"].expandtabs(4)
    code = [_strip_prefix(row, prefix) for row in text.split("\n")[line : last - 1]]
    language = _LANGUAGE.match(info.lstrip("{. "))
    name = language[0].lower() if language else ""
    found.fences.append(Fence(line, last, prefix, name, "\n".join(code)))
    return end.end()


def _indent(prefix: str) -> int:
    return len(prefix.expandtabs(4).replace(">", ""))


def _strip_prefix(line: str, prefix: str) -> str:
    """Take the quote marks and the indent of the fence off a line of its code."""
    for mark in prefix:
        if mark == ">":
            line = line.lstrip(" ").removeprefix(">").removeprefix(" ")
        elif line.startswith("\t"):
            line = "   " + line[1:]
        elif line.startswith(" ") and ">" not in prefix:
            line = line[1:]
    return line


def _in_list(lines: list[str], line: int) -> bool:
    """Tell whether an indented line belongs to a list item or a note above it."""
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip(" >"))
    for row in reversed(lines[: line - 1]):
        if row.strip():
            own = len(row) - len(row.lstrip(" >"))
            if own < indent:
                return bool(_LIST_ITEM.match(row))
    return False


def _mask(found: Scan, text: str) -> str:
    """Blank out code, keeping every offset, so that nothing in it is taken for a mark."""
    if found.fences:
        lines = text.split("\n")
        for fence in found.fences:
            for row in range(fence.line - 1, fence.end):
                lines[row] = " " * len(lines[row])
        text = "\n".join(lines)
    return _CODE.sub(_blank, text) if "`" in text else text


def _blank(match: re.Match[str]) -> str:
    return re.sub("[^\n]", " ", match[0])


def _comments(found: Scan) -> None:
    """Report a comment without an end, and take its mark for text."""
    if "<!--" not in found.masked:
        return
    for match in _COMMENT.finditer(found.masked):
        if match[1] is not None:
            continue
        found.source.report_at(
            "unclosed-comment",
            "the comment that starts here has no end",
            match.start(),
            match.end(),
            "put `-->` where it ends",
        )
        row = found.source.line_at(match.start()) - 1
        found.lines[row] = found.lines[row].replace("<!--", "&lt;!--")
    found.masked = _COMMENT.sub(_blank, found.masked)


def _declarations(found: Scan) -> None:
    """Report what only XML files have; the parser drops it."""
    for match in _DECLARATION.finditer(found.masked):
        found.source.report_at(
            "removed-html",
            f"`{match[0][:20]}` was taken out",
            match.start(),
            match.end(),
            "write `&lt;` for a sign `<` that is to be printed",
        )


def _notes(found: Scan) -> None:
    """Pair note calls with the notes' texts."""
    if "[^" not in found.masked:
        return
    for match in _CAPTION_CALL.finditer(found.masked):
        found.source.report_at(
            "note-in-caption",
            "a caption in quotes can call no note",
            match.start(),
            match.end(),
            "write the picture as a block `/// figure | caption[^1]`",
        )
    calls: dict[str, list[re.Match[str]]] = {}
    texts: dict[str, re.Match[str]] = {}
    for match in _NOTE.finditer(found.masked):
        label = match["label"]
        if match["colon"] and _starts_line(found.masked, match.start()):
            if label in texts:
                first = found.source.line_at(texts[label].end())
                _report(
                    found,
                    "duplicate-note",
                    f"the note `{label}` has two texts",
                    match,
                    f"give it another label; the first is on line {first}",
                )
            texts.setdefault(label, match)
            found.notes[label] = found.source.line_at(match.start("label"))
        else:
            calls.setdefault(label, []).append(match)
    for label in calls.keys() - texts.keys():
        _report(
            found,
            "call-without-note",
            f"there is no text for the note `{label}`",
            calls[label][0],
            f"add a line `[^{label}]: ...` at the end of the file",
        )
    for label in texts.keys() - calls.keys():
        _report(
            found,
            "note-without-call",
            f"nothing in the text calls the note `{label}`",
            texts[label],
            f"put `[^{label}]` where the note belongs, or delete it",
        )
    for label, places in calls.items():
        if len(places) > 1 and label in texts:
            _report(
                found,
                "note-called-twice",
                f"the note `{label}` is called twice",
                places[1],
                "give each call a note of its own",
                Severity.WARNING,
            )


def _starts_line(text: str, place: int) -> bool:
    """Tell whether nothing but quote marks stands before a place in its line."""
    return not text[text.rfind("\n", 0, place) + 1 : place].strip(" >")


def _report(  # noqa: PLR0913, PLR0917
    found: Scan,
    rule: str,
    message: str,
    match: re.Match[str],
    advice: str,
    severity: Severity = Severity.ERROR,
) -> None:
    start = match.start("label") - 2
    end = match.end("label") + 1
    found.source.report_at(rule, message, start, end, advice, severity=severity)


def _macros(found: Scan) -> None:
    """Report `{word:...}` where the word is none of ours."""
    for match in _MACRO.finditer(found.masked):
        if match[1] not in MACROS:
            near = difflib.get_close_matches(match[1], MACROS, 1)
            found.source.report_at(
                "unknown-macro",
                f"there is no `{{{match[1]}:...}}`",
                match.start(),
                match.end(),
                f"write `{{{near[0]}:`" if near else "to print a brace, write `\\{`",
            )


def _depth(found: Scan) -> None:
    """Report lists and quotes that stand too deep in one another, once per stretch."""
    for match in _too_deep(found):
        found.source.report_at(
            "nested-too-deep",
            f"more than {MAX_DEPTH} lists or quotes stand in one another",
            match.start(),
            match.end(),
            "take some of the levels out; a page has no room for them",
        )
        for row in range(found.source.line_at(match.start()) - 1, len(found.lines)):
            found.lines[row] = found.lines[row].lstrip(" >")
        return


def _too_deep(found: Scan) -> Iterator[re.Match[str]]:
    if found.masked.count(">") > MAX_DEPTH:
        yield from _DEEP_QUOTE.finditer(found.masked)
    if " " * 4 * MAX_DEPTH not in found.masked:
        return
    for match in _DEEP_LIST.finditer(found.masked):
        if _in_list(found.lines, found.source.line_at(match.start())):
            yield match
