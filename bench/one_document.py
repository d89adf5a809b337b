"""Sets all sections of a title as a single WeasyPrint document, to compare its size.

    python -m bench.one_document PRESS SLUG OUTPUT

The HTML and CSS are those of isgpress's pages. Folios run through, and page references
stay unfilled: neither changes the size by more than a few bytes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from isgpress.manuscript import link, parse_section
from isgpress.render import load_theme, render_print
from isgpress.sources import load_book, load_press
from isgpress.world import DiskWorld

STYLE = """\
@counter-style isgtotal { system: cyclic; symbols: "" }
@counter-style isgfolio { system: extends decimal }
.one-section { break-before: right }
"""


def main(press_folder: str, slug: str, output: str) -> None:
    """Write the title's pages as one document to ``output``."""
    html, resources = _document(Path(press_folder), slug)
    from isgpress.typeset import preload  # noqa: F401, I001, PLC0415 (sets up the fonts first)
    from isgpress.typeset.fetching import Listed  # noqa: PLC0415
    import weasyprint  # noqa: PLC0415

    document = weasyprint.HTML(string=html, base_url="isg:/", url_fetcher=Listed(resources))
    document.write_pdf(output, pdf_tags=True, pdf_version="1.7")


def _document(folder: Path, slug: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """Give one HTML document with the sections' bodies, and all that it refers to."""
    world = DiskWorld(folder)
    press, _ = load_press(world)
    book, findings = load_book(world, press, slug)
    if book is None:
        raise SystemExit(str(findings))
    documents = tuple(parse_section(world, book, s)[0] for s in book.sections if s.file)
    manuscript = link(book, documents)
    theme = load_theme(world, book.theme)
    sections = [render_print(world, manuscript, press, theme, s) for s in book.sections]
    resources = {r.uri: (r.path, r.media_type) for s in sections for r in s.resources}
    chapter = next(s.html for s in sections if s.section.role == "chapter")
    head = chapter.split("<body", 1)[0].replace("</head>", f"<style>{STYLE}</style></head>")
    bodies = "".join(_body(s.html) for s in sections)
    return f"{head}<body>{bodies}</body></html>", resources


def _body(html: str) -> str:
    """Give a section's body with the classes of its root."""
    classes = re.search(r'<html[^>]*\sclass="([^"]*)"', html)
    body = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
    inner = body[1] if body else ""
    return f'<div class="one-section {classes[1] if classes else ""}">{inner}</div>'


if __name__ == "__main__":
    main(*sys.argv[1:4])
