"""The chain of themes: what is found where, and what is told when it is not."""

from __future__ import annotations

import pickle

import pytest

from isgpress.findings import Finding, PressError
from isgpress.render import load_theme, themes
from isgpress.world import MemoryWorld

PRESS = {"press.yaml": "name: x\n"}
HOUSE = "name: house\nextends: paperback\n"


def _findings(files: dict[str, str], name: str = "house") -> tuple[Finding, ...]:
    with pytest.raises(PressError) as caught:
        load_theme(MemoryWorld(PRESS | files), name)
    return caught.value.findings


@pytest.mark.parametrize(
    "name", ["paperback", "collection", "study-guide", "reprint", "documents"]
)
def test_every_built_in_theme_loads_and_ends_in_base(name: str) -> None:
    """A built-in theme has a chain down to base, and fonts for its uses and scripts."""
    theme = load_theme(MemoryWorld(PRESS), name)
    assert theme.chain[0] == name
    assert theme.chain[-1] == "base"
    scripts = {"arabic", "hebrew", "chinese", "chinese-traditional", "japanese", "korean"}
    assert {f.family for f in theme.fonts} == {"text", "sans", "mono", *scripts}
    assert all(len(r.sha256) == 64 for r in theme.resources("print"))


def test_a_theme_survives_pickling_with_its_digest() -> None:
    """Workers get the theme as it is."""
    theme = load_theme(MemoryWorld(PRESS), "paperback")
    assert pickle.loads(pickle.dumps(theme)) == theme  # noqa: S301 - our own bytes


def test_the_press_comes_before_the_built_in_themes() -> None:
    """A file of the press stands in the place of the built-in one; options too."""
    files = {
        "templates/house/theme.yaml": HOUSE + "options: {chapter-opening: drop-cap}\n",
        "templates/house/print/text.css": "p { color: red }\n",
    }
    world = MemoryWorld(PRESS | files)
    theme = load_theme(world, "house")
    found = theme.file("print/text.css")
    built_in = theme.file("builtin:print/text.css")
    assert found is not None
    assert found.own
    assert built_in is not None
    assert not built_in.own
    assert theme.option["chapter-opening"] == "drop-cap"
    assert "house" in themes(world)


def test_a_theme_of_the_press_may_bear_a_built_in_name() -> None:
    """A press changes `paperback` for all its titles by extending it under its name."""
    files = {"templates/paperback/theme.yaml": "name: paperback\nextends: paperback\n"}
    theme = load_theme(MemoryWorld(PRESS | files), "paperback")
    assert theme.chain == ("paperback", "paperback", "base")


def test_a_change_of_one_byte_changes_the_digest() -> None:
    """The cache sees a changed style sheet."""
    one, two = (
        load_theme(
            MemoryWorld(
                PRESS
                | {"templates/house/theme.yaml": HOUSE, "templates/house/print/a.css": css}
            ),
            "house",
        )
        for css in ("p{}", "q{}")
    )
    assert one.digest != two.digest


@pytest.mark.parametrize(
    ("yaml", "rule", "line"),
    [
        ("name: house\nextends: paperbak\n", "unknown-theme", 2),
        ("name: house\nextends: house2\n", "unknown-theme", 2),
        (HOUSE + "options:\n  chapter-openning: plain\n", "unknown-theme-option", 4),
        (HOUSE + "options:\n  chapter-opening: dropped\n", "bad-theme-option", 4),
        (HOUSE + "fonts:\n  text: No Such Face\n", "missing-font", 4),
        (HOUSE + "stylesheets:\n  print: [print/hose.css]\n", "missing-theme-file", 4),
        (HOUSE + "optoins: {}\n", "unknown-key", 3),
        (HOUSE + "options: plain\n", "bad-value", 3),
    ],
)
def test_what_is_wrong_in_theme_yaml_is_told_with_its_line(
    yaml: str, rule: str, line: int
) -> None:
    """Each slip is a finding at its key."""
    (finding,) = _findings({"templates/house/theme.yaml": yaml})
    assert finding.rule == rule
    assert finding.span is not None
    assert (finding.span.path, finding.span.line) == ("templates/house/theme.yaml", line)
    assert finding.help


def test_themes_in_a_ring_are_told() -> None:
    """Two themes that extend each other end in a finding, not in a loop."""
    files = {
        "templates/house/theme.yaml": "name: house\nextends: barn\n",
        "templates/barn/theme.yaml": "name: barn\nextends: house\n",
    }
    assert [f.rule for f in _findings(files)] == ["theme-loop"]


def test_addresses_in_style_sheets_are_checked() -> None:
    """Paths of the machine, the web, and files that are not there are told with their line."""
    css = 'a { background: url("../mark.svg") }\nb { background: url(isg:theme/no.svg) }\n'
    files = {"templates/house/theme.yaml": HOUSE, "templates/house/print/a.css": css}
    found = [(f.rule, f.span.line if f.span else 0) for f in _findings(files)]
    assert found == [("bad-theme-address", 1), ("missing-theme-file", 2)]
