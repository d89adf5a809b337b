"""The files of a title that are attached to its PDF, where its editors want that."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from isgpress.render.formulas import formulas_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isgpress.build.job import Job
    from isgpress.typeset.assembly import Attached

SCREEN = "pdf"
MEDIA_TYPES = {
    "yaml": "application/yaml",
    "md": "text/markdown",
    "bib": "application/x-bibtex",
    "json": "application/json",
    "csl": "application/xml",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
}


def attached(job: Job) -> Attached | None:
    """Give what the PDF for the screen has attached; None where no sources are wanted.

    Sources are the title's own files: its YAML file, text, pictures and references. What
    belongs to the press (press.yaml, designs) is none of them. With them go the formulas.
    """
    from isgpress.typeset.assembly import Attached, File  # noqa: PLC0415 (slow import)

    edition = job.publication.edition(SCREEN)
    if edition is None or not edition.attach_sources:
        return None
    folder = job.publication.folder
    files = tuple(
        File(posixpath.relpath(path, folder), _media_type(path), job.world.read_bytes(path))
        for path in sorted(set(_files(job)))
        if path.startswith(f"{folder}/")
    )
    formulas: dict[str, str] = {}
    for document in job.manuscript.documents:
        for fragment in (document.body, *(note.xhtml for note in document.notes)):
            formulas |= formulas_in(fragment)
    return Attached(files, formulas)


def _files(job: Job) -> Iterator[str]:
    title = job.publication
    yield f"{title.folder}/{'issue' if title.kind == 'issue' else 'book'}.yaml"
    if title.cover.image:
        yield title.cover.image
    if title.references:
        yield from (path for path, _ in title.references.files)
    for section in title.sections:
        yield section.file
        yield section.article.picture if section.article else ""
    for document in job.manuscript.documents:
        yield from (image.path for image in document.images)


def _media_type(path: str) -> str:
    return MEDIA_TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
