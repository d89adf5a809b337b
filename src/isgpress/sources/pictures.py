"""Pictures that YAML files name."""

from __future__ import annotations

import posixpath

from isgpress.findings import Finding, Span
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
