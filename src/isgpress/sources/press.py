"""press.yaml, and the titles that a press folder holds."""

from __future__ import annotations

import re

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.model.publication import Press
from isgpress.sources.marks import Node, read_yaml
from isgpress.sources.schema import PressKeys
from isgpress.sources.wording import validate
from isgpress.world import World

_FILE = "press.yaml"
_FOLDER = "books"


def discover(world: World) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give the slugs of the press's books, sorted: folders in books/ with a book.yaml."""
    slugs, findings = [], []
    for name in world.list(_FOLDER):
        inside = world.list(f"{_FOLDER}/{name}")
        if name.startswith((".", "_")) or not inside:
            continue
        if "book.yaml" not in inside:
            findings.append(_no_book(name, inside))
        elif not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            findings.append(_bad_name(name))
        else:
            slugs.append(name)
    return tuple(slugs), tuple(findings)


def load_press(world: World) -> tuple[Press, tuple[Finding, ...]]:
    """Read press.yaml and find the press's titles.

    Gives the press, with what could be read where findings say that something is wrong.
    Raises PressError where there is no press.yaml or nothing of it can be read.
    """
    node, findings = read_file(world, _FILE)
    keys, _, more = validate(PressKeys, node)
    if keys is None:
        raise PressError(*findings, *more)
    slugs, about_folders = discover(world)
    press = Press(
        name=keys.name,
        imprint=keys.imprint or "",
        place=keys.place or "",
        url=keys.url or "",
        email=keys.email or "",
        address=keys.address or "",
        language=keys.language,
        theme=keys.theme or "",
        rights=keys.rights or "",
        certifier=keys.certifier or "",
        books=slugs,
        span=Span(_FILE, 1, 1),
    )
    return press, (*findings, *more, *about_folders)


def read_file(world: World, path: str) -> tuple[Node, tuple[Finding, ...]]:
    """Read a YAML file of the press. Raises PressError as ``read_text``, ``read_yaml``."""
    return read_yaml(world.read_text(path), path)


def _no_book(name: str, inside: tuple[str, ...]) -> Finding:
    near = next((n for n in inside if re.fullmatch(r"(?i)book\.ya?ml(\.txt)?", n)), "")
    advice = "add it, or start the folder's name with `_` to set it aside"
    return Finding(
        "no-book-yaml",
        f"the folder `{_FOLDER}/{name}` has no book.yaml",
        Span(f"{_FOLDER}/{name}"),
        f"rename `{near}` to `book.yaml`" if near else advice,
        Severity.WARNING,
    )


def _bad_name(name: str) -> Finding:
    return Finding(
        "bad-folder-name",
        f"`{name}` cannot be the name of a title's folder",
        Span(f"{_FOLDER}/{name}"),
        "use small letters a to z, figures and hyphens; file names are made from it",
    )
