"""Pictures as readers and shops take them: few enough pixels, RGB, the right way up."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PIL import Image, UnidentifiedImageError

from isgpress.findings import Finding, PressError, Span

# Shops refuse covers of more (PublishDrive, 2026); what is larger fills the memory of
# readers' devices and shows no more on their screens.
LARGEST = 4_000_000  # px in all
MOST = 120_000_000  # px that are decoded at all
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
QUALITY = 90
PRINTERS_MODES = ("CMYK", "YCCK", "LAB")


def fit_cover(data: bytes, path: str) -> bytes:
    """Give a cover picture as JPEG: sRGB, at most 4 megapixels, nothing else in it.

    ``path`` is the picture's, for messages. Raises PressError ``unreadable-picture``,
    ``picture-too-large``.
    """
    with _opened(data, path) as image:
        return as_jpeg(_smaller(_on_white(_upright(image))))


def fit_picture(data: bytes, path: str) -> bytes:
    """Give a picture of the text: unchanged, but where it is too large or for printers.

    More than 4 megapixels are scaled down; CMYK becomes RGB. Moving pictures and
    drawings stay. ``path`` is the picture's. Raises as ``fit_cover``.
    """
    if path.lower().endswith(".svg"):
        return data
    with _opened(data, path) as image:
        kind, size = image.format, image.width * image.height
        if getattr(image, "is_animated", False):
            return data
        if size <= LARGEST and image.mode not in PRINTERS_MODES:
            return data
        picture = _smaller(_upright(image))
        if kind == "JPEG":
            return as_jpeg(picture)
        out = io.BytesIO()
        picture.save(out, kind, **({"optimize": True} if kind == "PNG" else {}))
        return out.getvalue()


def as_jpeg(picture: Image.Image, *, optimize: bool = True) -> bytes:
    """Give the bytes of a picture as JPEG.

    To ``optimize`` saves some of it, and takes twice the picture's size of memory: libjpeg
    has to keep all that it will write.
    """
    out = io.BytesIO()
    if picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.save(out, "JPEG", quality=QUALITY, optimize=optimize)
    return out.getvalue()


@contextmanager
def _opened(data: bytes, path: str) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > MOST:
                    raise PressError(_too_large(path))
                yield image
    except Image.DecompressionBombError as fault:
        raise PressError(_too_large(path)) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise PressError(_unreadable(path)) from fault


def _upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its camera noted, and give it the screen's colours."""
    from PIL import ImageCms, ImageOps  # noqa: PLC0415 - few pictures need it

    turned = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if profile and turned.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            found = ImageCms.profileToProfile(
                turned, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            turned = found or turned
    return turned.convert("RGB") if turned.mode in PRINTERS_MODES else turned


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    solid = image.convert("RGBA")
    picture = Image.new("RGB", image.size, "white")
    picture.paste(solid, mask=solid.getchannel("A"))
    return picture


def _smaller(image: Image.Image) -> Image.Image:
    scale = (LARGEST / (image.width * image.height)) ** 0.5
    if scale >= 1:
        return image
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    size = (int(image.width * scale), int(image.height * scale))
    filters = {"1": Image.Resampling.NEAREST, "I;16": Image.Resampling.NEAREST}
    return image.resize(size, filters.get(image.mode, Image.Resampling.LANCZOS))


def _unreadable(path: str) -> Finding:
    advice = "save the picture again as PNG or JPEG"
    return Finding(
        "unreadable-picture", f"`{path}` cannot be read as a picture", Span(path), advice
    )


def _too_large(path: str) -> Finding:
    advice = "save the picture with fewer pixels; 1600 by 2400 are enough for a cover"
    return Finding("picture-too-large", f"`{path}` has too many pixels", Span(path), advice)
