"""Nothing lost: the words of a Markdown file, read without Python-Markdown.

A simple scanner takes the marks of Markdown off. It errs on the side of dropping too
much, never too little, so that a word that it keeps must be in the document.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from difflib import SequenceMatcher

from isgpress.manuscript.blocks import BLOCKS, PRINTED, read_option
from isgpress.manuscript.words import plain_words, text_stream
from isgpress.model.manuscript import Document

_BLOCK_NAME = "|".join(map(re.escape, BLOCKS))
_FENCE = re.compile(
    r"^[ >]*(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<code>.*?)^[ >]*(?P=mark)[`~]*[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_IN = r"(?:[^\[\]]|\[[^\[\]]*\])*"  # words in brackets, brackets in them
_PATH = r"(?:[^()\n\"]|\([^()\n]*\))*?"
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:[^`\n]|\n(?!\n)|`(?!\1))+?)(?<!`)\1(?!`)")
_FORMULA = re.compile(r"\$(`+)(?!`)(?:[^\n]|\n(?!\n))+?(?<!`)\1\$")
_LINK = r"(?:[^()\n]|\([^()\n]*\)|\n(?!\n))*"
_LIST = r"(?:\{[^}\n]*\})?"
_QUOTED = r"(?:[ ]*\n?[ ]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?"
_INLINE_TAGS = (
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|ruby|s|samp|small|span|strong"
    "|sub|sup|u|var|wbr"
)
# A pattern is compiled when first its needle is found: most texts need few of them. Those
# of lines begin with a line end, which is sought ten times as fast as the place after one.
_SUBSTITUTIONS = (
    ("<!--", r"<!--.*?-->", " "),
    ("<?", r"<\?.*?\?>", " "),
    ("<!", r"<!\[CDATA\[.*?\]\]>|<![^>]*>", " "),
    ("<", r"<(script|style|template|svg|math|title)\b.*?</\1\s*>", " "),
    ("///", rf"\n[ >]*/{{3,}}[ ]*(?:(?:{_BLOCK_NAME})\b[ ]*\|?)?", "\n "),
    ("]:", r"\n[ ]{0,3}\*\[[^\]\n]+\]:[^\n]*$", "\n "),
    ("]:", rf"\n[ ]{{0,3}}\[(?!\^)[^\]\n]+\]:[ ]*\n?[ ]*\S+{_QUOTED}[ ]*$", "\n "),
    ("@", r"\[(?:[^\[\]\n]*[^\[\]\n\w])?@\w[^\[\]\n]*\](?![\[({:])", " "),
    ("[^", r"\[\^[^\]\n]*\]:?", ""),
    ("source-page", r"\[[^\]\n]*\]\{[^}\n]*source-page[^}\n]*\}", ""),
    ("![", rf"\n([ >]*)!\[{_IN}\]\({_PATH}[ ]+\"([^\"\n]*)\"[ ]*\){_LIST}[ ]*$", r"\n\1\2"),
    ("![", rf"!\[{_IN}\](?:\((?:[^()]|\([^()]*\))*\)|[ ]?\[[^\]\n]*\])?", ""),
    ("{", r"\{[^{}\n]*\}", ""),
    ("](", rf"\[((?:[^\[\]\n]|\n(?!\n))*)\]\({_LINK}\)", r"\1"),
    ("](", r"\]\((?:[^()\n]|\([^()\n]*\)|\n(?!\n))*\)", ""),
    ("<", r"<(?:[a-zA-Z][a-zA-Z0-9+.-]*://|[^<>\s/]+@)[^<>]*>", " "),
    ("<", rf"</?(?:{_INLINE_TAGS})\b[^<>]*>", ""),
    ("<", r"</?[a-zA-Z][^<>]*>", " "),
    ("", r"\n[ >]*(?:(?:[-+*:]|\d+[.)])[ ]+)+", "\n"),
    ("Table:", r"\n[ ]*Table:", "\n "),
    ("*", r"\*(?<=\d\*)\**(?=\d)", " "),
)  # fmt: skip
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:", re.MULTILINE)
_REFERENCE = re.compile(r"(?<![!\]])\[([^\[\]]*)\][ ]?\[([^\[\]\n]*)\]")
_TITLE = re.compile(r"^(?:#[ ]*[^#\n][^\n]*|[^\n]+\n=+[ ]*)$", re.MULTILINE)
_HEADER = re.compile(rf"^[ >]*/{{3,}}[ ]*(?:{_BLOCK_NAME})\b[^\n]*\n", re.MULTILINE)
_SHOWN = 6


def source_words(text: str, *, titled: bool = False) -> list[str]:
    """Give the words of a Markdown text that a faithful output must hold, in order.

    Notes' texts stand where they are written. ``titled`` leaves out the first ``#``
    heading, which another title replaces.
    """
    return plain_words(_plain(text, titled=titled))


def missing_words(text: str, have: str, *, titled: bool) -> tuple[str, int] | None:
    """Give the first words of a file that a document lacks, and their line; or None.

    ``text`` is the file with its front matter blanked, ``have`` the text of the document
    (``document_text``). Words in another order, as those of notes and captions, are not
    missing.
    """
    plain = _plain(text, titled=titled)
    # No word stands over a blank: what is the same between blanks holds the same words.
    here, there = Counter(plain.split()), Counter(have.split())
    lost = _words_of(here - there) - _words_of(there - here)
    return _first_lost(text, plain_words(plain), plain_words(have), lost) if lost else None


def _words_of(stretches: Counter[str]) -> Counter[str]:
    return Counter(plain_words(" ".join(stretches.elements())))


def head_of(document: Document) -> str:
    """Give the XHTML that stands at the head of a section."""
    return document.heading or document.title


def document_text(document: Document) -> str:
    """Give the text of a document: body, then notes, then title."""
    parts = (document.body, *(note.xhtml for note in document.notes), head_of(document))
    return "\n".join(map(text_stream, parts))


def document_words(document: Document) -> list[str]:
    """Give the words of a document: body, then notes, then title."""
    return plain_words(document_text(document))


def _first_lost(
    text: str, wanted: list[str], have: list[str], lost: Counter[str]
) -> tuple[str, int] | None:
    """Give the first run of words that are too few, with the line of the file.

    Words that are only parted in another way (``a*b*c``) are not lost.
    """
    matcher = SequenceMatcher(None, wanted, have, autojunk=False)
    gaps: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag in {"equal", "insert"}:
            continue
        if _letters(wanted[i1:i2]) in _letters(have[max(j1 - 1, 0) : j2 + 1]):
            lost -= Counter(wanted[i1:i2])
        else:
            gaps.append((i1, i2))
    for start, end in gaps:
        at = next((i for i in range(start, end) if wanted[i] in lost), None)
        if at is not None:
            run = " ".join(wanted[at : min(end, at + _SHOWN)])
            return run, _line_of_word(text, wanted[at], wanted[: at + 1].count(wanted[at]))
    return None


def _letters(run: list[str]) -> str:
    return "".join(run).replace("-", "").replace("'", "")


def _line_of_word(text: str, word: str, nth: int) -> int:
    pattern = re.compile(
        rf"(?<![^\W_]){re.escape(word).replace(chr(39), '[’' + chr(39) + ']')}(?![^\W_])"
    )
    places = [m.start() for m in pattern.finditer(text)]
    if not places:
        return 0
    return text.count("\n", 0, places[min(nth, len(places)) - 1]) + 1


def _plain(text: str, *, titled: bool) -> str:
    codes: list[str] = []
    if "```" in text or "~~~" in text:
        text = _FENCE.sub(lambda m: _keep(m, codes), text)
    if "$`" in text:
        text = _FORMULA.sub(" ", text)
    if "`" in text:
        text = _SPAN.sub(lambda m: _keep_span(m, codes), text)
    if titled:
        text = _TITLE.sub("", text, count=1)
    if "///" in text:
        text = _without_options(text)
    if "][" in text or "] [" in text:
        text = _without_references(text)
    text = f"\n{text}"
    for needle, pattern, by in _SUBSTITUTIONS:
        if needle in text:
            text = re.sub(pattern, by, text, flags=re.MULTILINE | re.DOTALL)
    text = text.replace("*", "").replace("`", "")
    text = html.unescape(text) if "&" in text else text
    if codes:
        text = re.sub("\x00(\\d+)\x00", lambda m: codes[int(m[1])], text)
    return text


def _without_references(text: str) -> str:
    """Take the labels of reference links out, where such a label is defined."""
    known = {m[1].lower() for m in _DEFINITION.finditer(text)}
    return _REFERENCE.sub(
        lambda m: m[1] if (m[2] or m[1]).lower() in known else m[0],
        text,
    )


def _keep(match: re.Match[str], codes: list[str]) -> str:
    if match["info"].strip() == "math":
        return " "  # a formula is no words
    codes.append(match["code"])
    return f" \x00{len(codes) - 1}\x00 "


def _keep_span(match: re.Match[str], codes: list[str]) -> str:
    codes.append(match[2])
    return f"\x00{len(codes) - 1}\x00"


def _without_options(text: str) -> str:
    """Take the header lines of blocks out, but for what is printed."""
    rows = text.split("\n")
    for match in _HEADER.finditer(text):
        row = text.count("\n", 0, match.end())
        while row < len(rows) and (option := read_option(rows[row])):
            rows[row] = option[1] if option[0] in PRINTED else ""
            row += 1
    return "\n".join(rows)
