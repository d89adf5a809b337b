"""Small EPUBs and PDFs made by hand, good ones and ones with a fault planted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

CONTAINER = """\
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>"""
PACKAGE = """\
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="en"
  unique-identifier="id">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:6f2b0a52-98bd-4d2c-8a6e-0b7a53fbd2a1</dc:identifier>
    <dc:title>A Small Book</dc:title>
    <dc:language>en</dc:language>
    <meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">One short chapter of text.</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
  </manifest>
  <spine><itemref idref="one"/></spine>
</package>"""
NAV = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en">
<head><title>Contents</title></head>
<body><nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1>
<ol><li><a href="text/one.xhtml#one">One</a></li></ol></nav></body>
</html>"""
CHAPTER = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en">
<head><title>One</title></head>
<body><section epub:type="chapter" role="doc-chapter" aria-labelledby="one">
<h1 id="one">One</h1>
<p>The first line.</p>
</section></body>
</html>"""

MakeEpub = Callable[..., Path]
MakePdf = Callable[..., Path]


@pytest.fixture
def make_epub(tmp_path: Path) -> MakeEpub:
    """Give a function that writes an EPUB; keywords change files of the good one.

    ``changes`` maps a file to a pair of old and new text; ``mimetype`` is how to compress
    that file.
    """

    def make(
        changes: Mapping[str, tuple[str, str]] | None = None,
        mimetype: int = zipfile.ZIP_STORED,
    ) -> Path:
        files = {
            "META-INF/container.xml": CONTAINER,
            "EPUB/package.opf": PACKAGE,
            "EPUB/nav.xhtml": NAV,
            "EPUB/text/one.xhtml": CHAPTER,
        }
        for name, (old, new) in (changes or {}).items():
            assert old in files[name]
            files[name] = files[name].replace(old, new)
        path = tmp_path / "small.epub"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
            container.writestr("mimetype", "application/epub+zip", mimetype)
            for name, text in files.items():
                container.writestr(name, text)
        return path

    return make


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Give a function that writes a PDF of some HTML's body in a variant of WeasyPrint's."""

    def make(
        body: str = "<h1>One</h1><p>The first line.</p>", variant: str = "pdf/ua-1"
    ) -> Path:
        import weasyprint  # noqa: PLC0415 - only these tests pay for it

        html = f"<html lang=en><head><title>Small</title></head><body>{body}</body></html>"
        path = tmp_path / f"{variant.replace('/', '-') or 'plain'}.pdf"
        weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant or None)
        return path

    return make
