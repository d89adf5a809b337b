"""The writer of web editions: rendered pages in, all files of a folder out.

No script is needed to read the pages. Nothing here opens a file or knows a theme.
"""

from isgpress.web.feed import About
from isgpress.web.finished import section_texts
from isgpress.web.fonts import WebFonts, web_fonts
from isgpress.web.site import COVER, write_site
from isgpress.web.sizes import picture_size

__all__ = [
    "COVER",
    "About",
    "WebFonts",
    "picture_size",
    "section_texts",
    "web_fonts",
    "write_site",
]
