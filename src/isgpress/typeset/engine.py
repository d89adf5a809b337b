"""Lays out one section with WeasyPrint and writes its PDF; runs in a worker."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import weasyprint

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.typeset import glyphs, lines, mends, slots, tags
from isgpress.typeset.complaints import Complaints
from isgpress.typeset.faces import configuration
from isgpress.typeset.facts import Bookmark, Facts, FontUse, PageText, Written
from isgpress.typeset.fetching import Listed, Refused
from isgpress.typeset.folios import Folios, WrongSideError
from isgpress.typeset.layout_facts import SourceText
from isgpress.typeset.sheets import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from isgpress.typeset.messages import PieceTask, Start, Task, Turn

ELSEWHERE = "isgx:"  # links to another section; the assembly makes them destinations
PT_PER_PX = 0.75

mends.apply()


class Layout:
    """A section that is laid out, and can be written when the folios it prints are known."""

    def __init__(self, task: Task | PieceTask, document: Any, root: Any, facts: Facts) -> None:
        """Keep WeasyPrint's document and its element tree, with the facts."""
        self.task, self.facts = task, facts
        self._document, self._root = document, root

    def fill(self, values: Mapping[str, str]) -> None:
        """Write folios into the slots. Raises ``slots.OverfullError``."""
        slots.fill(self._document.pages, values)

    def write(self, fonts: Path, pages: int | None = None) -> Written:
        """Give the section's tagged PDF, or its first ``pages``.

        Whole font files go to the folder ``fonts``.
        """
        document = self._document
        if pages is not None:
            document = document.copy(document.pages[:pages])
        uses: list[FontUse] = []
        with (
            Complaints(self.task.file, {}) as complaints,
            glyphs.left_out(fonts, uses),
            tags.our_own(self._root, self.task.slug),
        ):
            pdf = document.write_pdf(pdf_tags=True, pdf_version="1.7")
        return Written(pdf, tuple(uses), complaints.findings())


def lay_out(task: Task, ask: Callable[[int], Start | Turn]) -> Layout:
    """Lay a section out; ``ask`` takes its page count and gives its start.

    Raises PressError where a file is missing or a slot cannot be filled later.
    """
    try:
        return _lay_out(task, task.side, ask)
    except WrongSideError as wrong:
        return _lay_out(task, wrong.side, ask)
    except Refused as why:
        raise PressError(refused(task, why)) from why


def _lay_out(task: Task, side: str, ask: Callable[[int], Start | Turn]) -> Layout:
    folios = Folios(task.folios, task.start, ask)
    paths = {uri: path for uri, (path, _) in task.resources.items()}
    with Complaints(task.file, paths) as complaints:
        html = weasyprint.HTML(
            string=task.html, base_url="isg:/", url_fetcher=Listed(task.resources)
        )
        root = html.etree_element
        send_links_out(root)
        slots.set_values(root, task.values)
        sheets = [*shared(root, task.resources), _side(html, side)]
        document = html.render(
            font_config=configuration(task.html, task.resources),
            counter_style=folios,
            stylesheets=sheets,
        )
        folios.begin(len(document.pages))
    facts = _facts(task, document, folios, root, complaints.findings())
    return Layout(task, document, root, facts)


def _side(html: Any, side: str) -> Any:
    rule = f"html {{ break-before: {side} !important }}"
    return weasyprint.CSS(string=rule, url_fetcher=html.url_fetcher)


def send_links_out(root: Any) -> None:
    """Rename links to ids of other sections, which WeasyPrint would drop."""
    ids = {e.get("id") for e in root.iter() if e.get("id")}
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#") and len(href) > 1 and unquote(href[1:]) not in ids:
            link.set("href", ELSEWHERE + quote(unquote(href[1:]), safe=""))


def _links(root: Any) -> tuple[str, ...]:
    hrefs = (link.get("href") or "" for link in root.iter("a"))
    out = [unquote(h.removeprefix(ELSEWHERE)) for h in hrefs if h.startswith(ELSEWHERE)]
    return tuple(dict.fromkeys(out))


def _facts(
    task: Task, document: Any, folios: Folios, root: Any, findings: tuple[Finding, ...]
) -> Facts:
    source = SourceText(root)
    pages = document.pages
    texts = tuple(source.page(page._page_box) for page in pages)  # noqa: SLF001
    if task.file.endswith(".md"):
        findings = (*findings, *_too_wide(task.file, pages, root))
    facts = facts_of(task.file, pages, root, texts, findings)
    return replace(facts, uses_folio=folios.used)


def _too_wide(file: str, pages: Sequence[Any], root: Any) -> Iterator[Finding]:
    """Tell the first thing on each page that is wider than its type area."""
    for page in pages:
        element, cut = lines.runs_out(page)
        if element is not None:
            yield Finding(
                "wider-than-page" if cut else "wider-than-column",
                f"this {'runs off the page' if cut else 'is wider than its column'}",
                Span(file, lines.source_line(root, element)),
                "use fewer columns, fewer or shorter words, or break the line",
                Severity.ERROR if cut else Severity.WARNING,
            )


def facts_of(
    file: str,
    pages: Sequence[Any],
    root: Any,
    texts: tuple[PageText, ...],
    findings: tuple[Finding, ...],
) -> Facts:
    """Give the facts of laid-out pages; ``texts`` is what stands on each."""
    if not all(slots.usable(page) for page in pages):
        raise PressError(_unfillable(file))
    targets = [t for page in pages for t, _, _ in slots.slot_boxes(page._page_box)]  # noqa: SLF001
    anchors: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
    return Facts(
        pages=len(pages),
        anchors=tuple(sorted(anchors.items())),
        bookmarks=tuple(
            itertools.chain.from_iterable(map(_bookmarks, range(len(pages)), pages))
        ),
        texts=texts,
        slots=tuple(dict.fromkeys(targets)),
        links=_links(root),
        uses_folio=False,
        findings=findings,
    )


def _bookmarks(number: int, page: Any) -> list[Bookmark]:
    return [
        Bookmark(
            level,
            " ".join(label.split()),
            number,
            round(x * PT_PER_PX, 2),
            round((page.height - y) * PT_PER_PX, 2),
        )
        for level, label, (x, y), _ in page.bookmarks
    ]


def refused(task: Task | PieceTask, refused: Refused) -> Finding:
    """Say that a file which a section names cannot be used."""
    name = refused.uri.rsplit("/", 1)[-1]
    return Finding(
        "missing-resource",
        f"`{name}` cannot be used: {refused.reason} (`{refused.uri}`)",
        Span(task.file, _line_of(task.html, refused.uri)),
        "put the file into the title's folder, or the theme's, and name it by its path there",
    )


def _unfillable(file: str) -> Finding:
    return Finding(
        "layout-engine-changed",
        "this version of WeasyPrint does not let page references be filled in",
        Span(file),
        "install the version of WeasyPrint that `isgpress doctor` names",
    )


def _line_of(html: str, uri: str) -> int:
    """Find the source line of the block in which an address stands, 0 where unknown."""
    before, found, _ = html.partition(uri)
    mark = before.rpartition('data-line="')[2] if found and 'data-line="' in before else ""
    digits = mark.partition('"')[0]
    return int(digits) if digits.isdigit() else 0
