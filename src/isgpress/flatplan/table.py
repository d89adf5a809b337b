"""The flatplan for a terminal: a table of spreads."""

from __future__ import annotations

import io

from isgpress.findings import counted
from isgpress.flatplan.view import Block, PageView, View

WIDTH = 100


def text(shown: View, width: int = WIDTH) -> str:
    """Give a flatplan as a table ``width`` cells wide, a line between spreads."""
    from rich.box import SIMPLE  # noqa: PLC0415 - slow to import
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE, padding=(0, 1), pad_edge=False, show_edge=False)
    for heading in ("Page", "Side", "Sheet", "Print"):
        table.add_column(heading, justify="right" if heading == "Page" else "left")
    table.add_column("Content", ratio=2, overflow="fold")
    table.add_column("Adverts", ratio=1, overflow="fold")
    table.add_column("Free")
    for pages in shown.spreads:
        for page in pages:
            table.add_row(*_row(page), end_section=page is pages[-1])
    out = io.StringIO()
    console = Console(
        file=out, width=width, color_system=None, markup=False, highlight=False, emoji=False
    )
    console.print(table)
    lines = [line.rstrip() for line in out.getvalue().rstrip().splitlines()]
    return "\n".join([_heading(shown), "", *lines, *_foot(shown)])


def _heading(shown: View) -> str:
    issue, count = shown.issue, len(shown.pages)
    sheets = max((page.leaf.signature for page in shown.pages), default=0)
    title = " ".join(dict.fromkeys(t for t in (issue.title, issue.designation) if t))
    folded = f"{counted(sheets, 'signature')} of {shown.signature}"
    return f"{title}: {counted(count, 'page')}, {folded}"


def _foot(shown: View) -> list[str]:
    lines = []
    if any(page.text_lines is not None for page in shown.pages):
        lines += ["", "Short and over are lines of a column, as the text is set now."]
    if shown.unplaced:
        lines += ["", "Without a place: " + "; ".join(shown.unplaced)]
    return lines


def _row(page: PageView) -> tuple[str, ...]:
    return (
        str(page.number),
        page.side,
        f"{page.leaf.signature}, leaf {page.leaf.leaf}",
        "colour" if page.colour else "mono",
        "\n".join(_piece(b) for b in page.blocks if not b.is_advert),
        "\n".join(_piece(b) for b in page.blocks if b.is_advert),
        _free(page),
    )


def _piece(block: Block) -> str:
    said = [block.label]
    if block.from_page:
        said.append(f"from page {block.from_page}")
    elif block.parts > 1 and not block.to_page:
        said.append(f"{block.part} of {block.parts}")
    if block.to_page:
        said.append(f"to page {block.to_page}")
    return said[0] + (f" ({', '.join(said[1:])})" if said[1:] else "")


def _free(page: PageView) -> str:
    said = []
    if not page.blocks:
        said.append("empty")
    elif page.free_lines:
        said.append(counted(page.free_lines, "line"))
    if page.text_lines:
        what = "short" if page.text_lines > 0 else "over"
        said.append(f"{counted(abs(page.text_lines), 'line')} {what}")
    return "\n".join(said)
