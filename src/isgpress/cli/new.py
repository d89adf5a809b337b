"""``isgpress new``: the skeleton of a book, and the next issue of a periodical."""

from __future__ import annotations

import re

import click

from isgpress.cli import open_press
from isgpress.cli.fields import Language

_KINDS = ("monograph", "collection", "study-guide", "reprint", "documents")


@click.group("new")
def command() -> None:
    """Start a new title."""


@command.command(
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
"""
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
    from isgpress.model.publication import Date, Kind  # noqa: PLC0415
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
    epilog="""\b
Examples:
  isgpress new issue broadside
  isgpress new issue broadside broadside-may
"""
)
@click.argument("periodical")
@click.argument("slug", required=False)
def issue(periodical: str, slug: str | None) -> None:
    """Start the next issue of PERIODICAL: a folder in issues/ with its first pieces.

    PERIODICAL is its name in press.yaml. Number, volume and date follow from its last
    issue. SLUG is the name of the folder; else the periodical's with the number. No file
    is ever written over.
    """
    from isgpress.model.publication import Issue  # noqa: PLC0415
    from isgpress.sources import load_issue, load_press  # noqa: PLC0415
    from isgpress.sources.following import following  # noqa: PLC0415
    from isgpress.sources.names import slug as slug_of  # noqa: PLC0415
    from isgpress.sources.scaffold import issue_files, write_new  # noqa: PLC0415

    world = open_press()
    press, _ = load_press(world)
    known = {p.key: p for p in press.periodicals}
    if periodical not in known:
        names = ", ".join(f"`{name}`" for name in known)
        advice = f"it has {names}" if known else "describe it there, below `periodicals`"
        message = f"press.yaml has no periodical `{periodical}`; {advice}"
        raise click.BadParameter(message, param_hint="PERIODICAL")
    loaded = (load_issue(world, press, name)[0] for name in press.issues)
    issues = [found for found in loaded if isinstance(found, Issue)]
    after = following(known[periodical], issues, world.now().date())
    name = slug or f"{periodical}-{after.whole_number or after.number}"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        message = f"`{name}` cannot name a folder; `{slug_of(name) or periodical}` can"
        raise click.BadParameter(message, param_hint="SLUG")
    for path in write_new(world.root, issue_files(name, periodical, after)):
        click.echo(f"wrote {path.relative_to(world.root)}")
    click.echo(f"\nnext: write, then\n  isgpress check {name}\n  isgpress build {name}")
