"""Fonts that sections share in a worker."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own, as the workers are: it sets fontconfig up for the whole process.
SCRIPT = """
from isgpress.typeset import preload
from isgpress.typeset.faces import configuration, forget

FONT = "isg:font/text.ttf"
FACE = '@font-face { font-family: "isg text"; src: url("isg:font/text.ttf") }'
PAGE = "<style>{}</style><p>{}</p>"

files = {FONT: ("/a.ttf", "font/ttf")}
picture = {"isg:file/a.png": ("/a.png", "image/png")}
first = configuration(PAGE.format(FACE, "One"), files)

assert configuration(PAGE.format(FACE, "Two"), files | picture) is first
assert configuration(PAGE.format(FACE, "One"), {FONT: ("/b.ttf", "font/ttf")}) is not first
other = FACE.replace("isg text", "isg sans")
assert configuration(PAGE.format(other, "One"), files) is not first
forget()
assert configuration(PAGE.format(FACE, "One"), files) is not first
print("done")
"""


def test_only_sections_of_the_same_faces_and_files_share_their_fonts() -> None:
    """Text and pictures may differ; a face, or the file behind its address, may not."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "done\n", done.stderr
