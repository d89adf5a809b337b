"""The outside judges of finished files: EPUBCheck, Ace by DAISY, axe, veraPDF, qpdf.

One module per judge. Each finds its program, runs it on finished files and gives what it
says as findings, never nothing: a judge that is missing or breaks down is a finding too
(``validator-missing``, ``validator-failed``). A finding's rule is the judge's own name
for it behind the judge's name, as in ``epubcheck-RSC-005``; its span is the finished
file, and the file inside an EPUB behind it, as in ``book.epub/EPUB/text/one.xhtml``.

    epubcheck.check(paths)         EPUB 3.3, all severities with usage
    ocf.check(path)                what EPUBCheck leaves out about the container
    ace.check(paths)               accessibility of EPUBs, all by one Chromium
    axe.check(folder)              accessibility of web pages
    verapdf.check(paths, flavours) PDF/UA and PDF/A
    qpdf.check(path)               syntax of a PDF
    ghostscript.inks(path, ...)    ink on the pages of a PDF, for `check.preflight`

Nothing here knows how a file was made, and nothing here is needed to make one.
"""

from __future__ import annotations

from isgpress.check.validators import ace, axe, epubcheck, ghostscript, ocf, qpdf, verapdf

__all__ = ["ace", "axe", "epubcheck", "ghostscript", "ocf", "qpdf", "verapdf"]
