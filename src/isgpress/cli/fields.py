"""Options of commands that are checked as the YAML files are."""

from __future__ import annotations

from typing import Any

import click


class Language(click.ParamType[str]):
    """A BCP 47 language tag."""

    name = "tag"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Give the tag in its standard form."""
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

        from isgpress.sources import fields  # noqa: PLC0415
        from isgpress.sources.wording import first_fault  # noqa: PLC0415

        try:
            tag: str = TypeAdapter(fields.Language).validate_python(value)
        except ValidationError as fault:
            self.fail("; ".join(first_fault(fault)), param, ctx)
        return tag
