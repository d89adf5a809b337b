"""Formulas in TeX: what may be written, and that it can be read.

They stay TeX in the manuscript (``data-tex``): screens get MathML of them, print a drawing.
"""

from __future__ import annotations

from isgpress.findings import Severity
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import Element, line_of

MARK = "data-isg-formula"
_FENCED = "language-math"


def shape_formulas(root: Element, source: Source) -> None:
    """Turn formulas in lines (``$`x^2`$``) and fenced ones (``math``) into the vocabulary."""
    for pre in list(root.iter("pre")):
        code = pre[0] if len(pre) == 1 else None
        if code is not None and code.get("class") == _FENCED:
            _set(pre, " ".join("".join(code.itertext()).split()), "p", source)
    for span in [s for s in root.iter("span") if s.get(MARK) is not None]:
        _set(span, span.attrib.pop(MARK, ""), "span", source)


def fault_of(tex: str) -> str:
    """Say what is wrong with a formula; nothing where it can be read."""
    from latex2mathml import converter  # noqa: PLC0415 - few texts have formulas

    if not tex.strip():
        return "it is empty"
    if depth := _unbalanced(tex):
        return f"a `{depth}` is missing"
    try:
        found = converter.convert(tex)
    except Exception as fault:  # noqa: BLE001 - the library has a class for each fault
        name = type(fault).__name__.removesuffix("Error")
        return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    if "&#x0005C;" in found or "\\" in found:
        word = found.replace("&#x0005C;", "\\").partition("\\")[2]
        name = word[: next((n for n, c in enumerate(word) if not c.isalpha()), len(word))]
        return f"`\\{name}` is not known"
    return ""


def _unbalanced(tex: str) -> str:
    """Give the brace that is missing, or nothing; with a stroke before, it is a sign."""
    depth = 0
    for before, sign in zip(" " + tex, tex, strict=False):
        if before != "\\" and sign in "{}":
            depth += 1 if sign == "{" else -1
        if depth < 0:
            return "{"
    return "}" if depth else ""


def _set(element: Element, tex: str, tag: str, source: Source) -> None:
    line, tail = line_of(element), element.tail
    kept = {name: element.get(name) for name in ("data-line", "data-near") if element.get(name)}
    element.clear()
    element.tag, element.tail = tag, tail
    element.set("class", "formula")
    element.set("data-tex", tex)
    for name, value in kept.items():
        element.set(name, value)
    if fault := fault_of(tex):
        source.report(
            "bad-formula",
            f"the formula `{tex[:60]}` cannot be read: {fault}",
            source.line_of(tex, line) or line,
            "write it in TeX, as in `\\frac{a}{b}`",
            severity=Severity.ERROR,
        )
