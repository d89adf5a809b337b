"""Samples are models of how to write: nothing is found in them."""

from __future__ import annotations

import re

from tests.conftest import Sample


def test_a_sample_builds_without_a_warning(sample: Sample) -> None:
    """No finding of any severity stands in what the build said."""
    assert re.findall(r"^(?:error|warning|note)\[.*", sample.said, re.MULTILINE) == []
