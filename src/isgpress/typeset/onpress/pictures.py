"""Pictures as inks: every picture of the file becomes CMYK, or black alone where it is grey."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

import pikepdf
from pikepdf import Array, Name

if TYPE_CHECKING:
    from PIL.Image import Image

    from isgpress.typeset.onpress.plates import Things

LEVELS = 255
INKS = 4


def in_inks(
    pdf: pikepdf.Pdf,
    profile: bytes = b"",
    limit: float = 4.0,
    *,
    flat: bool = False,
    black: Things = frozenset(),
) -> None:
    """Turn RGB pictures into CMYK, by the printing condition's ICC ``profile`` if there is one.

    Those in ``black`` become grey.

    No spot has more than ``limit`` of all inks together (4: 400 %).
    ``flat``: see-through pictures are laid on white, as PDF/X-1a asks (ISO 15930-4, 6.14).
    """
    for thing in list(pdf.objects):
        if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") != Name.Image:
            continue
        if thing.get("/ImageMask", False) or _is_mask(pdf, thing):
            continue
        mask = thing.get("/SMask")
        if _space(thing) in {"/DeviceRGB", "ICC3"} or (mask is not None and flat):
            if thing.objgen in black:
                _turn_grey(thing, flat=flat)
            else:
                _turn(thing, profile, limit, flat=flat)


def _is_mask(pdf: pikepdf.Pdf, picture: pikepdf.Stream) -> bool:
    return any(
        isinstance(other, pikepdf.Stream)
        and "/SMask" in other
        and other.SMask.objgen == picture.objgen
        for other in pdf.objects
    )


def _space(picture: pikepdf.Stream) -> str:
    space = picture.get("/ColorSpace")
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        return f"ICC{int(space[1].N)}"
    return str(space)


def _turn_grey(thing: pikepdf.Stream, *, flat: bool) -> None:
    grey = _opaque(thing, flat=flat).convert("L")
    _put(thing, grey.tobytes(), Name.DeviceGray)


def _opaque(thing: pikepdf.Stream, *, flat: bool) -> Image:
    picture = pikepdf.PdfImage(thing).as_pil_image().convert("RGB")
    if flat and "/SMask" in thing:
        mask = pikepdf.PdfImage(cast("pikepdf.Stream", thing.SMask)).as_pil_image()
        picture = _on_white(picture, mask)
        del thing["/SMask"]
    return picture


def _put(thing: pikepdf.Stream, data: bytes, space: Name) -> None:
    for key in ("/DecodeParms", "/Decode", "/Filter", "/Interpolate", "/Mask"):
        if key in thing:
            del thing[key]
    thing.write(data)
    thing.ColorSpace, thing.BitsPerComponent = space, 8


def _turn(thing: pikepdf.Stream, profile: bytes, limit: float, *, flat: bool) -> None:
    turned = held(to_cmyk(_opaque(thing, flat=flat), profile), limit)
    _put(thing, turned.tobytes(), Name.DeviceCMYK)


def _on_white(picture: Image, mask: Image) -> Image:
    from PIL import Image as images  # noqa: PLC0415, N813 - only see-through pictures need it

    white = images.new("RGB", picture.size, "white")
    white.paste(picture, mask=mask.convert("L").resize(picture.size))
    return white


def to_cmyk(picture: Image, profile: bytes = b"") -> Image:
    """Give an RGB picture in CMYK: by the profile, else with as much black as it has grey."""
    from PIL import Image as images  # noqa: PLC0415, N813
    from PIL import ImageChops, ImageCms  # noqa: PLC0415 - only pictures need it

    if profile:
        target = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        source = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(
            picture,
            source,
            target,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "CMYK",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert turned is not None  # noqa: S101 - not in place
        return turned
    bands = [ImageChops.invert(b) for b in picture.split()]
    black = ImageChops.darker(ImageChops.darker(bands[0], bands[1]), bands[2])
    inks = [_without(band, black) for band in bands]
    return images.merge("CMYK", [*inks, black])


def held(picture: Image, limit: float) -> Image:
    """Give a CMYK picture with no more than ``limit`` of all inks in any spot.

    Cyan, magenta and yellow give way, all by the same share; black keeps the drawing.
    """
    from PIL import Image as images  # noqa: PLC0415, N813 - only pictures need it
    from PIL import ImageMath  # noqa: PLC0415

    if limit >= INKS:
        return picture
    *colours, black = picture.split()

    def share(args: Any) -> Any:
        total = args["c"] + args["m"] + args["y"]
        room = args["min"](total, int(limit * LEVELS) - args["k"])
        return args["convert"](args["band"] * room / args["max"](total, 1), "L")

    cyan, magenta, yellow = colours
    values = {"c": cyan, "m": magenta, "y": yellow, "k": black}
    less = [ImageMath.lambda_eval(share, band=band, **values) for band in colours]
    return images.merge("CMYK", [*less, black])


def _without(band: Image, black: Image) -> Image:
    """Give what of an ink is left when black does its share: (ink - black) / (1 - black)."""
    from PIL import ImageMath  # noqa: PLC0415 - only pictures need it

    def share(args: Any) -> Any:
        rest = args["max"](LEVELS - args["black"], 1)
        return args["convert"]((args["band"] - args["black"]) * LEVELS / rest, "L")

    found: Image = ImageMath.lambda_eval(share, band=band, black=black)
    return found
