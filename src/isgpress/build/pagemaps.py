"""Page maps that outlive a build: found again by the very file whose pages they tell of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from isgpress.build.pieces import pack, unpack
from isgpress.model.rendered import PageMap

if TYPE_CHECKING:
    from isgpress.store import Store

KIND = "page-map"


def keep(store: Store, pdf: bytes, pages: PageMap) -> None:
    """Keep the page map of a finished PDF."""
    store.put(KIND, hashlib.sha256(pdf).hexdigest(), pack(pages))


def find(store: Store, pdf: bytes) -> PageMap | None:
    """Give the page map of a PDF; None where it was not made here, or is no more kept."""
    return unpack(PageMap, store.get(KIND, hashlib.sha256(pdf).hexdigest()))
