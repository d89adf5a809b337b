"""Two small books: one in many languages and forms of text, and one in Persian."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Once, Sample
from tests.warm import isgpress

PRESS = "name: Lantern Press\nplace: Leyburn\nlanguage: en-GB\n"
MANY = """\
title: Many Tongues
date: 2026-05-01
notes: book
contributors:
  - {name: Ruth Calder, role: author}
editions: {epub: {}, pdf: {attach-sources: yes}, paperback: {}}
contents:
  front: [contents]
  body:
    - 01-english.md
    - {chapter: 02-arabic.md, language: ar}
    - 03-hebrew.md
    - 04-chinese.md
    - 05-play.md
  back: [glossary: 06-glossary.md, notes]
"""
FILES = {
    "01-english.md": """\
# The proof

He read [كتاب مفتوح]{lang=ar}, [日本語の組版]{lang=ja}, [한국어 단어]{lang=ko} and the
*mot juste*{lang=fr} twice.[^1] The TUC was asked, see [the play](05-play.md#who).

> A long quotation stands here as a block of its own, from the minutes of the chapel.

The ratio is $`\\frac{w}{h}`$, as in the [glossary](06-glossary.md).[^2]

![A square](images/square.svg)

*[TUC]: Trades Union Congress

[^1]: A note with *emphasis*.
[^2]: See the first note; *Jikji*{lang=ko-Latn}, *Naql*{lang=ar-Latn}, *Undzer*{lang=yi-Latn}.
""",
    "02-arabic.md": """\
# فصل في الطباعة

في البدء كانت الكلمة مطبوعة على الورق، وكان الورق غاليا.[^1]

- واحد
- اثنان

[^1]: حاشية قصيرة.
""",
    "03-hebrew.md": "---\nlanguage: he\n---\n# פרק בעברית\n\nבראשית היה הדפוס על הנייר.\n",
    "04-chinese.md": """\
---
language: zh
---
# 第一章

印刷工人把**铅字**排成行，再排成页。
""",
    "05-play.md": """\
# A play

/// drama | Scene One
id: who

*Snow at the window.*

PEDLAR: Who goes there,
that knocks so late?

**Watchman**
  A friend.
///
""",
    "06-glossary.md": """\
# Words

/// glossary
Chapel
: The union branch in a printing shop.

Forme
: Type locked in a chase.
///
""",
    "images/square.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<path d="M1 1h7v7h-7z"/></svg>\n',
}
PERSIAN = """\
title: کتاب کوچک
language: fa
date: 2026-05-01
contributors:
  - {name: روت, role: author}
editions: {epub: {}, pdf: {}, paperback: {}}
contents:
  front: [contents]
  body: [01-one.md, 02-two.md]
"""
WORDS = """\
در آغاز کلمه بر کاغذ چاپ شد و گران بود می‌گویند چاپخانه‌ای پیش از این روزگار ژاله نوشته
یک کتاب خوب چراغ راه است هر کس بخواند می‌داند ما را نیز
"""


def persian(number: int) -> str:
    """Give a chapter of some pages, no two lines of which are alike."""
    words = WORDS.split()
    rows = (
        " ".join(words[(n * k + number) % len(words)] for n in range(70)) for k in range(1, 12)
    )
    body = "\n\n".join(f"{row}." for row in rows)
    return f"# فصل {number}\n\nنخستین جمله.[^1]\n\n{body}\n\n[^1]: یادداشت کوتاه.\n"


@pytest.fixture(scope="session")
def books(once: Once) -> dict[str, Sample]:
    """Give both books, ``many`` and ``persian``, built once for all workers of a run."""
    press = once("languages", _build)
    return {slug: Sample(slug, press, press / "dist" / slug) for slug in ("many", "persian")}


def _build(press: Path) -> None:
    chapters = {f"0{n}-{name}.md": persian(n) for n, name in ((1, "one"), (2, "two"))}
    texts = {"press.yaml": PRESS, "books/many/book.yaml": MANY}
    texts |= {f"books/many/{name}": text for name, text in FILES.items()}
    texts |= {"books/persian/book.yaml": PERSIAN}
    texts |= {f"books/persian/{name}": text for name, text in chapters.items()}
    for name, text in texts.items():
        path = press / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = isgpress("--press", press, "build")
    assert done.returncode == 0, done.stderr
