"""The contents list of a book, line by line: roles, files, parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from isgpress import standards
from isgpress.findings import Finding, Span
from isgpress.model.publication import Matter
from isgpress.sources.faults import offer
from isgpress.sources.marks import Items, Keys, Node
from isgpress.sources.schema import ChapterKeys, ContentsKeys, EntryKeys, PartKeys

_FRONT = ("half-title", "title-page", "imprint", "contents")
_EXAMPLES = {Matter.FRONT: "preface", Matter.BACK: "appendix"}
_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents list: a role, with a file or a text where it has one.

    ``part`` is the number of its part in the list, from 1; 0 outside parts. ``over`` is
    what stands instead of the file's front matter.
    """

    role: str
    matter: Matter
    span: Span
    file: str = ""
    text: str = ""
    part: int = 0
    over: ChapterKeys | None = None
    title: str = ""  # of a part
    number: str = ""


def read_contents(
    keys: ContentsKeys, node: Node
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Give the entries of a contents list in reading order, and what is wrong with them.

    ``node`` is the tree from which ``keys`` were made. A list without ``front`` gets
    half title, title page, imprint page and contents.
    """
    reader = _Reader(node)
    entries = tuple(reader.without_repeats(reader.entries(keys)))
    return entries, tuple(reader.findings)


def items(node: Node | None) -> tuple[Node, ...]:
    """Give the items of a list; a single value is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


class _Reader:
    """Reads one contents list and collects what is wrong on the way."""

    def __init__(self, node: Node) -> None:
        self.contents = node
        self.findings: list[Finding] = []

    def entries(self, contents: ContentsKeys) -> Iterator[Entry]:
        parts = 0
        for matter in Matter:
            values = getattr(contents, matter.value)
            if values is None:
                span = self.contents.span
                yield from (Entry(role, matter, span) for role in _FRONT)
                continue
            nodes = items(self.contents.below(matter.value))
            for value, node in zip(values, nodes, strict=False):
                parts += isinstance(value, PartKeys)
                yield from self._read(value, node, matter, parts)

    def _read(self, value: Any, node: Node, matter: Matter, part: int) -> Iterator[Entry]:
        if isinstance(value, PartKeys):
            yield from self._part(value, node, matter, part)
        elif isinstance(value, str):
            yield from self._word(value, node.span, matter)
        else:
            yield from self._keys(value, node, matter)

    def _part(self, value: PartKeys, node: Node, matter: Matter, part: int) -> Iterator[Entry]:
        place = node.below("part")
        span = place.span if place else node.span
        file = value.file or ""
        number = value.number or ""
        yield Entry("part", matter, span, file, "", part, None, value.part, number)
        if matter is not Matter.BODY:
            message = f"a part cannot stand in `{matter.value}`"
            self.report("misplaced-role", message, span, "move it to `body`")
        nodes = items(node.below("chapters"))
        for chapter, below in zip(value.chapters, nodes, strict=False):
            if isinstance(chapter, PartKeys):
                advice = "list it in `body`, beside the other parts"
                self.report(
                    "misplaced-role", "a part cannot stand in a part", below.span, advice
                )
                continue
            for entry in self._read(chapter, below, matter, part):
                yield replace(entry, part=part)

    def _word(self, word: str, span: Span, matter: Matter) -> Iterator[Entry]:
        """Read an entry without a key: a file, or the role of a page that is made."""
        role = standards.roles().get(word)
        role = None if role and role.periodical else role
        if role and role.generated:
            yield from self._placed(Entry(word, matter, span))
        elif role:
            advice = f"write `{word}: ` and the name of its file"
            self.report("role-without-file", f"`{word}` has no file", span, advice)
        elif word.lower().endswith(_MARKDOWN) and matter is Matter.BODY:
            yield Entry("chapter", matter, span, word)
        elif word.lower().endswith(_MARKDOWN):
            advice = f"write its role before it, such as `{_EXAMPLES[matter]}: {word}`"
            message = f"the role of `{word}` is missing"
            self.report("file-without-role", message, span, advice)
        else:
            roles = standards.roles().values()
            made = [r.name for r in roles if r.generated and not r.periodical]
            message = f"`{word}` is neither a Markdown file nor a page that isgpress makes"
            self.report("unknown-section", message, span, offer(word, made, "page"))

    def _keys(self, value: EntryKeys, node: Node, matter: Matter) -> Iterator[Entry]:
        given = [n for n in standards.roles() if getattr(value, n.replace("-", "_"), None)]
        if not given and isinstance(node, Keys) and not node.pairs:
            return  # its keys were wrong, and have been reported
        if len(given) != 1:
            message = "the entry has no role" if not given else "the entry has two roles"
            advice = "write one role and its file, such as `chapter: 01.md`"
            self.report("bad-value", message, node.span, advice)
            return
        name = given[0]
        role = standards.roles()[name]
        place = node.below(name)
        span = place.span if place else node.span
        what = str(getattr(value, name.replace("-", "_")))
        markdown = what.lower().endswith(_MARKDOWN)
        entry = Entry(name, matter, span, over=value, number=value.number or "")
        if markdown:
            yield from self._placed(replace(entry, file=what))
        elif role.text:
            yield from self._placed(replace(entry, text=what))
        else:
            message = f"`{what}` is not a Markdown file"
            self.report("not-markdown", message, span, "name a file that ends in `.md`")

    def _placed(self, entry: Entry) -> Iterator[Entry]:
        """Give the entry, and report a role that cannot stand where it is listed."""
        allowed = standards.roles()[entry.role].matter
        if entry.matter not in allowed:
            where = " or ".join(f"`{m.value}`" for m in allowed)
            message = f"`{entry.role}` cannot stand in `{entry.matter.value}`"
            self.report("misplaced-role", message, entry.span, f"move it to {where}")
        yield entry

    def without_repeats(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Leave out, and report, a file or a made page that is listed a second time."""
        seen: dict[str, Entry] = {}
        for entry in entries:
            key = entry.file or (entry.role if standards.roles()[entry.role].generated else "")
            if key and key in seen:
                message = f"`{key}` is listed a second time"
                advice = f"remove one of the two; the first is in line {seen[key].span.line}"
                self.report("listed-twice", message, entry.span, advice)
                continue
            seen[key] = entry
            yield entry

    def report(self, rule: str, message: str, span: Span, advice: str) -> None:
        self.findings.append(Finding(rule, message, span, advice))
