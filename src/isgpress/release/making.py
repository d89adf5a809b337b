"""A title's release: all that leaves the house, put in its place in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress.build import Order, Report, build
from isgpress.build import ledger as builds
from isgpress.build.desk import Desk
from isgpress.build.events import Listener, silent
from isgpress.build.extract import SUFFIX, Extract, make_extract
from isgpress.build.loader import Loader
from isgpress.check import skeletons
from isgpress.check.titles import check_titles
from isgpress.findings import Finding, PressError, Severity, has_errors
from isgpress.folders import write_folder
from isgpress.model.publication import Press, Publication
from isgpress.release import files as kinds
from isgpress.release import lists, manifest, readme, sums
from isgpress.release.earlier import Standing, earlier, unsaid_changes
from isgpress.release.files import File
from isgpress.release.measures import epub_cover
from isgpress.release.onix.judge import judge
from isgpress.release.onix.message import RELEASES, message
from isgpress.release.onix.table import table
from isgpress.release.products import (
    FOLDER,
    Form,
    Product,
    file_name,
    printed_on,
    products,
    version,
)
from isgpress.release.shelf import of_title
from isgpress.release.signing import sign, usable
from isgpress.release.verdicts import judged
from isgpress.sources import load_press, load_title
from isgpress.store import store_of
from isgpress.world import write_atomic

if TYPE_CHECKING:
    from isgpress.world import World

Say = Callable[[str], None]
SPARE = ("web", "offprint")  # editions that are no file of a release


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a release is made: who judges it, and by which keys it is signed."""

    validators: bool = True
    required: bool = False  # a validator that is missing stops the release
    keys: tuple[Path, ...] = ()
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """What became of it: the folder, relative to the press; ``new`` where it was made now."""

    path: str
    new: bool
    files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a release by name, not yet written, and what was found."""

    title: Publication
    files: dict[str, bytes]
    findings: tuple[Finding, ...]


def release(
    world: World,
    slug: str,
    wishes: Wishes,
    progress: Listener = silent,
    say: Say = lambda _text: None,
) -> Released:
    """Make the release of a title's present printing, ``releases/<slug>/<version>/``.

    A release that stands is never changed: where its sources are as they were it is given
    back as it is, else PressError ``release-exists``. Raises PressError also where a key
    cannot be used, the title has errors, or a validator finds one.
    """
    keys = usable(wishes.keys, world.root)
    press, title, findings = _title(world, slug)
    path = f"{FOLDER}/{slug}/{version(title)}"
    before = earlier(world, path)
    if before is Standing.SAME:
        return Released(path, new=False)
    if before is Standing.NONE and (unsaid := unsaid_changes(title)):
        raise PressError(*findings, unsaid)
    made = contents(world, press, title, wishes, progress, say)
    findings = tuple(dict.fromkeys((*findings, *made.findings)))
    if before is Standing.OTHER_SOURCES:
        return _kept(world, path, made, findings)
    data = made.files | sign(made.files[sums.NAME], keys, f"{slug} {version(title)}")
    write_folder(world.root / path, data, replace=False)
    return Released(path, new=True, files=tuple(sorted(data)), findings=findings)


def contents(  # noqa: PLR0913, PLR0917 - who reads, what, how, and who is told
    world: World,
    press: Press,
    title: Publication,
    wishes: Wishes,
    progress: Listener = silent,
    say: Say = lambda _text: None,
) -> Contents:
    """Build a title and give the files of its release. Raises PressError."""
    sold = products(title, press)
    if not sold:
        message = f"`{title.slug}` has no edition that is released as a file"
        advice = "add `epub:`, `pdf:` or an edition for print to `editions`"
        raise PressError(Finding("nothing-to-release", message, title.span, advice))
    order = Order(jobs=wishes.jobs)
    [report] = _built(world, title.slug, order, progress)
    say("making the extract")
    extract = _extract(world, title.slug, order, progress)
    found = list(report.findings)
    verdicts: tuple[manifest.Verdict, ...] = ()
    unjudged: tuple[str, ...] = ()
    if wishes.validators:
        judgement = judged(world, title, report, say, required=wishes.required)
        verdicts, unjudged = judgement.verdicts, judgement.unjudged
        found += judgement.findings
    if has_errors(tuple(found)):
        raise PressError(*dict.fromkeys(found))
    own = tuple(_files(world, report, sold, extract))
    account = manifest.Account(_sources(world, title.slug, report), verdicts, unjudged)
    return Contents(title, _all(title, press, sold, own, account), tuple(found))


def _all(
    title: Publication,
    press: Press,
    sold: Sequence[Product],
    own: tuple[File, ...],
    account: manifest.Account,
) -> dict[str, bytes]:
    """Give all files by name: those of the products, and those that tell of them."""
    own = (*own, *_descriptions(title, press, sold, own))
    text = File(readme.NAME, "readme", kinds.TEXT, readme.readme(title, press, sold, own))
    listed = (*own, text)
    told = manifest.manifest(title, press, sold, listed, account)
    data = {file.name: file.data for file in listed} | {lists.NAME: told}
    digests = {name: hashlib.sha256(found).hexdigest() for name, found in data.items()}
    return data | {sums.NAME: sums.written(digests)}


def _descriptions(
    title: Publication, press: Press, sold: Sequence[Product], own: tuple[File, ...]
) -> Iterator[File]:
    """Give the messages to shops, and the same as a table. Raises PressError."""
    rows = [manifest.row(file, sold) for file in own]
    path = f"{FOLDER}/{title.slug}/{version(title)}/"
    base = f"{press.url.rstrip('/')}/{path}" if press.url else ""
    records = of_title(press, title, sold, rows, base)
    sent = printed_on(title).first_day()
    for number in RELEASES:
        name = f"{file_name(title)}_onix-{number}.xml"
        data = message(press, records, sent, number)
        if found := judge(data, path + name):
            raise PressError(*found)
        yield File(name, "onix", kinds.ONIX, data)
    yield File(f"{file_name(title)}_products.csv", "table", kinds.CSV, table(records))


def _title(world: World, slug: str) -> tuple[Press, Publication, tuple[Finding, ...]]:
    """Read a title and all that is wrong with it.

    Raises PressError at an error, and where the text of a new title was left in it.
    """
    press, findings = load_press(world)
    title, _ = load_title(world, press, slug)
    findings += check_titles(world, press, [slug])
    findings = tuple(
        replace(f, severity=Severity.ERROR) if f.rule == skeletons.RULE else f for f in findings
    )
    if title is None or has_errors(findings):
        raise PressError(*findings)
    return press, title, findings


def _built(world: World, slug: str, order: Order, progress: Listener) -> tuple[Report, ...]:
    reports = build(world, (slug,), order, lambda _known: (slug,), progress)
    found = tuple(f for report in reports for f in report.findings)
    if has_errors(found):
        raise PressError(*found)
    return tuple(report for report in reports if report.slug)


def _extract(world: World, slug: str, order: Order, progress: Listener) -> Extract:
    store = store_of(world.root)
    with Loader(world) as loader, Desk(loader, world, store, order, progress) as desk:
        extract = make_extract(desk, slug)
    if has_errors(extract.findings):
        raise PressError(*extract.findings)
    for ending, made in (("epub", extract.epub), ("pdf", extract.pdf)):
        write_atomic(world.root / sample_path(slug, ending), made.data)
    return extract


def sample_path(slug: str, ending: str) -> str:
    """Give where the extract stands, relative to the press folder, for validators to see."""
    return f"dist/{slug}/{slug}{SUFFIX}.{ending}"


def _files(
    world: World, report: Report, sold: Sequence[Product], extract: Extract
) -> Iterator[File]:
    """Give the files of the products, from what was built."""
    by_form = {product.form: product for product in sold}
    built = {a.edition: a.path for a in report.artifacts if a.edition not in SPARE}
    picture = epub_cover(extract.epub.data)
    if book := by_form.get(Form.EPUB):
        data = world.read_bytes(built["epub"])
        yield kinds.of_product(book, "e-book", kinds.EPUB, data)
        yield kinds.of_product(book, "sample-epub", kinds.EPUB, extract.epub.data)
    if screen := by_form.get(Form.SCREEN):
        data = world.read_bytes(built["pdf"])
        yield kinds.of_product(screen, "screen-pdf", kinds.PDF, data)
    for form in (Form.PRINT, Form.LARGE_PRINT):
        if paper := by_form.get(form):
            yield from _print_files(world, built, paper)
    beside = [f for f in (Form.SCREEN, Form.EPUB, Form.PRINT, Form.LARGE_PRINT) if f in by_form]
    if beside:
        yield kinds.of_product(by_form[beside[0]], "sample-pdf", kinds.PDF, extract.pdf.data)
    first = [by_form[f] for f in (Form.EPUB, *beside) if f in by_form]
    yield from kinds.covers(first, picture)


def _print_files(world: World, built: Mapping[str, str], paper: Product) -> Iterator[File]:
    """Give the pages and, where one was made, the cover for the printer."""
    large = paper.form is Form.LARGE_PRINT
    pages = built["large-print"] if large else built.get("print") or built["paperback"]
    yield kinds.of_product(paper, "interior", kinds.PDF, world.read_bytes(pages))
    if cover := built.get("large-print-cover" if large else "cover"):
        yield kinds.of_product(paper, "cover", kinds.PDF, world.read_bytes(cover))


def _sources(world: World, slug: str, report: Report) -> dict[str, str]:
    """Give the digests of all files of the press that the editions were made from."""
    store = store_of(world.root)
    found: dict[str, str] = {}
    for artifact in report.artifacts:
        read = builds.reads(store, world, slug, artifact.edition)
        found |= {p: d for p, d in read.items() if d and not p.endswith("/")}
    return found


def _kept(world: World, path: str, made: Contents, findings: tuple[Finding, ...]) -> Released:
    """Keep a release whose sources have changed, where its editions have not.

    Raises PressError ``release-exists`` where they have.
    """
    other = [
        name
        for name, data in made.files.items()
        if name in _of_products(made)
        and world.fingerprint(f"{path}/{name}") != hashlib.sha256(data).hexdigest()
    ]
    if other:
        raise PressError(*findings, _exists(made.title, path, other))
    message = f"{path} stands as it was; its editions are what the sources make now"
    note = Finding("release-exists", message, None, "", Severity.NOTE)
    return Released(path, new=False, findings=(*findings, note))


def _of_products(made: Contents) -> set[str]:
    told = lists.read(made.files[lists.NAME]) or {}
    return {name for product in told.get("products", ()) for name in product["files"]}


def _exists(title: Publication, path: str, names: Sequence[str]) -> Finding:
    shown = ", ".join(f"`{name}`" for name in names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004
    return Finding(
        "release-exists",
        f"{path} was released before, and {shown}{more} would now be other than there",
        title.span,
        f"a release is never changed: set `printing: {title.printing + 1}` and say below"
        " `printings` what it changes",
    )
