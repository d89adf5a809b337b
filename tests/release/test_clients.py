"""Real reading apps go through the catalogue, and get the files that were released."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from isgpress.folders import write_folder
from isgpress.release.feeds.writing import catalogue, house_of
from isgpress.sources import load_press
from isgpress.world import DiskWorld

MODULES = Path(__file__).parents[2] / "tools/validators/node_modules"
HERE = Path(__file__).parent


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def served(released_once: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Give a press folder on a web server of this machine, at the address of its `url`."""
    press = Path(shutil.copytree(released_once, tmp_path / "press"))
    handler = partial(Quiet, directory=str(press))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        text = (press / "press.yaml").read_text()
        (press / "press.yaml").write_text(text.replace("https://lantern.example", url))
        _add_titles(press, 60)
        world = DiskWorld(press)
        house, _ = load_press(world)
        write_folder(press / "catalogue", catalogue(house_of(world, house)))
        yield press, url
        server.shutdown()


def _add_titles(press: Path, count: int) -> None:
    """Release the book again under other names, so that lists have several pages."""
    first = press / "releases/small/1.1"
    for number in range(count):
        folder = press / f"releases/more-{number}/1.1"
        folder.mkdir(parents=True)
        told = json.loads((first / "release.json").read_text())
        told["title"] |= {"slug": f"more-{number}", "name": f"More {number}"}
        for product in told["products"]:
            product["identifier"] = f"urn:x-isgpress:more-{number}.{product['form']}"
        for row in told["files"]:
            (folder / row["name"]).hardlink_to(first / row["name"])
        (folder / "release.json").write_text(json.dumps(told))


@pytest.mark.validators
@pytest.mark.slow
def test_reading_apps_find_every_title_and_get_its_files(
    served: tuple[Path, str],
) -> None:
    """By OPDS 1.2 and 2.0, page by page; sizes and sums are those of the release."""
    press, url = served
    script = HERE / "clients.cjs"
    done = subprocess.run(
        ["node", str(script), str(MODULES), f"{url}/catalogue"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    told = json.loads((press / "releases/small/1.1/release.json").read_text())
    rows = {row["name"]: [row["size"], row["sha256"]] for row in told["files"]}

    for client in ("old", "new", "libraries"):
        titles = found[client]["titles"]
        assert len(titles) == 61, client
        book = titles["urn:isbn:9783161484100"]
        assert book["title"] == "A Small Book"
        assert [kind for kind, _ in book["files"]] == ["open-access", "sample", "sample"]
        assert len(book["images"]) == 2
        for title in titles.values():
            assert {kind for kind, _ in title["files"]} >= {"open-access"}
            assert title["images"]
    assert found["libraries"]["kinds"] == ["AcquisitionFeed", "NavigationFeed"]
    assert len(found["files"]) == 61 * 5
    for address, file in found["files"].items():
        assert file == rows[address.rpartition("/")[2]], address
