"""Large and garbled files: time stays in proportion, and no input gives a traceback."""

from __future__ import annotations

import random
import time

import pytest
from lxml import etree

PIECES = (
    "word", "two words", "Ünïcode", "1917", "don't", '"quoted"', "'s", "\n", "\n\n", "\n\n",
    "\n    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n## ", "\n: ", "*", "**", "_", "`", "\n```\n",
    "\n~~~\n", "[", "](a.md#b)", "](#x)", "[^1]", "\n[^1]: ", "\n\n[^n]: note ", "{", "}",
    "{: .x #y lang=fr}", "{#id}", "{index:a!b}", "{index:a|(}", "{index:a|)}", "{ref:id}",
    "{page:id}", "[p. 4]{.source-page}", "<b>", "</b>", "<div>", "</div>", "<br>",
    '<div markdown="1">', "<script>x</script>", "<!--", "-->", "<", ">", "&", "&nbsp;", "&foo;",
    "&#0;", '![alt](images/map.png "t")', "![](b.png)", "|", "\n|a|b|\n|-|-|\n|c|d|\n",
    "\n\nTable: cap\n\n", "---", "...", "\n---\n", "\n===\n",
    "\n\n/// figure | cap\nsrc: a\n\n",
    "\n\n/// box | T\n\n", "\n///\n", "\n\n/// verse\n", "\n\n/// dialogue\n", "\n/// nope\n",
    "\n\n/// glossary\n", "\n/// letter\ndateline: x\n", "\\", "\x00", "\x85", "\u2028", "\t",
    "😀", "<svg>", "<p>", "<td>", '<a href="javascript:x">', "<http://a.b>", "*[HTML]: Hyper\n",
    '[r]: http://x "t"\n', "[a][r]",
    '<aside class="pull-quote" markdown="1">\n\n', "\n</aside>\n",
    '<span data-isg-macro="index">', "<?php ?>", "<![CDATA[x]]>", "<!DOCTYPE html>", "<x:y z>",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_no_input_gives_a_traceback(seed: int, read) -> None:  # noqa: ANN001
    """Garbled Markdown gives well-formed XHTML without our own marks, and findings."""
    chance = random.Random(seed)  # noqa: S311 - the same texts in every run
    for _ in range(60):
        text = "".join(
            chance.choice(PIECES) + chance.choice(("", " "))
            for _ in range(chance.randint(1, 40))
        )
        document, findings = read(text, chance.choice(("en", "fr", "de")))
        for fragment in [document.title, *(n.xhtml for n in document.notes)]:
            etree.fromstring(f"<i>{fragment}</i>")
        for element in etree.fromstring(document.body).iter():
            assert not any(k.startswith(("data-isg", "data-to")) for k in element.attrib), text
            assert element.tag not in {"script", "svg", "style", "iframe"}, text
        assert all(f.span and f.span.path for f in findings)
        assert "unreadable-markdown" not in {f.rule for f in findings}, text


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Term {n}\n:   definition {n}\n" for n in range(2000)),
        "".join(f"Term {n}\n: definition {n}\n\n" for n in range(2000)),
        "".join("    " * (n % 9) + f"- item {n}\n" for n in range(3000)),
        "|a|b|\n|-|-|\n" + "|1|2|\n" * 5000,
        "".join(f"word[^{n}] " for n in range(1500))
        + "\n\n"
        + "".join(f"[^{n}]: note {n}\n" for n in range(1500)),
        "## Same\n\ntext\n\n" * 1500,
        "word{index:a!b} " * 4000,
        '"a \'b\' -- c..." ' * 5000,
        "word word " * 100_000,
    ],
    ids=["tight-terms", "loose-terms", "list", "table", "notes", "headings", "index", "quotes",
         "paragraph"],
)  # fmt: skip
def test_long_texts_take_their_time_only_once(text: str, read) -> None:  # noqa: ANN001
    """Thousands of the same thing are read in seconds and without a finding."""
    start = time.process_time()
    document, findings = read("# T\n\n" + text)
    assert time.process_time() - start < 6
    assert not findings
    assert document.words > 1000


WORDS = [
    "the",
    "strike",
    "committee's",
    "half-way",
    "1926",
    "Iskra",
    "café",
    "don't",
    "of",
    "a",
    "co-operative",
    "war",
]
SHORT = (
    "*{}*", "**{}**", "*{}*{{lang=fr}}", "`{}*x*`", "[{}](https://a.org/(z))", "{}[^{}]",
    "{}{{index:a!b}}", "H<sub>2</sub>O {}", '"{}"--', "[p. 3]{{.source-page}}{}", "[{}] (2)",
    "&amp; {} &eacute;", "<https://a.org/b_c>", "\\*{}\\*", "{{ref:here}} {}",
)  # fmt: skip
LONG = (
    "{}", "{}", "{}\n{}", "## {}", "> {}\n>\n> {}", "- {}\n- {}", "1. {}\n2. {}", "{}\n: {}",
    "Table: {}\n\n| a | b |\n|---|---|\n| {} | |", "```x,y\n{{*a* [b](c)}} <d>\n```",
    "/// box | {}\n\n{}\n///", "/// verse\nsource: {}\n\n  {}\n{}\n///",
    '![alt](images/map.png "Plain words")',
    "/// figure | {}\nsrc: images/map.png\nalt: a: b\n\n{}\n///",
    '<aside class="sidebar" markdown="1">\n\n{}\n\n</aside>',
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_sound_text_gives_no_finding(seed: int, read) -> None:  # noqa: ANN001
    """Any mixture of what the dialect offers is read whole, each block with its line."""
    chance = random.Random(seed)  # noqa: S311 - the same texts in every run
    notes = iter(range(1, 10**6))

    def run() -> str:
        parts = []
        for _ in range(chance.randint(2, 7)):
            word = chance.choice(WORDS)
            shape = chance.choice(SHORT) if chance.random() < 0.4 else "{}"
            parts.append(shape.format(word, next(notes) if "[^" in shape else ""))
        return " ".join(parts)

    for _ in range(40):
        notes = iter(range(1, 10**6))
        blocks = []
        for _ in range(chance.randint(3, 12)):
            shape = chance.choice(LONG)
            blocks.append(shape.format(*(run() for _ in range(shape.count("{}")))))
        calls = [f"[^{n}]: the note" for n in range(1, next(notes))]
        text = "\n\n".join(["# T", "## Here {#here}", *blocks, "\n".join(calls)])
        document, findings = read(text)
        assert not findings, text
        assert "data-near" not in document.body, text
