"""Pictures that YAML files name."""

from __future__ import annotations

import posixpath

from isgpress.findings import Finding, Severity, Span
from isgpress.world import World


def picture_path(
    world: World, folder: str, name: str, span: Span | None
) -> tuple[str, Finding | None]:
    """Give a picture's path in the press, or the finding that says why there is none."""
    path = posixpath.normpath(posixpath.join(folder, name))
    if not path.startswith(f"{folder}/"):
        message = f"`{name}` lies outside the title's folder"
        advice = "copy the picture into the folder and name it from there"
        return "", Finding("outside-title", message, span, advice)
    if not world.exists(path):
        message = f"the picture `{name}` is not there"
        advice = "check the name, also capital letters, or add the picture"
        return "", Finding("missing-picture", message, span, advice)
    return path, None


def picture(
    world: World, folder: str, name: str, alt: str | None, span: Span | None
) -> tuple[str, Finding | None]:
    """Give a picture's path in the press as ``picture_path``, and ask for words for it.

    A picture that is there without ``alt`` is reported as ``missing-alt-text``.
    """
    path, fault = picture_path(world, folder, name, span)
    if alt or not path:
        return path, fault
    message = f"the picture `{name}` has no alternative text"
    advice = "say in `alt:` what it shows, for those who do not see it"
    return path, Finding("missing-alt-text", message, span, advice, Severity.WARNING)
