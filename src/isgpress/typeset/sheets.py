"""Style sheets that many sections share, parsed once in each worker.

WeasyPrint parses every linked sheet for every document, which is a tenth of a chapter's
time. Its public ``CSS`` objects may be used for several documents; they come after the
document's own sheets, so only the last ones of a section can be taken out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint

from isgpress.typeset.fetching import Listed

if TYPE_CHECKING:
    from collections.abc import Mapping

# What such a sheet would define for its document alone, or bring from another file.
OWN = ("@font-face", "@counter-style", "@import", "@layer", "@color-profile")


def shared(root: Any, resources: Mapping[str, tuple[str, str]]) -> list[Any]:
    """Take the last linked sheets out of a section's tree; give them parsed, in order."""
    head = root.find("head")
    taken: list[Any] = []
    for link in reversed([e for e in root.iter() if e.tag in ("link", "style")]):
        uri = link.get("href") or ""
        sheet = _sheet(uri, *resources[uri]) if _is_plain(link, uri, resources) else None
        if sheet is None or link not in list(head):
            break
        head.remove(link)
        taken.insert(0, sheet)
    return taken


def _is_plain(link: Any, uri: str, resources: Mapping[str, tuple[str, str]]) -> bool:
    plain = link.tag == "link" and not link.get("media") and link.get("rel") == "stylesheet"
    return plain and uri in resources


@cache
def _sheet(uri: str, path: str, media_type: str) -> Any:
    """Parse a sheet, None where it must be parsed for each document.

    A worker lives as long as a build, in which files do not change.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None  # told where it is fetched
    if any(rule in text.lower() for rule in OWN) or "url(" in text:
        return None
    return weasyprint.CSS(url=uri, url_fetcher=Listed({uri: (path, media_type)}))
