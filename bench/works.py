"""Turns works in the corpus's neutral form into press folders of ours."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("ISGPRESS_CORPUS", _BESIDE))


def works() -> tuple[Path, ...]:
    """Give the folders of the works, by name: none where the corpus is not there."""
    return tuple(sorted(f.parent for f in CORPUS.glob("*/metadata.yaml")))


def files(work: Path) -> tuple[str, ...]:
    """Give a work's Markdown files in reading order, relative to its folder."""
    data = _metadata(work)
    listed = data.get("files") or [a for s in data["sections"] for a in s["articles"]]
    return tuple(entry["file"] for entry in listed)


def write_press(work: Path, press: Path) -> str:
    """Write a press folder whose one title is the work, unchanged; give its slug.

    A work of kind ``issue`` becomes an edited collection: its sections are parts and the
    bylines are the chapters' authors.
    """
    slug = work.name
    title = press / "books" / slug
    for file in files(work):
        _copy(work / file, title / file)
    for image in sorted((work / "images").iterdir()):
        _copy(image, title / "images" / image.name)
    data = _metadata(work)
    language = data["language"]
    (press / "press.yaml").write_text(f"name: Corpus\nlanguage: {language}\n", encoding="utf-8")
    book = _issue(data) if data["kind"] == "issue" else _book(data)
    text = yaml.safe_dump(book, allow_unicode=True, sort_keys=False)
    (title / "book.yaml").write_text(text, encoding="utf-8")
    return slug


def write_pandoc(work: Path, folder: Path) -> Path:
    """Write a work as one file of pandoc's Markdown with its pictures; give its path.

    The names of notes are made unique, since pandoc has one space of them for all.
    """
    parts = []
    for number, file in enumerate(files(work)):
        text = (work / file).read_text(encoding="utf-8")
        text = re.sub(r"\[\^([^\]\s]+)\]", rf"[^{number}-\1]", text)
        parts.append(text.replace("](../images/", "](images/"))
    for image in sorted((work / "images").iterdir()):
        _copy(image, folder / "images" / image.name)
    head = f"---\ntitle: {_metadata(work)['title']}\nlang: {_metadata(work)['language']}\n---"
    path = folder / f"{work.name}.md"
    path.write_text("\n\n".join((head, *parts)), encoding="utf-8")
    return path


def _metadata(work: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((work / "metadata.yaml").read_text(encoding="utf-8"))
    return data


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _common(data: dict[str, Any], kind: str) -> dict[str, Any]:
    """Give the keys that every work has; its licence's note is printed with the rights."""
    licence = data["licence"]
    return {
        "title": data["title"],
        "kind": kind,
        "language": data["language"],
        "date": str(data["date"]),
        "rights": f"{licence['id']}. {licence['note']}",
        "editions": {"epub": {}, "pdf": {}},
    }


ROLES = {"author": "author", "author of introduction": "author of introduction"}


def _book(data: dict[str, Any]) -> dict[str, Any]:
    people = [{"name": c["name"], "role": ROLES[c["role"]]} for c in data["contributors"]]
    front: list[Any] = ["half-title", "title-page", "imprint", "contents"]
    body: list[Any] = []
    back: list[Any] = []
    for entry in data["files"]:
        role, file = entry["role"], entry["file"]
        item = {role: file} | ({"number": entry["number"]} if "number" in entry else {})
        if role in ("preface", "introduction"):
            front.append(item)
        elif role == "appendix":
            back.append(item)
        else:
            body.append(item)
    contents = {"front": front, "body": body, "back": back}
    return _common(data, "monograph") | {"contributors": people, "contents": contents}


def _issue(data: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {
            "part": section["title"],
            "chapters": [
                {"chapter": a["file"], "title": a["headline"], "authors": [a["byline"]]}
                for a in section["articles"]
            ],
        }
        for section in data["sections"]
    ]
    people = [{"name": c["name"], "role": "author"} for c in data["contributors"]]
    contents = {"front": ["half-title", "title-page", "imprint", "contents"], "body": parts}
    return _common(data, "collection") | {"contributors": people, "contents": contents}
