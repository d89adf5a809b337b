"""Validation: a tree with places goes in, a typed value and findings come out.

The schema library's errors are put in editors' words here; its own never reach them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from isgpress.findings import Finding, Span
from isgpress.sources.faults import nearest, offer
from isgpress.sources.marks import Items, Keys, Node, Scalar, Step, find, plain

Model = TypeVar("Model", bound=BaseModel)
# What stands in for a value that is missing or wrong, so that the rest can be checked;
# where there is nothing here, the mapping that should hold the key is left out.
_STAND_INS: Mapping[str, str] = {
    "title": "?",
    "name": "?",
    "part": "?",
    "text": "?",
    "date": "2000",
}
# Where to write what other programs call by these names.
_MEANT = {
    **dict.fromkeys(("author", "authors", "editor", "editors", "creator"), "contributors"),
    **dict.fromkeys(("translator", "translators", "illustrator"), "contributors"),
    **dict.fromkeys(("copyright", "copyright-holder"), "rights"),
    **dict.fromkeys(("year", "published", "publication-date"), "date"),
    **dict.fromkeys(("chapters", "articles", "files", "spine"), "contents"),
}
_OF_KEY = "[key]"  # the last step of the path of an error in a key
_HOLDERS = {"chapters", "articles"}  # keys of entries that hold entries
_ROUNDS = 4  # an error may hide another one below it


def validate(schema: type[Model], node: Node) -> tuple[Model | None, Node, tuple[Finding, ...]]:
    """Check a tree against a schema.

    Gives the value made from what is right (None where too little is), the tree of what
    is right, and findings for all that is wrong.
    """
    if not isinstance(node, Keys):
        advice = "write a word, a colon and the value, such as `title: My Book`"
        found = Finding("bad-value", "keys with values belong here", node.span, advice)
        return None, node, (found,)
    faults: dict[tuple[object, ...], Finding] = {}
    gone: set[tuple[Span, Step]] = set()  # keys taken out, by the place of their mapping
    for _ in range(_ROUNDS):
        try:
            return schema.model_validate(plain(node)), node, _in_order(faults.values())
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
        for error in (e for e in errors if not _taken_out(e, node, gone)):
            finding = _finding(error, node, schema)
            faults.setdefault((finding.rule, finding.span, finding.message), finding)
        node = _mended(node, errors, gone)
    return None, node, _in_order(faults.values())


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.span or Span("")))


def _steps(node: Node, loc: Iterable[Step]) -> tuple[Step, ...]:
    """Give those steps of an error's path that are in the tree."""
    steps: list[Step] = []
    for step in loc:
        if below := node.below(step):
            steps.append(step)
            node = below
    return tuple(steps)


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Give what is wrong with a single value, and the advice, which may be empty."""
    first = error.errors()[0]
    return first["msg"], first.get("ctx", {}).get("help", "")


def _finding(error: Any, root: Node, schema: type[BaseModel]) -> Finding:
    steps = _steps(root, error["loc"])
    if error["type"] == "missing":
        steps = _steps_above(steps, error["loc"][-1])
    node = find(root, steps)
    key = next((s for s in reversed(steps) if isinstance(s, str)), "")
    rule, message, advice = _words(error, node, key, schema)
    span = node.span
    if error["type"] == "missing":
        span = _missing_span(node, str(error["loc"][-1]))
    elif error["loc"][-1] == _OF_KEY:
        span = _key_span(root, steps) or span
    elif error["type"] == "extra_forbidden":
        above = find(root, steps[:-1])
        name = above.key(str(steps[-1])) if isinstance(above, Keys) else None
        span = name.span if name else span
    elif not isinstance(node, Scalar) or not node.text:
        span = _key_span(root, steps) or span
    return Finding(rule, message, span, advice)


def _missing_span(node: Node, key: str) -> Span:
    """Give the place of a key without value, or of the first key beside the missing one."""
    if not isinstance(node, Keys) or not node.pairs:
        return node.span
    return (node.key(key) or node.pairs[0][0]).span


def _key_span(root: Node, steps: tuple[Step, ...]) -> Span | None:
    if not steps or not isinstance(steps[-1], str):
        return None
    above = find(root, steps[:-1])
    name = above.key(steps[-1]) if isinstance(above, Keys) else None
    return name.span if name else None


@dataclass(frozen=True, slots=True)
class _Fault:
    """One error of the schema library, with what an editor knows of it."""

    kind: str
    ctx: Mapping[str, Any]
    last: str  # step of the path: the key that is missing or unknown
    key: str  # the nearest key that is in the file
    text: str  # the value as it stands in the file
    empty: bool  # the key is there, without a value
    known: tuple[str, ...]  # keys that may stand here
    home: str  # the key under which the last step is known
    keys: bool  # the value is a mapping


def _words(error: Any, node: Node, key: str, schema: type[BaseModel]) -> tuple[str, str, str]:
    """Give rule, message and help for one error."""
    kind, ctx, loc = error["type"], error.get("ctx", {}), error["loc"]
    if "help" in ctx:
        return kind, error["msg"], ctx["help"]
    last = str(loc[-1])
    empty = isinstance(node, Keys) and node.get(last) is not None
    text = node.text if isinstance(node, Scalar) else ""
    if last == _OF_KEY:
        text, key = key, str(loc[-3])
    known = _keys_at(schema, loc[:-1] if kind == "extra_forbidden" else loc)
    home = _home(schema, last)
    say = next((say for start, say in _SAYINGS.items() if kind.startswith(start)), _misfit)
    return say(_Fault(kind, ctx, last, key, text, empty, known, home, isinstance(node, Keys)))


def _unknown_key(f: _Fault) -> tuple[str, str, str]:
    advice = _all(f.known)
    if name := nearest(f.last, f.known):
        advice = f"there is a key with a similar name: `{name}`"
    elif (name := _MEANT.get(f.last, "")) in f.known:
        advice = f"write it under `{name}`"
    elif f.home:
        advice = f"it belongs under `{f.home}`"
    return "unknown-key", f"`{f.last}` is not a key here", advice


def _missing(f: _Fault) -> tuple[str, str, str]:
    if f.empty:
        return "missing-value", f"`{f.last}` has no value", "write one after the colon"
    return "missing-key", f"the key `{f.last}` is missing", f"add `{f.last}:` and its value"


def _choice(f: _Fault) -> tuple[str, str, str]:
    known = f.ctx["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    return (
        "unknown-value",
        f"`{f.text}` is not a value of `{f.key}`",
        offer(f.text, known, "value"),
    )


def _too_short(f: _Fault) -> tuple[str, str, str]:
    return "missing-value", f"`{f.key}` has no value", "add the value, or remove the key"


def _not_list(f: _Fault) -> tuple[str, str, str]:
    return "bad-value", f"`{f.key}` must be a list", "start every item on a line with `- `"


def _not_keys(f: _Fault) -> tuple[str, str, str]:
    advice = _all(f.known)
    if f.text and "name" in f.known:
        advice = f"write `{{name: {f.text}}}`; {advice}"
    elif f.text and "amount" in f.known:
        advice = f'write `{{amount: "12.99", currency: GBP}}`; {advice}'
    return "bad-value", f"`{f.key}` needs keys of its own", advice


def _not_text(f: _Fault) -> tuple[str, str, str]:
    if f.keys:
        message = f"`{f.key}` must be a text; a colon and a space make a key of its start"
        return "bad-value", message, "put the whole text in double quotes"
    return "bad-value", f"`{f.key}` must be one text, not a list", "write it on one line"


def _not_flag(f: _Fault) -> tuple[str, str, str]:
    return "bad-value", f"`{f.text}` is neither `true` nor `false`", "write one of the two"


def _not_number(f: _Fault) -> tuple[str, str, str]:
    low, high = f.ctx.get("gt", f.ctx.get("ge")), f.ctx.get("lt", f.ctx.get("le"))
    advice = "write a number in figures, with a point for decimals and without a unit"
    if f.kind.startswith("int"):
        advice = "write a whole number in figures"
    if low is not None:
        advice = f"write a number of {low:g} or more"
    elif high is not None:
        advice = f"write a number below {high:g}"
    return "bad-value", f"`{f.text}` is not a possible `{f.key}`", advice


def _misfit(f: _Fault) -> tuple[str, str, str]:
    advice = "`isgpress schema book --text` says what may stand here"
    return "bad-value", f"`{f.text or f.key}` does not fit here", advice


# By the start of the error's type in the schema library; the first that fits is taken.
_SAYINGS: Mapping[str, Callable[[_Fault], tuple[str, str, str]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "enum": _choice,
    "literal_error": _choice,
    "too_short": _too_short,
    "string_too_short": _too_short,
    "list_type": _not_list,
    "model_type": _not_keys,
    "model_attributes_type": _not_keys,
    "string_type": _not_text,
    "union_tag_invalid": _not_text,
    "bool": _not_flag,
    "int": _not_number,
    "float": _not_number,
    "finite": _not_number,
    "greater": _not_number,
    "less": _not_number,
}


def _all(names: Iterable[str]) -> str:
    return "the keys here are " + ", ".join(f"`{name}`" for name in names)


def _keys_at(schema: type[BaseModel], loc: Iterable[Step]) -> tuple[str, ...]:
    """Give the keys that may stand at the path of an error."""
    models = [schema]
    for step in loc:
        if isinstance(step, int):
            continue
        below = [
            inner
            for model in models
            for name, field in model.model_fields.items()
            if step in {name, field.alias}
            for inner in _models(field.annotation)
        ]
        if step == "<part>":  # entries of contents: those with entries, or with a role
            below = [m for m in models if _HOLDERS & m.model_fields.keys()]
        elif step == "<keys>":
            below = [m for m in models if not _HOLDERS & m.model_fields.keys()]
        models = below or models
    return tuple(
        dict.fromkeys(field.alias or n for m in models for n, field in m.model_fields.items())
    )


def _home(schema: type[BaseModel], key: str) -> str:
    """Give the key of the schema under which another key is known, or nothing."""
    for name, field in schema.model_fields.items():
        inside = list(_models(field.annotation))
        for model in inside:  # grows while it is walked
            fields = model.model_fields.items()
            if key in {inner.alias or n for n, inner in fields}:
                return field.alias or name
            below = (m for _, inner in fields for m in _models(inner.annotation))
            inside += (m for m in below if m not in inside)
    return ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Give the classes of mappings that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for arg in inner for model in _models(arg)]


def _taken_out(error: Any, root: Node, gone: set[tuple[Span, Step]]) -> bool:
    """Tell whether a key is missing only because its wrong value was taken out."""
    above = find(root, _steps(root, error["loc"]))
    return error["type"] == "missing" and (above.span, error["loc"][-1]) in gone


def _mended(root: Node, errors: Iterable[Any], taken: set[tuple[Span, Step]]) -> Node:
    """Give the tree without what the errors point at, or with stand-ins there."""
    gone: set[int] = set()  # identities of nodes
    added: dict[int, dict[str, str]] = {}
    for error in errors:
        steps, last = _steps(root, error["loc"]), error["loc"][-1]
        if error["type"] == "missing":
            above, key = find(root, _steps_above(steps, last)), last
        else:
            above, key = find(root, steps[:-1]), steps[-1] if steps else ""
        if key in _STAND_INS:
            added.setdefault(id(above), {})[key] = _STAND_INS[key]
        else:
            out = steps if error["type"] != "missing" else _steps_above(steps, last)
            gone.add(id(find(root, out)))
            if out:
                taken.add((find(root, out[:-1]).span, out[-1]))
    return _rebuilt(root, gone, added)


def _steps_above(steps: tuple[Step, ...], last: Step) -> tuple[Step, ...]:
    """Give the steps to the mapping that should hold a key; the key may be there, empty."""
    return steps[:-1] if steps[-1:] == (last,) else steps


def _rebuilt(node: Node, gone: set[int], added: Mapping[int, Mapping[str, str]]) -> Node:
    match node:
        case Items():
            kept = (item for item in node.items if id(item) not in gone)
            return Items(tuple(_rebuilt(item, gone, added) for item in kept), node.span)
        case Keys():
            new = added.get(id(node), {})
            pairs = [
                (key, _rebuilt(value, gone, added))
                for key, value in node.pairs
                if id(value) not in gone and key.text not in new
            ]
            pairs += [(Scalar(k, node.span), Scalar(v, node.span)) for k, v in new.items()]
            return Keys(tuple(pairs), node.span)
        case _:
            return node
