"""``isgpress new``: the skeleton of a book, and the next issue of a periodical."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from isgpress.cli import open_press
from isgpress.cli.fields import Language

if TYPE_CHECKING:
    from isgpress.world import World

_FREQUENCIES = (
    "weekly",
    "fortnightly",
    "monthly",
    "bimonthly",
    "quarterly",
    "biannual",
    "annual",
)
_KINDS = ("monograph", "collection", "study-guide", "reprint", "documents")


@click.group("new")
def command() -> None:
    """Start a new title."""


@command.command(
    short_help="Start a book.",
    epilog="""\b
Kinds:
  monograph    a book by one author, or by several together
  collection   essays by several authors, with an editor
  study-guide  a course in sessions, with aims and questions
  reprint      an older work in a new edition
  documents    documents with their dates and sources
\b
Examples:
  isgpress new book my-title
  isgpress new book reading-history --kind study-guide --title "Reading History"
  isgpress new book letters --kind documents --editor "Ana Silva" --language pt
""",
)
@click.argument("slug")
@click.option("--title", help="The title; else made from SLUG.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="monograph",
    show_default=True,
    help="What sort of book it is.",
)
@click.option("--author", "authors", metavar="NAME", multiple=True, help="May be given again.")
@click.option("--editor", "editors", metavar="NAME", multiple=True, help="May be given again.")
@click.option(
    "--translator", "translators", metavar="NAME", multiple=True, help="May be given again."
)
@click.option("--language", type=Language(), help="Its language as a tag; else the press's.")
def book(  # noqa: PLR0913 - one argument for each option
    slug: str,
    *,
    title: str | None,
    kind: str,
    authors: tuple[str, ...],
    editors: tuple[str, ...],
    translators: tuple[str, ...],
    language: str | None,
) -> None:
    """Start a book: a folder in books/ with book.yaml and first chapters.

    SLUG is the name of the folder, and of the files that are made: small letters,
    figures and hyphens. No file is ever written over.
    """
    from isgpress.model.date import Date  # noqa: PLC0415
    from isgpress.model.publication import Kind  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415
    from isgpress.sources.names import slug as slug_of  # noqa: PLC0415
    from isgpress.sources.scaffold import book_files, write_new  # noqa: PLC0415

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        message = (
            f"`{slug}` cannot name a folder of a title; `{slug_of(slug) or 'my-title'}` can"
        )
        raise click.BadParameter(message, param_hint="SLUG")
    world = open_press()
    press, _ = load_press(world)
    today = world.now()
    people = [
        (name, role)
        for names, role in ((authors, "aut"), (editors, "edt"), (translators, "trl"))
        for name in names
    ]
    files = book_files(
        slug,
        kind=Kind(kind),
        title=title or slug.replace("-", " ").capitalize(),
        people=people,
        language=language or press.language,
        date=Date(today.year, today.month, today.day),
    )
    for path in write_new(world.root, files):
        click.echo(f"wrote {path.relative_to(world.root)}")
    click.echo(f"\nnext: write, then\n  isgpress check {slug}\n  isgpress build {slug}")


@command.command(
    short_help="Start the next issue of a periodical.",
    epilog="""\b
Examples:
  isgpress new issue broadside
  isgpress new issue broadside broadside-may
""",
)
@click.argument("periodical")
@click.argument("slug", required=False)
def issue(periodical: str, slug: str | None) -> None:
    """Start the next issue of PERIODICAL: a folder in issues/ with its first pieces.

    PERIODICAL is its name in press.yaml. Number, volume, date and editors follow from its
    last issue. SLUG is the name of the folder; else it is made as that of the last issue
    was. No file is ever written over.
    """
    from isgpress.model.publication import Issue  # noqa: PLC0415
    from isgpress.sources import load_issue, load_press  # noqa: PLC0415
    from isgpress.sources.following import following, last_of  # noqa: PLC0415
    from isgpress.sources.names import slug as slug_of  # noqa: PLC0415
    from isgpress.sources.scaffold import issue_files, write_new  # noqa: PLC0415

    world = open_press()
    press, _ = load_press(world)
    known = {p.key: p for p in press.periodicals}
    if periodical not in known:
        raise click.BadParameter(_unknown(periodical, known), param_hint="PERIODICAL")
    loaded = (load_issue(world, press, name)[0] for name in press.issues)
    issues = [found for found in loaded if isinstance(found, Issue)]
    after = following(known[periodical], issues, world.now().date())
    last = last_of(known[periodical], issues)
    name = slug or after.slug
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        message = f"`{name}` cannot name a folder; `{slug_of(name) or periodical}` can"
        raise click.BadParameter(message, param_hint="SLUG")
    form = _form(world, known[periodical].theme)
    files = issue_files(name, periodical, after, form=form, last=last)
    for path in write_new(world.root, files):
        click.echo(f"wrote {path.relative_to(world.root)}")
    numbers = " ".join(filter(None, (after.volume and f"volume {after.volume},", after.number)))
    click.echo(f"\n{known[periodical].title} {numbers}, {after.date}".replace(" ,", ","))
    click.echo(f"next: write, then\n  isgpress check {name}\n  isgpress build {name}")


@command.command(
    short_help="Show what press.yaml needs for a periodical.",
    epilog="""\b
Examples:
  isgpress new periodical broadside
  isgpress new periodical broadside --title "The Broadside" --theme newspaper
""",
)
@click.argument("key")
@click.option("--title", help="The title on the masthead; else made from KEY.")
@click.option(
    "--frequency",
    type=click.Choice(_FREQUENCIES),
    default="monthly",
    show_default=True,
    help="How often it appears.",
)
@click.option(
    "--theme", default="magazine", show_default=True, help="The design of its issues."
)
def periodical(key: str, title: str | None, frequency: str, theme: str) -> None:
    """Show what to add to press.yaml for a new magazine or newspaper.

    KEY is the name by which its issues name it: small letters, figures, hyphens. The
    lines go to standard output; press.yaml is yours and is not changed.
    """
    from isgpress.sources import load_press  # noqa: PLC0415
    from isgpress.sources.names import slug as slug_of  # noqa: PLC0415
    from isgpress.sources.scaffold import periodical_lines  # noqa: PLC0415

    if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
        message = (
            f"`{key}` cannot be the key of a periodical; `{slug_of(key) or 'gazette'}` can"
        )
        raise click.BadParameter(message, param_hint="KEY")
    world = open_press()
    press, _ = load_press(world)
    if key in {p.key for p in press.periodicals}:
        click.echo(
            f"press.yaml has the periodical `{key}`; start an issue of it with\n"
            f"  isgpress new issue {key}"
        )
        return
    _form(world, theme)
    where = "below `periodicals:`" if press.periodicals else "at its end"
    click.echo(
        f"add these lines to press.yaml, {where}, and change what is to change:", err=True
    )
    click.echo("" if press.periodicals else "periodicals:", nl=not press.periodicals)
    name = title or key.replace("-", " ").title()
    click.echo(periodical_lines(key, title=name, frequency=frequency, theme=theme), nl=False)
    click.echo(f"then: isgpress new issue {key}", err=True)


def _unknown(name: str, known: Iterable[str]) -> str:
    """Say that there is no such periodical, and how to mend it."""
    near = difflib.get_close_matches(name, known := tuple(known), 1)
    if near:
        advice = f"there is a similar one: `{near[0]}`"
    else:
        others = f"it has {', '.join(f'`{k}`' for k in known)}; " if known else ""
        advice = f"{others}`isgpress new periodical {name}` shows what to add"
    return f"press.yaml has no periodical `{name}`; {advice}"


def _form(world: World, theme: str) -> str:
    """Tell how issues of a theme are made: ``open``, ``frames``, or with a ``front``."""
    from isgpress.render import load_theme  # noqa: PLC0415
    from isgpress.sources.issue import THEME  # noqa: PLC0415

    layout = load_theme(world, theme or THEME).layout
    if layout is None:
        message = f"the theme `{theme}` makes books; an issue wants one that composes pages"
        raise click.BadParameter(f"{message}, such as `{THEME}`", param_hint="theme")
    if not layout.budgeted:
        return "open"
    front = layout.template("front")
    slots = {name for name, _ in front.slots} if front else set()
    return "front" if slots >= {"name", "lead", "briefs", "second", "third"} else "frames"
