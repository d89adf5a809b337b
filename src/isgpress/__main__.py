"""Run isgpress as ``python -m isgpress``."""

from __future__ import annotations

from isgpress.cli import run

run()
