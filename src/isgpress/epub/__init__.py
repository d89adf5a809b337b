"""The EPUB writer: rendered pages in, the bytes of an EPUB 3.3 file out.

Only this room imports EbookLib, which is handed finished XHTML as raw items: its own
classes for chapters, nav and cover change what they are given.
"""

from isgpress.epub.cover import Cover, draw_cover, fit_cover
from isgpress.epub.package import File, write_epub

__all__ = ["Cover", "File", "draw_cover", "fit_cover", "write_epub"]
