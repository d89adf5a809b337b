"""What WeasyPrint may read: the files that a section lists, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping


class Refused(FatalURLFetchingError):  # type: ignore[misc] # noqa: N818 (no types; a refusal)
    """An address that the section does not list, or whose file cannot be read."""

    def __init__(self, uri: str, reason: str) -> None:
        """Keep the address and why it was refused."""
        super().__init__(f"{uri}: {reason}")
        self.uri, self.reason = uri, reason


class Listed(URLFetcher):  # type: ignore[misc] # no types
    """Opens the addresses listed; there is no way from here to the network."""

    def __init__(self, resources: Mapping[str, tuple[str, str]]) -> None:
        """Take addresses with the path and media type of each."""
        super().__init__(allowed_protocols=("isg",), allow_redirects=False)
        self._resources = {unquote(uri): file for uri, file in resources.items()}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give the bytes of a listed file. Raises Refused for everything else."""
        del headers
        found = self._resources.get(unquote(url))
        if found is None:
            raise Refused(url, "not among the files of this section")
        path, media_type = found
        try:
            data = Path(path).read_bytes()
        except OSError as fault:
            raise Refused(url, (fault.strerror or str(fault)).lower()) from fault
        return URLFetcherResponse(url, data, {"Content-Type": media_type})
