"""Which words two printings do not share, wherever their pages break."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from isgpress.proofing.page import HYPHENS, Line, Page, Word

SENTENCE = (".", "!", "?", "…", ":", ";", "。", "؟", "।", ".”", ".’", "?”", "!”", ".»")
LARGE = 3000  # words: from here on a stretch is compared by its rarer words
RUN = 3  # words that are known again elsewhere
ROUNDS, OTHER = 12, 20_000  # passages that moved; words from which it is another text
AROUND = 4  # words shown before a change


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: what is compared, as it reads, its printed parts by page index."""

    key: str
    text: str
    places: tuple[tuple[int, Word], ...]
    ends: bool  # a sentence, or a stretch of one size

    @property
    def page(self) -> int:
        """The index of the page on which it begins."""
        return self.places[0][0]


@dataclass(frozen=True, slots=True)
class Change:
    """Words that were put in place of others; either may be none.

    ``old_page`` and ``new_page`` are indexes of the pages where they stand or stood;
    ``before`` are the words ahead of them.
    """

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    old_page: int
    new_page: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What changed, and ``(old index, new index)`` of the tokens that both share."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    changes: tuple[Change, ...]
    shared: tuple[tuple[int, int], ...]


def tokens(pages: Sequence[Page]) -> tuple[Token, ...]:
    """Give the words of all pages in reading order; broken words are put together again.

    A word that is broken at the foot of a page goes on in the next line of its size.
    """
    lines = [(n, line) for n, page in enumerate(pages) for line in page.lines]
    return tuple(_tokens(lines))


def _tokens(lines: Sequence[tuple[int, Line]]) -> Iterator[Token]:
    taken: dict[int, int] = {}  # lines whose first words were said before
    for at, (page, line) in enumerate(lines):
        last = at + 1 == len(lines) or _other_size(line, lines[at + 1][1])
        for n, word in enumerate(line.words[taken.get(at, 0) :], taken.get(at, 0)):
            places: tuple[tuple[int, Word], ...] = ((page, word),)
            text, key = word.text, word.key
            ends_line = n + 1 == len(line.words)
            if ends_line and _is_broken(word) and (to := _next(lines, at)) is not None:
                following = lines[to][1].words[0]
                taken[to] = 1
                places = (*places, (lines[to][0], following))
                text, key = text.rstrip(HYPHENS) + following.text, key + following.key
            if key:
                yield Token(key, text, places, text.endswith(SENTENCE) or (ends_line and last))


def _is_broken(word: Word) -> bool:
    return len(word.text) > 1 and word.text.endswith(tuple(HYPHENS))


def _other_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) > line.size / 20


def _next(lines: Sequence[tuple[int, Line]], at: int) -> int | None:
    """Give the line in which a broken word goes on, over the page that of its size."""
    page, line = lines[at]
    if at + 1 < len(lines) and not _other_size(line, lines[at + 1][1]):
        return at + 1
    for to in range(at + 1, len(lines)):
        if lines[to][0] > page + 1:
            break
        if lines[to][0] > page and not _other_size(line, lines[to][1]):
            return to
    return None


def compare(old: Sequence[Page], new: Sequence[Page]) -> Wording:
    """Compare the texts of two printings, by sentences and in these by words.

    Words that only stand elsewhere (a note that went to the next page) are shared.
    """
    ours, theirs = tokens(old), tokens(new)
    shared = list(_shared(ours, theirs))
    shared += _moved(ours, theirs, shared)
    changes = tuple(_changes(ours, theirs, sorted(shared)))
    return Wording(ours, theirs, changes, tuple(sorted(shared)))


def _shared(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[int, int]]:
    left, right = _sentences(ours), _sentences(theirs)
    matcher = difflib.SequenceMatcher(
        None, [_keys(ours, s) for s in left], [_keys(theirs, s) for s in right], autojunk=False
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        a = left[i].start if i < len(left) else len(ours)
        b = right[k].start if k < len(right) else len(theirs)
        ends = left[j - 1].stop if j > i else a, right[m - 1].stop if m > k else b
        if tag == "equal":
            yield from zip(range(a, ends[0]), range(b, ends[1]), strict=True)
        elif tag == "replace":
            yield from _alike(ours, theirs, range(a, ends[0]), range(b, ends[1]))


def _sentences(said: Sequence[Token]) -> list[range]:
    stops = [n + 1 for n, token in enumerate(said) if token.ends]
    if not stops or stops[-1] != len(said):
        stops.append(len(said))
    return [range(a, b) for a, b in zip([0, *stops], stops, strict=False) if b > a]


def _keys(said: Sequence[Token], where: range) -> tuple[str, ...]:
    return tuple(said[n].key for n in where)


def _alike(
    ours: Sequence[Token],
    theirs: Sequence[Token],
    left: Sequence[int],
    right: Sequence[int],
    least: int = 1,
) -> Iterator[tuple[int, int]]:
    """Give the words that two stretches share, in runs of ``least`` or more."""
    matcher = difflib.SequenceMatcher(
        None,
        [ours[n].key for n in left],
        [theirs[n].key for n in right],
        autojunk=min(len(left), len(right)) > LARGE,
    )
    for a, b, size in matcher.get_matching_blocks():
        if size >= least:
            yield from zip(left[a : a + size], right[b : b + size], strict=True)


def _moved(
    ours: Sequence[Token], theirs: Sequence[Token], shared: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give the words that went elsewhere, in runs or as all that changed in a place."""
    moved = list(_sentences_moved(ours, theirs, shared))
    known = [*shared, *moved]
    known_left, known_right = {a for a, _ in known}, {b for _, b in known}
    left = [n for n in range(len(ours)) if n not in known_left]
    right = [n for n in range(len(theirs)) if n not in known_right]
    for _ in range(ROUNDS):  # each time passages that changed their place among others
        if not left or not right or min(len(left), len(right)) > OTHER:
            break
        found = list(_alike(ours, theirs, left, right, RUN))
        if not found:
            break
        moved += found
        left = [n for n in left if n not in {a for a, _ in found}]
        right = [n for n in right if n not in {b for _, b in found}]
    return moved


def _sentences_moved(
    ours: Sequence[Token], theirs: Sequence[Token], shared: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Give the words of whole sentences that stand elsewhere as they were."""
    known_left, known_right = {a for a, _ in shared}, {b for _, b in shared}
    elsewhere: dict[tuple[str, ...], list[range]] = {}
    for there in _sentences(theirs):
        if known_right.isdisjoint(there):
            elsewhere.setdefault(_keys(theirs, there), []).append(there)
    for here in _sentences(ours):
        if known_left.isdisjoint(here) and (found := elsewhere.get(_keys(ours, here))):
            yield from zip(here, found.pop(0), strict=True)


def _changes(
    ours: Sequence[Token], theirs: Sequence[Token], shared: Sequence[tuple[int, int]]
) -> Iterator[Change]:
    """Give what is not shared, place by place: what is new, then what is gone alone."""
    partner = {b: a for a, b in shared}
    gone = set(range(len(ours))) - {a for a, _ in shared}
    for added in _runs((n for n in range(len(theirs)) if n not in partner), theirs):
        at = start = partner.get(added[0] - 1, -1) + 1
        while at in gone:
            gone.remove(at)
            at += 1
        new = tuple(theirs[n] for n in added)
        page = _page(ours, start)
        change = Change(tuple(ours[start:at]), new, page, new[0].page, _ahead(theirs, added[0]))
        if not _same_letters(change):
            yield change
    follower = dict(shared)
    for lost in _runs(sorted(gone), ours):
        place = follower.get(lost[0] - 1, -1) + 1
        old = tuple(ours[n] for n in lost)
        yield Change(old, (), old[0].page, _page(theirs, place), _ahead(theirs, place))


def _runs(numbers: Iterable[int], said: Sequence[Token]) -> Iterator[list[int]]:
    """Give numbers that follow each other, of words on one page."""
    run: list[int] = []
    for number in numbers:
        if run and (number != run[-1] + 1 or said[number].page != said[run[-1]].page):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _ahead(said: Sequence[Token], at: int) -> str:
    """Give the words before a place."""
    return " ".join(token.text for token in said[max(0, at - AROUND) : at])


def _page(said: Sequence[Token], at: int) -> int:
    """Give the page on which a place between words lies: that of the word before it."""
    if not said:
        return 0
    return said[min(max(at - 1, 0), len(said) - 1)].page


def _same_letters(change: Change) -> bool:
    """Tell whether only the spaces of a word are other, which no reader of PDF is sure of."""
    return "".join(t.key for t in change.old) == "".join(t.key for t in change.new)
