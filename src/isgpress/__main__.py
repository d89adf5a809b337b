"""Run isgpress as ``python -m isgpress``."""

from __future__ import annotations

from isgpress.cli import main

main(prog_name="isgpress")
