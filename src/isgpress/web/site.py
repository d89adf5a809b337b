"""All files of a web edition, by their paths in its folder."""

from __future__ import annotations

from collections.abc import Mapping

from isgpress.model.rendered import RenderedWeb
from isgpress.web.feed import FILE, About, feed
from isgpress.web.fonts import WebFonts

COVER = "cover.jpg"
STYLES = "styles/site.css"


def write_site(
    rendered: RenderedWeb,
    about: About,
    fonts: WebFonts,
    pictures: Mapping[str, bytes],
    assets: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Give the edition's files by path, sorted; the same bytes each time.

    ``pictures`` are the bytes by file name, the cover's among them; ``assets`` those of
    the theme by their paths in it.
    """
    styles = f"{fonts.stylesheet}\n{rendered.stylesheet}"
    files = {page.file: page.html.encode() for page in rendered.pages}
    files |= {f"images/{name}": data for name, data in pictures.items()}
    files |= {f"theme/{name}": data for name, data in assets.items()}
    files |= fonts.files
    files |= {FILE: feed(rendered, about), STYLES: styles.encode()}
    return dict(sorted(files.items()))
