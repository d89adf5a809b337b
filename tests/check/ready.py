"""A title ready for the printer, with faults of its sources for preflight to find."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from isgpress.build import Order, build
from isgpress.check.preflight import Printed, preflight
from isgpress.findings import Finding
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld

PRESS = """\
name: Dale Press
printers:
  quay:
    extends: offset-paperback
    interior: cmyk
    pages-min: 1
    page-multiple: 1
    ink-limit: 280
    output-intent: {profile: quay.icc, condition: QUAY}
    cover-intent: {condition: FOGRA51}
"""
BOOK = """\
title: Ink
language: en-GB
date: 2026-05-01
theme: own
trim: a-format
contributors:
  - {name: Ana Silva, role: author}
cover: {image: front.png, alt: A dot of ink.}
editions:
  paperback:
    isbn: 978-0-306-40615-7
    printer: quay
    spine: 5
contents:
  front: []
  body: [01.md, 02.md]
"""
ONE = """\
# Of Ink

The first paragraph of the chapter on ink and soot and oil.

![A grey field.](coarse.png)

The last paragraph, after the picture, is about how ink dries on paper.
"""
TWO = """\
# Of Logos

The one paragraph on marks that houses set on the foot of a page.

![The mark of the house.](logo.png)
"""
THEME = "name: own\nextends: paperback\nstylesheets: {print: [print/own.css]}\n"
STYLE = """\
figure img { width: 100% !important; height: auto !important; }
h1 { color: device-cmyk(.6 .4 .4 1); }
.ground { background: linear-gradient(#e9e3d5, #8c1c13); }
"""
SPINE = """\
{% extends "builtin:wrap.html" %}
{% block spine %}
<div class="face spine" style="left: {{ panels['spine'].left }}mm; top: 40mm; width: 5mm">
<p style="font-size: 5pt; text-align: center">Ink</p></div>
{% endblock %}
"""
WIDE = 72 / 25.4


def png(size: tuple[int, int], colours: tuple[Any, Any]) -> bytes:
    """Give a picture that is half in one and half in another colour."""
    picture = Image.new("RGB", size, colours[0])
    picture.paste(colours[1], (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


PROFILE = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


@dataclass(frozen=True)
class Ready:
    """A press whose one title is built."""

    root: Path

    @property
    def pages(self) -> Path:
        """The pages for the printer."""
        return self.root / "dist/ink/ink-print.pdf"

    @property
    def cover(self) -> Path:
        """The wrap."""
        return self.root / "dist/ink/ink-cover.pdf"

    def found(self, pages: Path | None = None, cover: Path | None = None) -> list[Finding]:
        """Give what preflight says of the title's files, or of others in their place."""
        world = DiskWorld(self.root)
        press, _ = load_press(world)
        title, _ = load_title(world, press, "ink")
        assert title is not None
        printed = Printed(title, pages or self.pages, cover or self.cover)
        return list(preflight(world, press, printed))

    def planted(self, name: str, change: Callable[[pikepdf.Pdf], None]) -> list[Finding]:
        """Give what is found when a fault is put into a copy of the pages."""
        path = self.root / f"dist/ink/{name}.pdf"
        with pikepdf.open(self.pages) as pdf:
            change(pdf)
            pdf.save(path)
        return self.found(path)


def build_ready(root: Path) -> None:
    """Write the press of ``ready``, and build its title."""
    files: dict[str, bytes | str] = {
        "press.yaml": PRESS,
        "quay.icc": PROFILE.read_bytes(),
        "books/ink/book.yaml": BOOK,
        "books/ink/01.md": ONE,
        "books/ink/02.md": TWO,
        "books/ink/coarse.png": png((240, 60), ((90, 90, 90), (200, 200, 200))),
        "books/ink/logo.png": png((1600, 400), ((200, 20, 40), (20, 40, 200))),
        "books/ink/front.png": png((320, 512), ((0, 0, 0), (40, 20, 10))),
        "templates/own/theme.yaml": THEME,
        "templates/own/print/own.css": STYLE,
        "templates/own/cover/wrap.html": SPINE,
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (report,) = build(DiskWorld(root), ("ink",), Order(("paperback",), jobs=1), list)
    assert report.artifacts, report.findings
