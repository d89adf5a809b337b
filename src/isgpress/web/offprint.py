"""A single page with all that it shows inside it, to be sent by post or kept."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from isgpress.model.rendered import RenderedWeb
from isgpress.web.fonts import WebFonts

_STYLES = re.compile(r'<link rel="stylesheet" href="[^"]*">')
_PICTURE = re.compile(r'\ssrc="images/([^"]+)"')
_ASSET = re.compile(r"\.\./theme/([^\"')\s]+)")
_FONT = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')


def one_file(
    rendered: RenderedWeb,
    fonts: WebFonts,
    pictures: Mapping[str, tuple[str, bytes]],
    assets: Mapping[str, tuple[str, bytes]],
) -> bytes:
    """Give the only page with styles, typefaces and pictures as ``data:`` addresses.

    ``pictures`` are media types and bytes by file name, ``assets`` by path in the theme.
    See RFC 2397.
    """
    [page] = rendered.pages

    def picture(match: re.Match[str]) -> str:
        return f' src="{_data(*pictures[match[1]])}"'

    def font(match: re.Match[str]) -> str:
        return f'url("{_data("font/woff2", fonts.files[match[1]])}")'

    def asset(match: re.Match[str]) -> str:
        return _data(*assets[match[1]]) if match[1] in assets else match[0]

    looks = _ASSET.sub(asset, rendered.stylesheet)
    styles = _FONT.sub(font, fonts.stylesheet) + "\n" + looks
    html = _STYLES.sub(lambda _: f"<style>\n{styles}\n</style>", page.html, count=1)
    return _PICTURE.sub(picture, html).encode()


def _data(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
