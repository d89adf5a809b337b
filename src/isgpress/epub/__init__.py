"""The EPUB writer: rendered pages in, the bytes of an EPUB 3.3 file out.

Only this room imports EbookLib, which is handed finished XHTML as raw items: its own
classes for chapters, nav and cover change what they are given.
"""

from isgpress.epub.cover import cover_of_page, draw_cover
from isgpress.epub.package import COVER, File, write_epub
from isgpress.epub.pictures import fit_cover, fit_picture

__all__ = [
    "COVER",
    "File",
    "cover_of_page",
    "draw_cover",
    "fit_cover",
    "fit_picture",
    "write_epub",
]
