"""What all mappings of our YAML files have in common."""

from __future__ import annotations

import os

from pydantic import BaseModel, ConfigDict, model_validator

# no plugin of other programs has a say in it; to look for them takes a while
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class KnownKeys(BaseModel):
    """Keys and values, no others; keys are written with hyphens."""

    # built when first used: a press without magazines needs no schema of an issue
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_kebab, defer_build=True
    )


class Mapping(KnownKeys):
    """Keys and values; a key without value is not there."""

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        known = {_kebab(name) for name in cls.model_fields}
        return {k: v for k, v in data.items() if v != "" or k not in known}


def form_of(value: object) -> str:
    """Tell the form of a value; angle brackets keep it apart from keys."""
    if isinstance(value, list):
        return "<list>"
    return "<keys>" if isinstance(value, dict | BaseModel) else "<text>"
