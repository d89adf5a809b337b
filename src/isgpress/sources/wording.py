"""Validation: a tree with places goes in, a typed value and findings come out.

The schema library's errors are put in editors' words here; its own never reach them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from isgpress.findings import Finding, Span
from isgpress.sources.fields import nearest, offer
from isgpress.sources.marks import Keys, Node, Scalar, Step, find, plain

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
_ROUNDS = 4  # an error may hide another one below it


def validate(schema: type[Model], node: Node) -> tuple[Model | None, tuple[Finding, ...]]:
    """Check a tree against a schema.

    Gives findings for all that is wrong, and the value made from what is right; None
    where too little is right.
    """
    if not isinstance(node, Keys):
        advice = "write a word, a colon and the value, such as `title: My Book`"
        return None, (Finding("bad-value", "keys with values belong here", node.span, advice),)
    data = plain(node)
    found: dict[tuple[object, ...], Finding] = {}
    for _ in range(_ROUNDS):
        try:
            return schema.model_validate(data), _in_order(found.values())
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
        for error in errors:
            finding = _finding(error, node, schema)
            found.setdefault((finding.rule, finding.span, finding.message), finding)
        data = _mended(data, errors)
    return None, _in_order(found.values())


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


def _finding(error: Any, root: Node, schema: type[BaseModel]) -> Finding:  # noqa: ANN401
    steps = _steps(root, error["loc"])
    if error["type"] == "missing" and steps[-1:] == error["loc"][-1:]:
        steps = steps[:-1]  # the key is there, without a value
    node = find(root, steps)
    key = next((s for s in reversed(steps) if isinstance(s, str)), "")
    rule, message, advice = _words(error, node, key, schema)
    span = node.span
    if error["type"] == "missing":
        span = _missing_span(node, str(error["loc"][-1]))
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


def _words(
    error: Any,  # noqa: ANN401
    node: Node,
    key: str,
    schema: type[BaseModel],
) -> tuple[str, str, str]:
    """Give rule, message and help for one error."""
    kind, ctx, last = error["type"], error.get("ctx", {}), str(error["loc"][-1])
    shown = node.text if isinstance(node, Scalar) else ""
    if "help" in ctx:
        return kind, error["msg"], ctx["help"]
    if kind == "extra_forbidden":
        known = _keys_at(schema, error["loc"][:-1])
        name = nearest(last, known)
        advice = f"there is a key with a similar name: `{name}`"
        return "unknown-key", f"`{last}` is not a key here", advice if name else _list(known)
    if kind == "missing" and isinstance(node, Keys) and node.get(last):
        return "missing-value", f"`{last}` has no value", "write one after the colon"
    if kind == "missing":
        return "missing-key", f"the key `{last}` is missing", f"add `{last}:` and its value"
    if kind in {"enum", "literal_error"}:
        known = _choices(ctx["expected"])
        return "unknown-value", f"`{shown}` is not a value of `{key}`", offer(shown, known, "value")
    if kind in {"too_short", "string_too_short"}:
        return "missing-value", f"`{key}` has no value", "add the value, or remove the key"
    if kind in {"list_type", "too_long"}:
        return "bad-value", f"`{key}` must be a list", "start every item on a line with `- `"
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return "bad-value", f"`{key}` needs keys of its own", _list(_keys_at(schema, error["loc"]))
    if kind == "string_type":
        return "bad-value", f"`{key}` must be one text, not a list", "write it on one line"
    if kind.startswith("bool"):
        return "bad-value", f"`{shown}` is neither `true` nor `false`", "write one of the two"
    if kind.startswith(("int", "float", "greater", "less", "finite")):
        return "bad-value", f"`{shown}` is not a possible `{key}`", _range(ctx)
    if kind == "union_tag_invalid":
        return "bad-value", f"`{key}` cannot be a list here", "write a text or keys with values"
    return "bad-value", f"`{shown or key}` does not fit here", "compare it with the reference"


def _range(ctx: Mapping[str, Any]) -> str:
    low = ctx.get("gt", ctx.get("ge"))
    high = ctx.get("lt", ctx.get("le"))
    if low is not None:
        return f"write a number of {low:g} or more, in figures"
    if high is not None:
        return f"write a number below {high:g}, in figures"
    return "write a number in figures, with a point for decimals and without a unit"


def _choices(expected: str) -> tuple[str, ...]:
    return tuple(expected.replace(" or ", ", ").replace("'", "").split(", "))


def _list(names: Iterable[str]) -> str:
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
            if step in (name, field.alias)
            for inner in _models(field.annotation, field.metadata)
        ]
        if below:
            models = below
        elif step.startswith("<"):
            models = [m for m in models if _FORMS.get(step, lambda _: True)(m)] or models
    return tuple(
        dict.fromkeys(field.alias or n for m in models for n, field in m.model_fields.items())
    )


def _is_part(model: type[BaseModel]) -> bool:
    return "chapters" in model.model_fields


_FORMS = {"<part>": _is_part, "<keys>": lambda model: not _is_part(model)}


def _models(annotation: Any, metadata: Iterable[Any] = ()) -> list[type[BaseModel]]:  # noqa: ANN401, ARG001
    """Give the classes of mappings that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for arg in inner for model in _models(arg)]


def _mended(data: Any, errors: Iterable[Any]) -> Any:  # noqa: ANN401
    """Give the data without what the errors point at, or with stand-ins there."""
    data = _copy(data)
    for error in errors:
        _mend(data, list(error["loc"]), missing=error["type"] == "missing")
    return _compact(data)


_GONE = object()


def _mend(data: Any, loc: list[Step], *, missing: bool) -> None:  # noqa: ANN401
    """Take out the value at the path, or put a stand-in where a key is missing."""
    above, key = None, None
    for step in loc:
        if isinstance(data, dict) and step in data:
            above, key, data = data, step, data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            above, key, data = data, step, data[step]
    if missing and isinstance(data, dict) and loc[-1] in _STAND_INS:
        data[loc[-1]] = _STAND_INS[str(loc[-1])]
    elif isinstance(above, dict):
        if key in _STAND_INS:
            above[key] = _STAND_INS[str(key)]
        else:
            above.pop(key, None)
    elif isinstance(above, list) and isinstance(key, int):
        above[key] = _GONE


def _copy(data: Any) -> Any:  # noqa: ANN401
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(item) for item in data] if isinstance(data, list) else data


def _compact(data: Any) -> Any:  # noqa: ANN401
    if isinstance(data, dict):
        return {key: _compact(value) for key, value in data.items()}
    return [_compact(i) for i in data if i is not _GONE] if isinstance(data, list) else data
