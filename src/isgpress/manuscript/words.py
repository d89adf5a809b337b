"""The words of a text: what must come through every step unchanged."""

from __future__ import annotations

import html
import re
from functools import cache

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# A search by pattern and four replacements are ten times as fast as one str.translate.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FOLDED = (("\u2019", "'"), ("\u2010", "-"), ("\u2011", "-"))
_CALL = re.compile(r'<a class="note-call[^>]*>.*?</a>', re.DOTALL)
_BREAK = re.compile(r"<(?:br|img|hr)\b[^>]*>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|rb|ruby|s|samp|small"
    r"|span|strong|sub|sup|time|u|var|wbr)(?:\s[^>]*)?/?>"
)
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_LINE = re.compile(r'<span class="line[^>]*>')
_TAG = re.compile(r"<[^>]*>")


def text_stream(fragment: str) -> str:
    """Give the text of an XHTML fragment, blocks and lines parted by blanks.

    Calls of notes are left out, as are attributes and formulas; characters that do not show are
    dropped. White space is as it comes.
    """
    if "note-call" in fragment:
        fragment = _CALL.sub("", fragment)
    fragment = _MATH.sub(" ", fragment) if "<math" in fragment else fragment
    fragment = _LINE.sub(" ", fragment) if 'class="line' in fragment else fragment
    fragment = _TAG.sub(" ", _INLINE.sub("", _BREAK.sub(" ", fragment)))
    return _INVISIBLE.sub("", html.unescape(fragment))


def words(fragment: str) -> list[str]:
    """Give the words of an XHTML fragment in order; apostrophes are straight in them.

    A word is a run of letters or digits, also over a hyphen or apostrophe; each Han,
    kana or hangul character is one.
    """
    return plain_words(text_stream(fragment))


def plain_words(text: str) -> list[str]:
    """Give the words of plain text, as ``words`` does."""
    text = _INVISIBLE.sub("", text)
    for typed, folded in _FOLDED:
        text = text.replace(typed, folded)
    plain = is_western(text) or not _maybe_cjk().search(text)
    return (_WORD if plain else _word_or_character()).findall(text)


def count_words(text: str) -> int:
    """Count the words of plain text; the number of those that ``plain_words`` gives.

    Most stretches between blanks are letters alone, and one word each in Western text.
    """
    if not is_western(text):
        return len(plain_words(text))
    found = text.split()
    others = [stretch for stretch in found if not stretch.isalnum()]
    return len(found) - len(others) + len(plain_words(" ".join(others)))


def is_western(text: str) -> bool:
    """Tell whether all characters of a text are of Windows-1252.

    Quick to see, and true of most texts: what is sought by large ranges of characters,
    which take long to compile, need not be sought in these.
    """
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _maybe_cjk() -> re.Pattern[str]:
    # What lies between them counts as well here: one range is sought, at once.
    return re.compile("[\u3040-\ufaff]")


@cache
def _word_or_character() -> re.Pattern[str]:
    return re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['-][^\W_{_CJK}]+)*")
