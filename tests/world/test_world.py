"""The door to files and the clock."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest

from isgpress.findings import PressError, Span
from isgpress.folders import digest_of, digest_of_files, update_folder, write_folder
from isgpress.world import (
    DiskWorld,
    MemoryWorld,
    World,
    find_press,
    package_text,
    write_atomic,
)


@pytest.fixture(params=["disk", "memory"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """Give the same three files on disk and in memory."""
    files = {
        "press.yaml": b"name: A\r\n",
        "books/a/1.md": b"\xef\xbb\xbfOne",
        "bad": b"a\nb\xe9",
    }
    if request.param == "memory":
        return MemoryWorld(files)
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return DiskWorld(tmp_path)


def rule_of(world: World, path: str) -> str:
    """Give the rule that reading the path as text raises."""
    with pytest.raises(PressError) as caught:
        world.read_text(path)
    return caught.value.findings[0].rule


def test_text_is_normalised(world: World) -> None:
    """Byte order marks go, and lines end in one line feed."""
    assert world.read_text("press.yaml") == "name: A\n"
    assert world.read_text("books/a/../a/1.md") == "One"


def test_faults_name_their_rule(world: World) -> None:
    """Whatever cannot be read is a finding with the rule that says why."""
    assert rule_of(world, "books/none.md") == "missing-file"
    assert rule_of(world, "books") == "missing-file"
    assert rule_of(world, "../other") == "outside-press"
    assert rule_of(world, "/etc/passwd") == "outside-press"
    assert rule_of(world, "a\0b") == "outside-press"
    assert rule_of(world, "x" * 300) == "missing-file"
    assert rule_of(world, "bad") == "not-utf-8"


def test_a_bad_byte_has_a_place(world: World) -> None:
    """The finding stands at the line and column of the byte."""
    with pytest.raises(PressError) as caught:
        world.read_text("bad")

    assert caught.value.findings[0].span == Span("bad", 2, 2)


def test_a_similar_name_is_offered(world: World) -> None:
    """A slip in a file's name gets the right name as help."""
    with pytest.raises(PressError) as caught:
        world.read_text("books/a/1.mdd")

    assert "`1.md`" in caught.value.findings[0].help


def test_a_folder_is_no_file(world: World) -> None:
    """A folder in the place of a file is named as what it is."""
    with pytest.raises(PressError) as caught:
        world.read_text("books/a")

    assert "folder" in caught.value.findings[0].help


def test_folders_are_listed_in_order(world: World) -> None:
    """A list holds files and folders, sorted; a missing folder holds nothing."""
    assert world.list() == ("bad", "books", "press.yaml")
    assert world.list("books/a") == ("1.md",)
    assert world.list("none") == ()


def test_recordings_hold_what_was_read_and_what_was_missed(world: World) -> None:
    """A record can be checked later: every key gives the same fingerprint again."""
    with world.recording() as outer:
        world.read_text("press.yaml")
        with world.recording() as inner:
            world.exists("none")
            world.local("books/a/1.md")
            world.list("books")

    assert set(inner) == {"none", "books/a/1.md", "books/"}
    assert inner["none"] is None
    assert set(outer) == {*inner, "press.yaml"}
    assert {key: world.fingerprint(key) for key in outer} == outer


def test_local_files_hold_the_same_bytes(world: World) -> None:
    """Libraries that open files themselves get what the door would give."""
    assert world.local("bad").read_bytes() == world.read_bytes("bad")


def test_links_cannot_lead_outside(tmp_path: Path) -> None:
    """A symbolic link to a file outside the press is refused, as is one to itself."""
    press = tmp_path / "press"
    press.mkdir()
    (tmp_path / "secret").write_text("x")
    (press / "link").symlink_to(tmp_path / "secret")
    (press / "loop").symlink_to(press / "loop")
    world = DiskWorld(press)

    assert rule_of(world, "link") == "outside-press"
    assert not world.exists("link")
    assert rule_of(world, "loop") in {"outside-press", "missing-file"}


def test_a_link_to_nothing_is_no_folder(tmp_path: Path) -> None:
    """A link whose file is gone is told as what it is."""
    (tmp_path / "a.md").symlink_to("gone.md")
    with pytest.raises(PressError) as fault:
        DiskWorld(tmp_path).read_text("a.md")
    assert fault.value.findings[0].help.startswith("there is only a link or an empty folder")


def test_a_digest_follows_the_file(tmp_path: Path) -> None:
    """The memo of digests does not outlive a change of the file."""
    (tmp_path / "a").write_bytes(b"one")
    world = DiskWorld(tmp_path)
    first = world.digest("a")
    (tmp_path / "a").write_bytes(b"other")

    assert world.digest("a") != first


def test_a_disk_world_travels_between_processes(tmp_path: Path) -> None:
    """Workers get the same door."""
    (tmp_path / "a").write_bytes(b"one")

    travelled = pickle.loads(pickle.dumps(DiskWorld(tmp_path)))  # noqa: S301 - our own

    assert travelled.read_bytes("a") == b"one"


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH wins over the clock, and nonsense in it is a finding."""
    world = MemoryWorld({})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert world.now() == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PressError, match="yesterday"):
        world.now()


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails in the middle, the old file stands and nothing lies about."""
    path = tmp_path / "new" / "book.epub"
    write_atomic(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PressError, match="no space left"):
        write_atomic(path, b"new")

    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["book.epub"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """Where a file stands in the place of a folder, the help does not speak of the disk."""
    (tmp_path / "dist").write_text("x")
    with pytest.raises(PressError) as caught:
        write_atomic(tmp_path / "dist" / "a" / "a.epub", b"")

    assert caught.value.findings[0].help.endswith("move it away")


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The new files stand there, the old ones are gone, and nothing is left beside it."""
    path = tmp_path / "dist" / "web"
    write_folder(path, {"index.html": b"old", "images/old.png": b"old"})
    files = {"index.html": b"new", "styles/site.css": b"new"}
    write_folder(path, files)

    found = {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*.*")}
    assert found == files
    assert not (path / "images").exists()
    assert [p.name for p in path.parent.iterdir()] == ["web"]
    assert digest_of(path) == digest_of_files(files)


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_folder_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    """Where the last step fails, the old folder is put back whole."""
    path = tmp_path / "web"
    write_folder(path, {"index.html": b"old"})
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise fault
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises((PressError, KeyboardInterrupt)):
        write_folder(path, {"index.html": b"new"})

    assert (path / "index.html").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["web"]


def test_folders_written_at_once_leave_one_whole(tmp_path: Path) -> None:
    """Of builds that put the same folder in place at once, one stands with all its files."""
    path = tmp_path / "web"

    def write(n: int) -> None:
        write_folder(path, {f"{k}.html": str(n).encode() for k in range(5)})

    with ThreadPoolExecutor(8) as executor:
        list(executor.map(write, range(40)))

    found = [p.read_bytes() for p in path.iterdir()]
    assert len(found) == 5
    assert len(set(found)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["web"]


def test_the_press_is_found_from_a_folder_inside(tmp_path: Path) -> None:
    """An editor may stand anywhere in the press."""
    (tmp_path / "press.yaml").write_text("name: A\n")
    (tmp_path / "books" / "a").mkdir(parents=True)

    assert find_press(tmp_path / "books" / "a") == tmp_path.resolve()


def test_package_data_can_be_read() -> None:
    """Data that comes with isgpress is found where it is installed."""
    assert "half-title" in package_text("standards/roles.yaml")


@pytest.mark.parametrize("seed", range(6))
def test_a_folder_is_brought_up_to_date(tmp_path: Path, seed: int) -> None:
    """It holds what a new one would hold, whatever stood there; what is alike stays itself."""
    chosen = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    names = ["a.html", "a", "b/c.html", "b/c", "b", "d/e/f.pdf", "d/e", "g.xml"]
    path = tmp_path / "site"
    for _ in range(5):
        files: dict[str, bytes | Path] = {}
        for name in chosen.sample(names, len(names)):
            parts = [name, *(p.as_posix() for p in PurePosixPath(name).parents)]
            if not any(f in parts or f.startswith(f"{name}/") for f in files):
                files[name] = chosen.choice([b"one", b"two"])
        update_folder(path, files)
        found = {p.relative_to(path).as_posix(): p for p in path.rglob("*") if p.is_file()}
        assert {name: p.read_bytes() for name, p in found.items()} == files
        before = {name: p.stat().st_ino for name, p in found.items()}
        update_folder(path, files)
        assert {name: found[name].stat().st_ino for name in found} == before


def test_a_folder_brought_up_to_date_follows_no_link(tmp_path: Path) -> None:
    """What a link leads to stays as it is, the link itself gives way."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kept.txt").write_bytes(b"kept")
    path = tmp_path / "site"
    path.mkdir()
    (path / "kept.txt").symlink_to(tmp_path / "elsewhere/kept.txt")
    (path / "images").symlink_to(tmp_path / "elsewhere")
    update_folder(path, {"kept.txt": b"new", "images/a.png": b"picture"})
    assert (tmp_path / "elsewhere/kept.txt").read_bytes() == b"kept"
    assert [p.name for p in (tmp_path / "elsewhere").iterdir()] == ["kept.txt"]
    assert (path / "kept.txt").read_bytes() == b"new"
    assert (path / "images/a.png").read_bytes() == b"picture"


def test_what_a_killed_work_left_is_swept(tmp_path: Path) -> None:
    """Once nobody can be at it any more; what is being written now stays."""
    names = (".1.1.old45678", ".1.1.new45678", ".2.1.old45678", ".1.1.mine")
    for name in names:
        (tmp_path / name / "new").mkdir(parents=True)
        if "new" not in name:
            os.utime(tmp_path / name, (0, 0))
    write_folder(tmp_path / "1.1", {"README.txt": b"all"}, replace=False)
    assert {p.name for p in tmp_path.iterdir()} == {"1.1", *names[1:]}
