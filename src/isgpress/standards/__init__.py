"""The trade's facts as data: trim sizes, roles, relators, words of the interface.

Each table is a YAML file of this folder, with its source and date at the head. What a
table says is typed here; nothing here reads a press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from isgpress.model.publication import Matter, Trim
from isgpress.world import package_path, package_text


@dataclass(frozen=True, slots=True)
class Role:
    """What a section can be; see roles.yaml for what each field says."""

    name: str
    matter: tuple[Matter, ...]
    type: str = ""
    role: str = ""
    generated: bool = False
    text: bool = False
    listed: bool = True
    numbered: str = ""  # chapter, part, appendix or empty
    starts: str = "recto"  # recto, verso or next
    periodical: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words that isgpress prints in one language."""

    language: str
    words: Mapping[str, str]
    numbers: tuple[str, ...]  # One, Two, ...
    around: Mapping[str, str]  # how a number stands with a word: "第{n}章"

    def __getitem__(self, key: str) -> str:
        """Give a word or sentence by its key in words/en.yaml. Raises KeyError."""
        return self.words[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a word of that key."""
        return key in self.words

    def numbered(self, key: str, number: object) -> str:
        """Give a word with its number: "Chapter 3", "第3章". Raises KeyError.

        A number in words is written as within a sentence: "Chapter One", "Глава первая".
        """
        text = str(number)
        within = text[:1].lower() + text[1:]
        text = within if within in self.numbers else text
        return self.around.get(key, f"{self.words[key]} {{n}}").format(n=text)

    def number(self, n: int) -> str:
        """Give a number from 1 in words, to stand alone; in figures beyond the table."""
        text = self.numbers[n - 1] if 1 <= n <= len(self.numbers) else str(n)
        return text[:1].upper() + text[1:]


@cache
def roles() -> Mapping[str, Role]:
    """Give every section role by name, in the order of a book."""
    found = {}
    for name, row in table("roles").items():
        fields = {**row, "matter": tuple(Matter(m) for m in row.get("matter", ["body"]))}
        for flag in ("generated", "text", "listed", "periodical"):
            if flag in fields:
                fields[flag] = fields[flag] == "true"
        found[name] = Role(name, **fields)
    return MappingProxyType(found)


@cache
def trims() -> Mapping[str, Trim]:
    """Give every trim size by each of its names; sizes in mm."""
    found: dict[str, Trim] = {}
    for name, row in table("trim-sizes").items():
        trim = Trim(row["label"], float(row["width"]), float(row["height"]))
        found |= dict.fromkeys([name, *row.get("also", [])], trim)
    return MappingProxyType(found)


@cache
def relators() -> Mapping[str, str]:
    """Give MARC relator codes by code, by word and by the other words for them."""
    found: dict[str, str] = {}
    for code, row in table("relators").items():
        found |= dict.fromkeys([code, row["word"], *row.get("also", [])], code)
    return MappingProxyType(found)


@cache
def relator_words() -> Mapping[str, str]:
    """Give the English word for each MARC relator code."""
    return MappingProxyType({c: row["word"] for c, row in table("relators").items()})


@cache
def licences() -> Mapping[str, tuple[str, str]]:
    """Give name and address of the licences that books appear under, by SPDX name."""
    rows = table("licences").items()
    return MappingProxyType({spdx: (row["name"], row["url"]) for spdx, row in rows})


@cache
def words(language: str) -> Words:
    """Give the interface's words for a BCP 47 language.

    A missing region falls back to the language, a missing language or word to English;
    ``zh-TW`` is written as ``zh-Hant``.
    """
    parts = language.split("-")
    chain = ["-".join(parts[:n]) for n in range(1, len(parts) + 1)]
    chain[1:1] = [f"{parts[0]}-{script}" for script in _script(language)]
    known = [tag for tag in dict.fromkeys(chain) if tag in word_languages()]
    merged: dict[str, Any] = {}
    for tag in ("en", *known):
        merged |= table(f"words/{tag}")
    numbers, around = tuple(merged.pop("numbers")), merged.pop("numbered", {})
    last = known[-1] if known else "en"
    return Words(last, MappingProxyType(merged), numbers, MappingProxyType(around))


def _script(language: str) -> tuple[str, ...]:
    """Give the script that a tag most likely means, where words go by script."""
    start = language.split("-", maxsplit=1)[0] + "-"
    if not any(t.startswith(start) and len(t) == len(start) + 4 for t in word_languages()):
        return ()
    import langcodes  # noqa: PLC0415 - slow to import

    return (str(langcodes.Language.get(language).maximize().script),)


@cache
def word_languages() -> tuple[str, ...]:
    """Give the languages that there are words for, in the order of their tags."""
    folder = package_path("standards/words")
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


@cache
def spine_titles(language: str) -> str:
    """Give which way titles run on spines in a BCP 47 language: ``down`` or ``up``."""
    upwards: list[str] = table("spine-titles")["up"]
    return "up" if language.split("-", maxsplit=1)[0] in upwards else "down"


def table(name: str) -> Mapping[str, Any]:
    """Read a table of this folder; every value is a string, a list or a mapping."""
    import yaml  # noqa: PLC0415 - only those who need a table pay for the import

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    rows: Mapping[str, Any] = yaml.load(package_text(f"standards/{name}.yaml"), loader)  # noqa: S506
    return rows
