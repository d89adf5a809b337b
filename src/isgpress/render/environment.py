"""Templates: the Jinja environment of a theme, and its errors as findings.

Templates are trusted to be the press's own, and still run in Jinja's sandbox; the
manuscript's text is never a template.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from isgpress.findings import Finding, PressError, Span
from isgpress.render.scripts import FURTHER, suited
from isgpress.render.theme import Theme, ThemeFile

_Source = tuple[str, str, None]


def fill(
    theme: Theme, medium: str, name: str, values: Mapping[str, Any], *, beside: str = ""
) -> str:
    """Fill the theme's template ``name`` of ``print`` or ``epub``.

    Within a template, names are relative to the medium's folder; ``builtin:<name>`` is
    the built-in theme's page, to be extended by the press's own; ``<theme>:<name>`` the
    page as that theme of the chain has it.
    Raises PressError: ``template-error``, ``undefined-in-template``,
    ``missing-template``.

    Of ``fonts`` the template gets those that the finished page needs, with the text
    ``beside`` it that is set in them too.
    """
    fonts = values.get("fonts", ())
    usual = suited(fonts, "")
    try:
        template = _environment(theme, medium).get_template(name)
        values = {**values, "further_families": FURTHER}
        page = template.render({**values, "fonts": usual})
        wanted = suited(fonts, page + beside) if len(usual) < len(fonts) else usual
        if len(wanted) == len(usual):
            return page
        return template.render({**values, "fonts": wanted})
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as fault:
        raise PressError(_finding(theme, medium, name, fault)) from fault


def compile_templates(theme: Theme, medium: str, names: Iterable[str]) -> None:
    """Compile templates ahead of their use, when they will tell what is wrong with them."""
    for name in names:
        with contextlib.suppress(TemplateError):
            _environment(theme, medium).get_template(name)


def has_template(theme: Theme, medium: str, name: str) -> bool:
    """Tell whether the theme has a template of that name for the medium."""
    return theme.file(f"{medium}/{name}") is not None


@lru_cache(maxsize=8)
def _environment(theme: Theme, medium: str) -> SandboxedEnvironment:
    def own(name: str) -> _Source | None:
        return _source(theme.file(f"{medium}/{name}"))

    def built_in(name: str) -> _Source | None:
        return _source(theme.file(f"builtin:{medium}/{name}"))

    def layer(layer: str, name: str) -> _Source | None:
        return _source(theme.file_from(layer, f"{medium}/{name}"))

    layers = {name: FunctionLoader(partial(layer, name)) for name in theme.chain}
    named = PrefixLoader({**layers, "builtin": FunctionLoader(built_in)}, ":")
    loader = ChoiceLoader([FunctionLoader(own), named])
    return SandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: bool(name) and not str(name).endswith(".jinja"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )


def _source(file: ThemeFile | None) -> _Source | None:
    return (file.text, file.shown, None) if file else None


def _finding(theme: Theme, medium: str, name: str, fault: Exception) -> Finding:
    if isinstance(fault, TemplateSyntaxError):
        span = Span(str(fault.filename or name), fault.lineno)
        message = f"the template has an error: {_lower(str(fault.message))}"
        return Finding("template-error", message, span, "mend the template at this line")
    span = _span(theme, fault) or Span(_shown(theme, medium, name))
    if isinstance(fault, UndefinedError):
        message = f"the template uses an unknown name: {_lower(str(fault.message))}"
        advice = "see docs/themes.md for the names that a template can use"
        return Finding("undefined-in-template", message, span, advice)
    if isinstance(fault, TemplateNotFound):
        message = f"the theme has no template `{fault.name}`"
        advice = "correct the name in `extends` or `include`; `builtin:` comes before the name"
        return Finding("missing-template", message, span, advice)
    if isinstance(fault, SecurityError):
        message = f"the template does what is not allowed: {_lower(str(fault.message))}"
        return Finding("template-error", message, span, "use only what docs/themes.md lists")
    message = f"the template has an error: {_lower(str(fault))}"
    return Finding("template-error", message, span, "mend the template at this line")


def _shown(theme: Theme, medium: str, name: str) -> str:
    file = theme.file(f"{medium}/{name}")
    return file.shown if file else f"templates/{theme.name}/{medium}/{name}"


def _span(theme: Theme, fault: Exception) -> Span | None:
    """Give the innermost line of a template in the traceback."""
    shown = {file.shown for file in theme.files}
    frames = traceback.extract_tb(fault.__traceback__)
    found = [Span(f.filename, f.lineno or 0) for f in frames if f.filename in shown]
    return found[-1] if found else None


def _lower(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:]
