"""The samples' EPUBs in MuPDF, the engine of small reading applications."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.readers.conftest import XHTML, Epub

if TYPE_CHECKING:
    from tests.conftest import Sample

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).with_name("mupdf.js")


@pytest.fixture
def opened(sample: Sample) -> Any:
    """Give what MuPDF says of a sample: its pages' text and its outline."""
    program = shutil.which("mutool")
    if not program:
        pytest.skip("mutool is not on this machine")
    command = [program, "run", str(SCRIPT), str(sample.edition(".epub"))]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_the_outline_is_that_of_the_nav(sample: Sample, opened: Any) -> None:
    """MuPDF shows the same entries at the same depths."""
    outline = [(depth, " ".join(title.split())) for depth, title in opened["outline"]]
    listed = [(depth, words) for depth, words, _ in Epub(sample.edition(".epub")).contents]

    assert outline == listed


def test_the_text_is_there(sample: Sample, opened: Any) -> None:
    """The pages of MuPDF hold the text of every file."""
    shown = re.sub(r"[\W_]+", "", "".join(opened["pages"]))

    assert len(opened["pages"]) > 1
    for name, root in Epub(sample.edition(".epub")).spine.items():
        for block in root.iterfind(".//h:p", XHTML):
            text = re.sub(r"[\W_]+", "", "".join(block.itertext()))
            assert text in shown, (name, text)
