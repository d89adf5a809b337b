"""A theme: files, options and fonts, found along a chain of folders.

A file is looked for in the press's ``templates/<theme>/``, then along ``extends`` in the
built-in themes, at last in ``base``. Nothing is rendered here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isgpress.model.rendered import Resource
from isgpress.render.fonts import FontFace, has_small_capital, metrics
from isgpress.render.scripts import script_of

if TYPE_CHECKING:
    from isgpress.model.composition import Layout

Option = str | float | bool
A_LETTER = {"Latn": "a", "Grek": "α", "Cyrl": "ж", "Armn": "ա", "Geor": "ა"}
"""A small letter of each script that may have small capitals (ISO 15924)."""


@dataclass(frozen=True)
class ThemeFile:
    """A file of a theme: ``name`` within the theme, ``layer`` the theme it stands in.

    ``path`` is absolute; ``shown`` is the path for messages. ``text`` is filled for
    what is used as text (``is_read``, and a press's own style sheets) alone, ``own``
    tells the press's files from the built-in ones.
    """

    name: str
    layer: str
    path: str
    shown: str
    sha256: str
    own: bool
    text: str = ""


@dataclass(frozen=True)
class Theme:
    """A theme with its chain resolved; equal themes have equal digests, and it pickles.

    ``chain`` names the themes from this one to ``base``; ``files`` lists the files of
    all layers in that order. ``layout`` is None where text flows from page to page, as
    in a book; else pages are composed of frames on its grid.
    """

    name: str
    chain: tuple[str, ...]
    description: str
    options: tuple[tuple[str, Option], ...]
    print_styles: tuple[str, ...]  # names of style sheets, base first
    epub_styles: tuple[str, ...]
    web_styles: tuple[str, ...]
    fonts: tuple[FontFace, ...]
    files: tuple[ThemeFile, ...]
    digest: str
    layout: Layout | None = None
    frame_styles: tuple[str, ...] = ()  # of composed pages

    def __hash__(self) -> int:
        """Hash by the digest, which covers every file and option."""
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        """Compare by the digest and the place of the files."""
        if not isinstance(other, Theme):
            return NotImplemented
        return (self.digest, self.files) == (other.digest, other.files)

    @cached_property
    def option(self) -> dict[str, Option]:
        """The options by name, defaults filled in."""
        return dict(self.options)

    @cached_property
    def metrics(self) -> tuple[float, float, float]:
        """Cap height, ascent and descent of the text font, in em: only pages need them."""
        text = self.face("text")
        return metrics(text.path) if text else (0.65, 1.0, 0.3)

    @cached_property
    def _found(self) -> dict[str, ThemeFile]:
        found: dict[str, ThemeFile] = {}
        for file in self.files:
            found.setdefault(file.name, file)
            if not file.own:
                found.setdefault(f"builtin:{file.name}", file)
        return found

    def face(self, family: str, style: str = "normal") -> FontFace | None:
        """Give a face of a family by the theme's name for it (``text``); the upright one."""
        return next((f for f in self.fonts if f.family == family and f.style == style), None)

    def has_small_capitals(self, language: str) -> bool:
        """Tell whether the typeface of the text has small capitals for a language."""
        face, letter = self.face("text"), A_LETTER.get(script_of(language), "")
        return face is not None and bool(letter) and has_small_capital(face.path, letter)

    def opening(self, option: str, language: str) -> str:
        """Give how a text is opened: ``plain`` where its letters have no small capitals."""
        style = str(self.option[option])
        bare = style == "small-caps" and not self.has_small_capitals(language)
        return "plain" if bare else style

    def file(self, name: str) -> ThemeFile | None:
        """Give the file of that name that comes first in the chain, or None.

        ``builtin:<name>`` leaves out the press's own files.
        """
        return self._found.get(name)

    def file_from(self, layer: str, name: str) -> ThemeFile | None:
        """Give the file as the theme ``layer`` of the chain has it, or inherits it."""
        last = max((n for n, f in enumerate(self.files) if f.layer == layer), default=0)
        own = self.files[last].own if self.files else False
        start = next(
            (n for n, f in enumerate(self.files) if f.layer == layer and f.own == own),
            len(self.files),
        )
        return next((f for f in self.files[start:] if f.name == name), None)

    def resources(self, medium: str) -> tuple[Resource, ...]:
        """Give style sheets, pictures and fonts of a medium (``print``) by address.

        Files outside the folders of other media belong to all; composed pages
        (``frames``) and wrap covers (``cover``) share those of print.
        """
        shared = {medium, "print"} if medium in {"frames", "cover"} else {medium}
        others = tuple(
            f"{m}/" for m in ("print", "epub", "web", "frames", "cover") if m not in shared
        )
        files = [
            Resource(
                f"isg:theme/{key}", file.name, media_type(file.name), file.path, file.sha256
            )
            for key, file in self._found.items()
            if not file.name.startswith(others) and not is_template(file.name)
        ]
        fonts = [
            Resource(
                f.uri, f.uri.removeprefix("isg:font/"), media_type(f.uri), f.path, f.sha256
            )
            for f in self.fonts
        ]
        return (*files, *fonts)


MEDIA_TYPES = {
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "woff": "font/woff",
    "woff2": "font/woff2",
}


def media_type(name: str) -> str:
    """Give the media type by the end of a file's name."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def is_read(name: str) -> bool:
    """Tell whether a theme's file is used as text: templates, style sheets of screens."""
    screens = name.startswith(("epub/", "web/"))
    return is_template(name) or (screens and name.endswith(".css"))


def is_template(name: str) -> bool:
    """Tell whether a theme's file is a Jinja template."""
    return name.endswith((".html", ".xhtml", ".jinja"))
