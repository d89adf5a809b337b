"""The workflow that docs/releasing.md shows can be taken as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs/releasing.md"
ACTIONLINT = Path(sys.executable).with_name("actionlint")


def judged(workflow: str, folder: Path) -> str:
    """Give what actionlint says of a workflow: nothing for a good one."""
    file = folder / "release.yml"
    file.write_text(workflow)
    command = [ACTIONLINT, "-no-color", "-oneline", file]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_the_workflow_is_sound(tmp_path: Path) -> None:
    """Both of its jobs, keys and expressions, and no action that the code host has dropped."""
    found = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)
    release, site = (text for text in found if "actions/checkout" in text)
    workflow = f"{release.rstrip()}\n{site}"

    assert judged(workflow, tmp_path) == ""
    assert "fetch-dept" in judged(workflow.replace("fetch-depth", "fetch-dept"), tmp_path)
