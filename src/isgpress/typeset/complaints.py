"""What WeasyPrint says in its log, made into findings."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Self

from isgpress.findings import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_FONT = "use another character, or add a font that has it to the theme"
CJK = "install the fonts for Chinese, Japanese and Korean: pip install 'isgpress[cjk]'"
CJK_NAMES = ("CJK ", "HANGUL", "HIRAGANA", "KATAKANA")
PLACE = re.compile(r"at (\d+):(\d+)")
STYLES = re.compile(
    r"^(Ignored `|Invalid |Unknown |Unsupported |Parse error|Empty @|Missing |@)"
)
EXPECTED = re.compile(
    r"^(Anchor defined twice|No anchor #|Image .* has no required alt|Missing required .lang)"
)


class Complaints(logging.Handler):
    """Collects the log of one layout.

    ``file`` is the section's source; ``paths`` map ``isg:`` addresses to the paths that
    findings of stylesheets name.
    """

    def __init__(self, file: str, paths: Mapping[str, str]) -> None:
        """Start with nothing heard."""
        super().__init__(logging.WARNING)
        self._file, self._paths = file, paths
        self._heard: dict[Finding, None] = {}

    def __enter__(self) -> Self:
        """Listen to WeasyPrint's log and to fontTools'."""
        logging.getLogger("weasyprint").addHandler(self)
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        logging.getLogger("weasyprint").removeHandler(self)

    def findings(self) -> tuple[Finding, ...]:
        """Give all that was heard, each thing once, in order."""
        return tuple(self._heard)

    def emit(self, record: logging.LogRecord) -> None:
        """Hear one message."""
        message = record.getMessage()
        finding = None if EXPECTED.match(message) else self._finding(record, message)
        if finding:
            self._heard.setdefault(finding)

    def _finding(self, record: logging.LogRecord, message: str) -> Finding:
        if message.startswith(".notdef glyph"):
            return self._missing_glyph(message)
        if message.startswith("Failed to load image"):
            return self._picture(message)
        if message.startswith("Font-face"):
            return Finding(
                "font-not-loaded",
                message.removeprefix("Font-face").strip(),
                Span(self._file),
                "check the font's file in the theme; TTF and OTF work, WOFF2 too",
            )
        if STYLES.match(message):
            return self._style(message)
        return Finding(
            "layout-warning",
            _lower(message),
            Span(self._file),
            "the layout engine said this; look at the pages of this section",
            Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING,
        )

    def _style(self, message: str) -> Finding:
        place = PLACE.search(message)
        line, column = (int(n) for n in place.groups()) if place else (0, 0)
        sheet = self._paths.get(_stylesheet(), self._file)
        told = PLACE.sub("", message).replace(" ,", ",").rstrip(" .:,")
        return Finding(
            "unknown-style",
            _lower(" ".join(told.split())),
            Span(sheet, line, column),
            "this part of the stylesheet has no effect in print; mend it or take it out",
            Severity.WARNING,
        )

    def _missing_glyph(self, message: str) -> Finding:
        code = message.rsplit("U+", 1)[-1].rstrip(")")
        character = chr(int(code, 16))
        name = unicodedata.name(character, "").lower().removeprefix("cjk unified ideograph-")
        told = f"U+{code}, {name}" if " " in name else f"U+{code}"
        return Finding(
            "missing-glyph",
            f"no font of the theme has the character `{character}` ({told})",
            Span(self._file),
            CJK if unicodedata.name(character, "").startswith(CJK_NAMES) else NO_FONT,
        )

    def _picture(self, message: str) -> Finding:
        uri, _, reason = message.removeprefix("Failed to load image at ").partition("': ")
        name = uri.strip("'\"").rsplit("/", 1)[-1]
        return Finding(
            "unreadable-picture",
            f"the picture `{name}` cannot be read: {_lower(reason or message).rstrip('.')}",
            Span(self._file),
            "open it in a picture editor and save it again as PNG or JPEG",
        )


def _stylesheet() -> str:
    """Find the address of the stylesheet that WeasyPrint reads at this moment.

    Its messages give line and column but not the sheet, which only its caller knows.
    """
    frame: Any = sys._getframe()  # noqa: SLF001 (the only way to the caller)
    while frame is not None:
        if frame.f_code.co_name == "preprocess_stylesheet":
            return str(frame.f_locals.get("base_url") or "")
        frame = frame.f_back
    return ""


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
