"""press.yaml, and the titles that a press folder holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.model.publication import Certifier, Periodical, Press, Price, Trim
from isgpress.sources.edition_keys import PriceKeys, TrimKeys
from isgpress.sources.marks import Keys, Node, read_yaml
from isgpress.sources.printer_keys import printers_of
from isgpress.sources.schema import CertifierKeys, PressKeys
from isgpress.sources.trade_keys import trade_of
from isgpress.sources.wording import validate
from isgpress.world import World

_FILE = "press.yaml"
BOOKS, ISSUES = "books", "issues"
_KINDS = {BOOKS: "book", ISSUES: "issue"}
_RULES = {"book": "no-book-yaml", "issue": "no-issue-yaml"}


def discover(world: World, folder: str = BOOKS) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give the slugs of the press's titles, sorted: folders in books/ with a book.yaml.

    ``folder`` is ``books``, or ``issues`` for folders with an issue.yaml.
    """
    slugs, findings = [], []
    for name in world.list(folder):
        path = f"{folder}/{name}"
        inside = world.list(path)
        if name.startswith((".", "_")) or not inside:
            continue
        if f"{_KINDS[folder]}.yaml" not in inside:
            findings.append(_no_yaml(path, _KINDS[folder], inside))
        elif not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            findings.append(_bad_name(path))
        else:
            slugs.append(name)
    return tuple(slugs), tuple(findings)


def load_press(world: World) -> tuple[Press, tuple[Finding, ...]]:
    """Read press.yaml and find the press's titles.

    Gives the press, with what could be read where findings say that something is wrong.
    Raises PressError where there is no press.yaml or nothing of it can be read.
    """
    node, findings = read_file(world, _FILE)
    keys, right, more = validate(PressKeys, node)
    if keys is None:
        raise PressError(*findings, *more)
    slugs, about_folders = discover(world)
    issues, about_issues = discover(world, ISSUES)
    about_folders += (*about_issues, *_repeated(slugs, issues))
    printers, wrong = printers_of(world, keys.printers, right.below("printers"))
    press = Press(
        name=keys.name,
        imprint=keys.imprint or "",
        place=keys.place or "",
        url=keys.url or "",
        email=keys.email or "",
        address=keys.address or "",
        language=keys.language,
        site_languages=tuple(
            tag for tag in dict.fromkeys(keys.site_languages) if tag != keys.language
        ),
        theme=keys.theme or "",
        rights=keys.rights or "",
        certifier=_certifier(keys.certifier),
        trade=trade_of(keys.trade),
        books=slugs,
        issues=tuple(name for name in issues if name not in slugs),
        periodicals=tuple(_periodicals(keys, right)),
        printers=printers,
        span=Span(_FILE, 1, 1),
    )
    return press, (*findings, *more, *wrong, *about_folders)


def read_file(world: World, path: str) -> tuple[Node, tuple[Finding, ...]]:
    """Read a YAML file of the press. Raises PressError as ``read_text``, ``read_yaml``."""
    return read_yaml(world.read_text(path), path)


def _certifier(given: str | CertifierKeys | None) -> Certifier | None:
    if isinstance(given, CertifierKeys):
        return Certifier(given.name, given.credential or "", given.report or "")
    return Certifier(given) if given else None


def _periodicals(keys: PressKeys, node: Node) -> Iterator[Periodical]:
    for name, given in keys.periodicals.items():
        place = node.below("periodicals")
        key = place.key(name) if isinstance(place, Keys) else None
        yield Periodical(
            key=name,
            title=given.title,
            subtitle=given.subtitle or "",
            issn=given.issn or "",
            frequency=given.frequency or "",
            theme=given.theme or "",
            numbering=given.numbering,
            language=given.language or keys.language,
            trim=trim_of(given.trim),
            price=price_of(given.price),
            url=given.url or "",
            email=given.email or "",
            imprint=tuple(given.imprint),
            contact=tuple(given.contact),
            span=key.span if key else None,
        )


def trim_of(trim: Trim | TrimKeys | None) -> Trim | None:
    """Give the trim that a key names, or describes in mm."""
    if isinstance(trim, TrimKeys):
        return Trim(f"{trim.width:g} × {trim.height:g} mm", trim.width, trim.height)
    return trim


def price_of(price: PriceKeys | None) -> Price | None:
    """Give the price that the keys describe."""
    if price is None:
        return None
    return Price(price.amount, price.currency, tuple(price.countries))


def _repeated(books: tuple[str, ...], issues: tuple[str, ...]) -> list[Finding]:
    """Report titles of one name in both folders: their files would be the same."""
    return [
        Finding(
            "repeated-slug",
            f"there is a book and an issue with the name `{name}`",
            Span(f"{ISSUES}/{name}"),
            "rename one of the two folders",
        )
        for name in issues
        if name in books
    ]


def _no_yaml(path: str, kind: str, inside: tuple[str, ...]) -> Finding:
    near = next((n for n in inside if re.fullmatch(rf"(?i){kind}\.ya?ml(\.txt)?", n)), "")
    advice = "add it, or start the folder's name with `_` to set it aside"
    return Finding(
        _RULES[kind],
        f"the folder `{path}` has no {kind}.yaml",
        Span(path),
        f"rename `{near}` to `{kind}.yaml`" if near else advice,
        Severity.WARNING,
    )


def _bad_name(path: str) -> Finding:
    return Finding(
        "bad-folder-name",
        f"`{path.rpartition('/')[2]}` cannot be the name of a title's folder",
        Span(path),
        "use small letters a to z, figures and hyphens; file names are made from it",
    )
