"""What a theme.yaml says, with the line and column of each key."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from isgpress.findings import Finding, PressError, Span
from isgpress.render.theme import Option
from isgpress.sources.marks import Items, Keys, Node, Scalar, read_yaml

KEYS = (
    "name",
    "extends",
    "description",
    "options",
    "choices",
    "fonts",
    "stylesheets",
    "composition",
    "grid",
    "layouts",
    "templates",
    "default-template",
    "sizes",
    "trim",
    "page-budget",
)
GROUPS = ("options", "choices", "fonts", "stylesheets")
MEDIA = ("print", "epub", "web", "frames")


@dataclass(frozen=True)
class ThemeYaml:
    """A theme.yaml, typed; ``spans`` gives the place of each key by its path.

    ``root`` is all of it as it was read, for what is merged along the chain by key.
    """

    extends: str = ""
    description: str = ""
    options: dict[str, Option] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    stylesheets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spans: dict[tuple[str, ...], Span] = field(default_factory=dict)
    root: Keys | None = None

    def span(self, *path: str) -> Span | None:
        """Give the place of a key, or None where it is not written."""
        return self.spans.get(path)


def read_theme_yaml(text: str, path: str) -> tuple[ThemeYaml, tuple[Finding, ...]]:
    """Read a theme.yaml; ``path`` is for the messages.

    Findings: ``unknown-key``, ``bad-value``, and those of ``sources.marks.read_yaml``.
    """
    try:
        root, found = read_yaml(text, path)
    except PressError as fault:
        return ThemeYaml(), fault.findings
    if not isinstance(root, Keys):
        return ThemeYaml(), (_wrong_type("theme.yaml", "keys with values", root.span),)
    findings = [*found, *_wrong(root)]
    groups = {k: _group(root, k) for k in GROUPS}
    spans: dict[tuple[str, ...], Span] = {(k.text,): k.span for k, _ in root.pairs}
    spans |= {(g, k.text): k.span for g in GROUPS for k, _ in groups[g]}
    yaml = ThemeYaml(
        extends=_text(root.get("extends")),
        description=_text(root.get("description")),
        options={k.text: _option(_text(v)) for k, v in groups["options"]},
        choices={k.text: _names(v) for k, v in groups["choices"]},
        fonts={k.text: _text(v) for k, v in groups["fonts"]},
        stylesheets={k.text: _names(v) for k, v in groups["stylesheets"]},
        spans=spans,
        root=root,
    )
    return yaml, tuple(findings)


def _wrong(root: Keys) -> list[Finding]:
    findings = [_unknown_key(k.text, KEYS, k.span) for k, _ in root.pairs if k.text not in KEYS]
    for key, value in root.pairs:
        if key.text in GROUPS and not isinstance(value, Keys):
            findings.append(_wrong_type(key.text, "indented keys with values", key.span))
    for key, _ in _group(root, "stylesheets"):
        if key.text not in MEDIA:
            findings.append(_unknown_key(key.text, MEDIA, key.span))
    return findings


def _group(root: Keys, key: str) -> tuple[tuple[Scalar, Node], ...]:
    found = root.get(key)
    return found.pairs if isinstance(found, Keys) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _option(text: str) -> Option:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _names(node: Node) -> tuple[str, ...]:
    if isinstance(node, Items):
        return tuple(_text(item) for item in node.items)
    return (_text(node),)


def _unknown_key(key: str, keys: tuple[str, ...], span: Span) -> Finding:
    near = difflib.get_close_matches(key, keys, 1)
    advice = (
        f"there is a key with a similar name: `{near[0]}`"
        if near
        else "the keys are " + ", ".join(f"`{k}`" for k in keys)
    )
    return Finding("unknown-key", f"`{key}` is not a key of theme.yaml here", span, advice)


def _wrong_type(key: str, wanted: str, span: Span) -> Finding:
    return Finding("bad-value", f"`{key}` does not hold {wanted}", span, f"write {wanted}")
