"""What shops show of the product: descriptions, contents, cover and extract."""

from __future__ import annotations

from isgpress.release.files import MAIN_ROLE
from isgpress.release.onix import codes
from isgpress.release.onix.elements import Element, add, clean, fill
from isgpress.release.onix.record import Record, Row
from isgpress.release.products import Form
from isgpress.render.names import plain_line

SHORTEST = 350  # signs of a short description, list 153
COVER, THUMBNAIL, SAMPLE = "01", "27", "15"  # list 158
IMAGE, TEXT = "03", "04"  # list 159
LINKED, DOWNLOADED = "01", "02"  # list 161


def collateral(product: Element, record: Record) -> None:
    """Add CollateralDetail, where there is something to show."""
    detail = add(product, "CollateralDetail")
    _texts(detail, record)
    if record.base:
        _resources(detail, record)
    if not len(detail):
        product.remove(detail)


def _texts(detail: Element, record: Record) -> None:
    title = record.title
    description = plain_line(" ".join(title.description.split()), title.language)
    short = plain_line(title.trade.short_description, title.language) or shortened(description)
    for kind, text in (("02", short), ("03", description), ("05", title.cover.blurb)):
        if text:
            element = fill(detail, "TextContent", TextType=kind, ContentAudience="00")
            add(element, "Text", plain_line(text))
    book = record.any(MAIN_ROLE[Form.EPUB]) or {}
    if lines := book.get("contents"):
        element = fill(detail, "TextContent", TextType="04", ContentAudience="00")
        text = add(element, "Text", textformat="05")
        listed = add(text, "ul")
        for line in lines:
            add(listed, "li", line)


def shortened(text: str) -> str:
    """Give a text's first sentences, within the room of a short description."""
    if len(text) <= SHORTEST:
        return text
    cut = text[:SHORTEST]
    end = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    return cut[: end + 1] if end > 0 else f"{cut[: cut.rfind(' ')]}…"


def _resources(detail: Element, record: Record) -> None:
    kinds = (
        (COVER, IMAGE, LINKED, ("front-cover",)),
        (THUMBNAIL, IMAGE, LINKED, ("thumbnail",)),
        (SAMPLE, TEXT, DOWNLOADED, _samples(record)),
    )
    for content, mode, form, roles in kinds:
        if row := record.any(*roles):
            element = fill(
                detail,
                "SupportingResource",
                ResourceContentType=content,
                ContentAudience="00",
                ResourceMode=mode,
            )
            if mode == IMAGE:
                words = clean(record.title.cover.alt) or clean(record.title.title)
                fill(element, "ResourceFeature", ResourceFeatureType="07", FeatureNote=words)
            _version(element, form, row, record.base)


def _samples(record: Record) -> tuple[str, ...]:
    order = ("sample-epub", "sample-pdf")
    return order if record.product.form is Form.EPUB else order[::-1]


def _version(resource: Element, form: str, row: Row, base: str) -> None:
    version = fill(resource, "ResourceVersion", ResourceForm=form)
    features = {
        "01": codes.FILE_FORMATS.get(row["media-type"], ""),
        "02": str(row.get("height", "")),
        "03": str(row.get("width", "")),
        "04": row["name"],
        "07": str(row["size"]),
    }
    for kind, value in features.items():
        if value:
            fill(
                version,
                "ResourceVersionFeature",
                ResourceVersionFeatureType=kind,
                FeatureValue=value,
            )
    add(version, "ResourceLink", base + row["name"])
