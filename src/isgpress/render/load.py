"""Finding a theme: its chain of folders, files, options and fonts, with what is wrong."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isgpress.findings import Finding, PressError, Span, has_errors
from isgpress.model.publication import LARGE_PRINT
from isgpress.render.fonts import FontFace, font_faces
from isgpress.render.theme import Option, Theme, ThemeFile, is_read
from isgpress.render.theme_yaml import MEDIA, ThemeYaml, read_theme_yaml
from isgpress.world import World, package_path

if TYPE_CHECKING:
    from isgpress.model.composition import Layout

BASE = "base"
SHARED = {BASE, "periodical"}  # extended by other themes, not chosen
OVER = {LARGE_PRINT}  # laid over the theme of a title, not chosen either
ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")


@dataclass(frozen=True)
class _Layer:
    """One folder of the chain, its theme.yaml read."""

    name: str
    own: bool
    files: tuple[ThemeFile, ...]
    yaml: ThemeYaml
    span: Span


@dataclass
class _Chain:
    layers: list[_Layer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load_theme(world: World, name: str, over: str = "") -> Theme:
    """Give the theme of that name, found in the press or among the built-in ones.

    ``over`` names a theme that is laid over it (``OVER``): its options, fonts and files go
    before, its style sheets come last. A press may have its own of that name.

    Raises PressError with all findings: ``unknown-theme``, ``theme-loop``,
    ``unknown-key``, ``unknown-theme-option``, ``bad-theme-option``, ``missing-font``,
    ``missing-theme-file``, ``bad-theme-address``, and those of ``read_layout`` and of
    reading a file.
    """
    chain = _read_chain(world, name)
    if over:
        chain = _laid_over(_read_chain(world, over), chain)
    if has_errors(tuple(chain.findings)):
        raise PressError(*chain.findings)
    layers = chain.layers
    options, option_findings = _options(layers)
    fonts, font_findings = _fonts(layers)
    files = tuple(file for layer in layers for file in layer.files)
    styles = {m: _styles(layers, m) for m in MEDIA}
    layout, wrong = _layout(layers)
    findings = (*option_findings, *font_findings, *wrong, *_missing_files(layers, files))
    if has_errors(findings):
        raise PressError(*findings)
    theme = Theme(
        name=name,
        chain=tuple(layer.name for layer in layers),
        description=layers[0].yaml.description,
        options=tuple(sorted(options.items())),
        print_styles=styles["print"],
        epub_styles=styles["epub"],
        web_styles=styles["web"],
        frame_styles=styles["frames"],
        fonts=fonts,
        files=files,
        digest="",
        layout=layout,
    )
    return _sealed(theme)


def themes(world: World) -> tuple[str, ...]:
    """Give the names of the themes that a title of this press can have, sorted."""
    own = {n for n in world.list("templates") if world.exists(f"templates/{n}/theme.yaml")}
    built_in = {f.parent.name for f in package_path("themes").glob("*/theme.yaml")}
    return tuple(sorted((own | built_in) - SHARED - OVER))


def _read_chain(world: World, name: str) -> _Chain:
    chain = _Chain()
    wanted, asked = name, Span("press.yaml")
    own_seen: set[str] = set()
    while wanted:
        layer, findings = _read_layer(world, wanted, own_seen)
        chain.findings += findings
        if layer is None:
            ring = wanted in own_seen
            chain.findings.append(
                _loop(chain.layers, asked) if ring else _unknown_theme(world, wanted, asked)
            )
            break
        if any((layer.name, layer.own) == (seen.name, seen.own) for seen in chain.layers):
            chain.findings.append(_loop(chain.layers, asked))
            break
        own_seen |= {wanted} if layer.own else set()
        chain.layers.append(layer)
        asked = layer.yaml.span("extends") or layer.span
        wanted = layer.yaml.extends or ("" if wanted == BASE else BASE)
    return chain


def _laid_over(upper: _Chain, lower: _Chain) -> _Chain:
    """Give the layers of one chain before those of another, which ends in the base."""
    layers = [layer for layer in upper.layers if layer.name != BASE]
    return _Chain([*layers, *lower.layers], [*upper.findings, *lower.findings])


def _read_layer(
    world: World, name: str, own_seen: set[str]
) -> tuple[_Layer | None, tuple[Finding, ...]]:
    """Read a theme's folder: the press's own, unless it is what extends that name."""
    folder = f"templates/{name}"
    named = re.fullmatch(r"\w[\w.-]*", name) and name not in own_seen
    if named and world.exists(f"{folder}/theme.yaml"):
        files = tuple(_own_files(world, folder, "", name))
        text = world.read_text(f"{folder}/theme.yaml")
        span = Span(f"{folder}/theme.yaml")
        found, findings = read_theme_yaml(text, span.path)
        return _Layer(name, own=True, files=files, yaml=found, span=span), findings
    path = package_path("themes") / name
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or not (path / "theme.yaml").is_file():
        return None, ()
    span = Span(f"themes/{name}/theme.yaml")
    files = tuple(_built_in_files(path, name))
    found, findings = read_theme_yaml((path / "theme.yaml").read_text("utf-8"), span.path)
    return _Layer(name, own=False, files=files, yaml=found, span=span), findings


def _own_files(world: World, folder: str, inner: str, layer: str) -> Iterator[ThemeFile]:
    here = f"{folder}/{inner}".rstrip("/")
    for entry in world.list(here):
        name = f"{inner}{entry}"
        path = f"{folder}/{name}"
        if entry.startswith("."):
            continue
        if not world.exists(path):
            yield from _own_files(world, folder, f"{name}/", layer)
        elif name != "theme.yaml":
            # a style sheet for screens may lie in any folder of a press's theme
            text = world.read_text(path) if is_read(name) or name.endswith(".css") else ""
            local, digest = str(world.local(path)), world.digest(path)
            yield ThemeFile(name, layer, local, path, digest, own=True, text=text)


def _built_in_files(root: Path, layer: str) -> Iterator[ThemeFile]:
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        if name == "theme.yaml" or "__pycache__" in name or path.name.startswith("."):
            continue
        data = path.read_bytes()
        text = data.decode() if is_read(name) else ""
        digest = hashlib.sha256(data).hexdigest()
        shown = f"themes/{layer}/{name}"
        yield ThemeFile(name, layer, str(path), shown, digest, own=False, text=text)


def _options(layers: list[_Layer]) -> tuple[dict[str, Option], list[Finding]]:
    """Give the options, those of the first layer winning, and what is wrong with them.

    A built-in theme declares an option by giving it a value; a press's theme can only
    set what is declared.
    """
    options: dict[str, Option] = {}
    choices: dict[str, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for layer in reversed(layers):
        choices |= layer.yaml.choices
        for key, value in layer.yaml.options.items():
            span = layer.yaml.span("options", key) or layer.span
            if layer.own and key not in options:
                findings.append(_unknown_option(key, options, span))
            elif key in choices and str(value) not in choices[key]:
                findings.append(_bad_option(key, value, choices[key], span))
            else:
                options[key] = value
    return options, findings


def _fonts(layers: list[_Layer]) -> tuple[tuple[FontFace, ...], list[Finding]]:
    wanted: dict[str, tuple[str, Span]] = {}
    for layer in reversed(layers):
        for family, typeface in layer.yaml.fonts.items():
            wanted[family] = typeface, layer.yaml.span("fonts", family) or layer.span
    faces: list[FontFace] = []
    findings: list[Finding] = []
    for family, (typeface, span) in wanted.items():
        found, wrong = font_faces(family, typeface, span)
        faces += found
        findings += wrong
    return tuple(faces), findings


def _layout(layers: list[_Layer]) -> tuple[Layout | None, tuple[Finding, ...]]:
    roots = [layer.yaml.root for layer in reversed(layers) if layer.yaml.root]
    if all(root.get("composition") is None for root in roots):  # text flows, as in a book
        return None, ()
    from isgpress.render.layout import read_layout  # noqa: PLC0415 - slow to import

    return read_layout(roots, layers[0].span)


def _styles(layers: list[_Layer], medium: str) -> tuple[str, ...]:
    """Give the style sheets of all layers, base first, each once."""
    names = (n for layer in reversed(layers) for n in layer.yaml.stylesheets.get(medium, ()))
    return tuple(dict.fromkeys(names))


def _missing_files(layers: list[_Layer], files: tuple[ThemeFile, ...]) -> Iterator[Finding]:
    """Find style sheets, imports and pictures that no layer of the chain has."""
    known = {f.name for f in files}
    for layer in layers:
        for medium, names in layer.yaml.stylesheets.items():
            span = layer.yaml.span("stylesheets", medium) or layer.span
            yield from (_missing(n, span) for n in names if n not in known)
    for file in files:
        if file.name.endswith(".css"):
            yield from _addresses(file, known)


def _addresses(file: ThemeFile, known: set[str]) -> Iterator[Finding]:
    lines = Path(file.path).read_text("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        for match in ADDRESS.finditer(line):
            address = match[1]
            span = Span(file.shown, number, match.start(1) + 1)
            if address.startswith("isg:theme/"):
                name = address.removeprefix("isg:theme/").removeprefix("builtin:")
                if name not in known:
                    yield _missing(name, span)
            elif not address.startswith(("isg:font/", "#", "data:")):
                yield _bad_address(address, span)


def _sealed(theme: Theme) -> Theme:
    """Give the theme with its digest: of everything but where the files lie."""
    whole = hashlib.sha256()
    kept: Mapping[str, Any] = {
        "options": theme.options,
        "styles": (
            theme.print_styles,
            theme.epub_styles,
            theme.web_styles,
            theme.frame_styles,
        ),
        "files": [(f.name, f.own, f.sha256) for f in theme.files],
        "fonts": [(f.uri, f.family, f.sha256) for f in theme.fonts],
        "chain": theme.chain,
        "layout": theme.layout,
    }
    whole.update(repr(kept).encode())
    return Theme(**{**theme.__dict__, "digest": whole.hexdigest()})


def _unknown_theme(world: World, name: str, span: Span) -> Finding:
    known = themes(world)
    near = difflib.get_close_matches(name, known, 1)
    advice = (
        f"there is a theme with a similar name: `{near[0]}`"
        if near
        else ("the themes are " + ", ".join(f"`{n}`" for n in known))
    )
    return Finding("unknown-theme", f"there is no theme `{name}`", span, advice)


def _loop(layers: list[_Layer], span: Span) -> Finding:
    names = " → ".join(layer.name for layer in layers)
    advice = "let the last of them extend a built-in theme"
    return Finding("theme-loop", f"the themes extend each other: {names}", span, advice)


def _unknown_option(key: str, known: Mapping[str, Option], span: Span) -> Finding:
    near = difflib.get_close_matches(key, known, 1)
    advice = (
        f"there is an option with a similar name: `{near[0]}`"
        if near
        else ("the options are " + ", ".join(f"`{n}`" for n in sorted(known)))
    )
    return Finding(
        "unknown-theme-option", f"`{key}` is not an option of the theme", span, advice
    )


def _bad_option(key: str, value: Option, choices: tuple[str, ...], span: Span) -> Finding:
    advice = "write " + " or ".join(f"`{c}`" for c in choices)
    return Finding("bad-theme-option", f"`{key}` cannot be `{value}`", span, advice)


def _missing(name: str, span: Span) -> Finding:
    message = f"the theme has no file `{name}`"
    return Finding("missing-theme-file", message, span, "add the file, or correct the name")


def _bad_address(address: str, span: Span) -> Finding:
    message = f"`{address}` is not an address of the theme"
    advice = "write `isg:theme/` and the path within the theme: isg:theme/images/mark.svg"
    return Finding("bad-theme-address", message, span, advice)
