"""Whatever is done to a release is found, by us and by the programs of others alone."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from isgpress.findings import Finding, PressError, Severity
from isgpress.release.signing import sign
from isgpress.release.sums import written
from isgpress.release.verifying import verify

if TYPE_CHECKING:
    from .conftest import Press

SUMS, SIGNATURE, MINISIGNATURE = "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.minisig"


@pytest.fixture
def folder(released_once: Path, tmp_path: Path) -> Path:
    """Give a copy of a release, by itself."""
    return Path(shutil.copytree(released_once / "releases/small/1.1", tmp_path / "release"))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Give a private key without a passphrase; its public one stands beside it."""
    path = tmp_path / "keys" / "press"
    path.parent.mkdir()
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def signers(key: Path) -> Path:
    """Give the file of allowed signers that has this key."""
    path = key.with_name("allowed")
    path.write_text(f"press@lantern.example {key.with_name('press.pub').read_text()}")
    return path


def minisign_key(folder: Path, password: str = "") -> tuple[Path, Path]:
    """Give the secret and the public key of a new pair of minisign."""
    secret, public = folder / "press.key", folder / "press.pub"
    command = ["minisign", "-G", "-s", str(secret), "-p", str(public)]
    typed = f"{password}\n{password}\n"
    command += [] if password else ["-W"]
    subprocess.run(command, check=True, capture_output=True, input=typed, text=True)
    return secret, public


def rules(findings: tuple[Finding, ...]) -> set[str]:
    """Give the rules of the errors."""
    return {f.rule for f in findings if f.severity is Severity.ERROR}


def test_a_release_as_it_was_made_is_whole(folder: Path) -> None:
    """Wherever the folder stands, and without the press."""
    assert verify(folder) == ()


def places(size: int) -> Iterator[int]:
    """Give bits of a file of that size: the first, the last, and some between."""
    chosen = random.Random(7)  # noqa: S311 - nothing is kept secret by it
    yield from (0, size * 8 - 1, *(chosen.randrange(size * 8) for _ in range(12)))


def test_any_flipped_bit_is_found(folder: Path) -> None:
    """One bit of any file, those that list the others among them."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        for bit in places(len(data)):
            other = bytearray(data)
            other[bit // 8] ^= 1 << bit % 8
            path.write_bytes(other)
            assert rules(verify(folder)), (path.name, bit)
        path.write_bytes(data)
    assert verify(folder) == ()


def test_any_flipped_bit_of_a_list_and_its_signature_is_found(folder: Path, key: Path) -> None:
    """Every single bit of the signature's first line and of a part of each."""
    data = (folder / SUMS).read_bytes()
    signature = sign(data, [key], "small 1.1")[SIGNATURE]
    path = folder / SIGNATURE
    for bit in (*range(0, 300, 7), *range(len(signature) * 8 - 300, len(signature) * 8, 7)):
        other = bytearray(signature)
        other[bit // 8] ^= 1 << bit % 8
        path.write_bytes(other)
        assert rules(verify(folder)) == {"bad-signature"}, bit


def test_a_missing_file_is_found(folder: Path) -> None:
    """Each of them, the lists too."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        path.unlink()
        assert rules(verify(folder)) & {"release-file-missing", "not-a-release"}, path.name
        path.write_bytes(data)


def test_extra_and_renamed_files_are_found(folder: Path) -> None:
    """A file, a folder, a link; and a file under another name, told as renamed."""
    (folder / "more.txt").write_text("more")
    (folder / "inside").mkdir()
    (folder / ".hidden").write_text("")
    extra = verify(folder)
    assert [f.rule for f in extra] == ["release-file-extra"] * 3
    (folder / "more.txt").unlink()
    (folder / "inside").rmdir()
    (folder / ".hidden").unlink()

    (folder / "small.pdf").rename(folder / "large.pdf")
    [renamed] = verify(folder)
    assert renamed.rule == "release-file-renamed"
    assert renamed.help == "rename it to `small.pdf`"

    (folder / "small.pdf").symlink_to("large.pdf")
    assert rules(verify(folder)) == {"release-file-changed", "release-file-extra"}


def test_a_release_whose_lists_were_made_to_fit_is_found(folder: Path) -> None:
    """An edition taken out of the folder and of both lists is still missed."""
    name = next(path.name for path in folder.glob("*_text.pdf"))
    told = json.loads((folder / "release.json").read_text())
    told["files"] = [row for row in told["files"] if row["name"] != name]
    (folder / name).unlink()
    (folder / "release.json").write_text(json.dumps(told))
    _sum_again(folder)

    assert rules(verify(folder)) == {"release-file-missing"}


def test_an_epub_of_another_isbn_is_found(folder: Path) -> None:
    """The number in the name must be the number inside, also where all sums are right."""
    told = json.loads((folder / "release.json").read_text())
    epub = next(row for row in told["files"] if row["role"] == "e-book")
    sample = next(row for row in told["files"] if row["role"] == "sample-epub")
    shutil.copy(folder / sample["name"], folder / epub["name"])
    epub |= {"sha256": sample["sha256"], "size": sample["size"]}
    (folder / "release.json").write_text(json.dumps(told))
    _sum_again(folder)

    [found] = verify(folder)
    assert found.rule == "release-says-otherwise"
    assert "identifier" in found.message


def test_a_garbled_list_is_told(folder: Path) -> None:
    """Whatever key is gone or of another kind, and all sums made to fit: no traceback."""
    good = json.loads((folder / "release.json").read_text())
    for key in (*good, "none"):
        for value in (None, 1, "x", [], [1], {}, [{}]):
            (folder / "release.json").write_text(json.dumps(good | {key: value}))
            _sum_again(folder)
            verify(folder)
    (folder / "release.json").write_text("[" * 100_000)
    _sum_again(folder)
    assert rules(verify(folder)) == {"release-says-otherwise"}


def _sum_again(folder: Path) -> None:
    names = [path.name for path in folder.iterdir() if path.name != SUMS]
    done = subprocess.run(
        ["sha256sum", *names], cwd=folder, check=True, capture_output=True, text=True
    )
    lines = (line.split("  ") for line in done.stdout.splitlines())
    (folder / SUMS).write_bytes(written({name: digest for digest, name in lines}))


def test_signatures_are_those_of_openssh(folder: Path, key: Path) -> None:
    """What we sign ssh-keygen verifies; only an allowed signer counts."""
    data = (folder / SUMS).read_bytes()
    allowed = signers(key)
    assert rules(verify(folder, allowed)) == {"release-unsigned"}
    (folder / SIGNATURE).write_bytes(sign(data, [key], "small 1.1")[SIGNATURE])

    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "press@lantern.example"]
    command += ["-n", "file", "-s", str(folder / SIGNATURE)]
    assert subprocess.run(command, input=data, check=False).returncode == 0
    assert verify(folder, allowed) == ()
    [note] = verify(folder)
    assert (note.rule, note.severity) == ("unknown-signer", Severity.NOTE)

    allowed.write_text(f"press@lantern.example {allowed.read_text().split()[1]} AAAA\n")
    assert rules(verify(folder, allowed)) == {"unknown-signer"}


def test_signatures_are_those_of_minisign(folder: Path, tmp_path: Path) -> None:
    """What we sign minisign verifies, with what was signed in words; twice the same bytes."""
    data = (folder / SUMS).read_bytes()
    secret, public = minisign_key(tmp_path)
    assert rules(verify(folder, public)) == {"release-unsigned"}
    made = sign(data, [secret], "small 1.1")
    assert made == sign(data, [secret], "small 1.1")
    (folder / MINISIGNATURE).write_bytes(made[MINISIGNATURE])

    command = ["minisign", "-V", "-Q", "-p", str(public), "-m", str(folder / SUMS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "small 1.1"
    assert verify(folder, public) == ()
    line = tmp_path / "line"
    line.write_text(public.read_text().splitlines()[1] + "\n")
    assert verify(folder, line) == ()
    [note] = verify(folder)
    assert (note.rule, note.severity) == ("unknown-signer", Severity.NOTE)
    assert public.read_text().splitlines()[0].split()[-1] in note.message  # the key's number

    (tmp_path / "other").mkdir()
    _, other = minisign_key(tmp_path / "other")
    assert rules(verify(folder, other)) == {"unknown-signer"}


def test_any_flipped_bit_of_a_signature_of_minisign_is_found(
    folder: Path, tmp_path: Path
) -> None:
    """Of its comments, too; and of the list that it signs."""
    secret, public = minisign_key(tmp_path)
    data = (folder / SUMS).read_bytes()
    signature = sign(data, [secret], "small 1.1")[MINISIGNATURE]
    path = folder / MINISIGNATURE
    for bit in range(0, len(signature) * 8, 11):
        other = bytearray(signature)
        other[bit // 8] ^= 1 << bit % 8
        path.write_bytes(other)
        assert rules(verify(folder, public)), bit
    path.write_bytes(sign(data + b"\n", [secret], "small 1.1")[MINISIGNATURE])
    assert rules(verify(folder, public)) == {"bad-signature"}


def test_a_signature_of_another_kind_does_not_count(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    """Who trusts a key of minisign is told that there is but one of ssh-keygen; both may be."""
    secret, public = minisign_key(tmp_path)
    data = (folder / SUMS).read_bytes()
    both = sign(data, [key, secret], "small 1.1")
    (folder / SIGNATURE).write_bytes(both[SIGNATURE])
    [missing, _] = verify(folder, public)
    assert (missing.rule, missing.severity) == ("release-unsigned", Severity.ERROR)
    (folder / MINISIGNATURE).write_bytes(both[MINISIGNATURE])
    assert not rules(verify(folder, public))
    assert not rules(verify(folder, signers(key)))
    with pytest.raises(PressError, match="another key"):
        sign(data, [secret, secret], "small 1.1")


def test_the_password_of_a_key_is_asked_for(tmp_path: Path) -> None:
    """On the terminal; a wrong one is told and nothing is signed."""
    secret, public = minisign_key(tmp_path, "fleuron")
    code = (
        "import sys; from pathlib import Path; from isgpress.release.signing import sign;"
        "sys.stdout.buffer.write(sign(b'sums', [Path(sys.argv[1])], 'small 1.1')[sys.argv[2]])"
    )
    command = [sys.executable, "-c", code, str(secret), MINISIGNATURE]
    right = subprocess.run(command, input=b"fleuron\n", capture_output=True, check=True)
    (tmp_path / "sums").write_bytes(b"sums")
    (tmp_path / "sums.minisig").write_bytes(right.stdout)
    check = ["minisign", "-V", "-p", str(public), "-m", str(tmp_path / "sums")]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    wrong = subprocess.run(command, input=b"asterism\n", capture_output=True, check=False)
    assert b"minisign could not sign" in wrong.stderr
    assert not wrong.stdout


def test_without_minisign_it_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finding names the program and the command of this machine's system."""
    secret, _ = minisign_key(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PressError) as stop:
        sign(b"sums", [secret], "small 1.1")
    [found] = stop.value.findings
    assert found.message == "minisign is missing on this machine"
    assert "minisign" in found.help


def test_a_key_in_the_press_folder_is_refused(press: Press, key: Path) -> None:
    """It would go wherever the folder goes; nothing is released."""
    shutil.copy(key, press.folder / "key")
    press.released.rename(press.folder / "releases/set-aside")
    done = press.release("--sign", press.folder / "key")

    assert done.returncode == 1
    assert "error[key-in-press]" in done.stderr
    assert not press.released.exists()

    secret, public = minisign_key(key.parent.parent)
    signed = press.release("--sign", key, "--sign", secret)
    assert signed.returncode == 0, signed.stderr
    for trusted in (signers(key), public):
        assert press.run("verify", press.released, "--signers", trusted).returncode == 0


@pytest.mark.slow
def test_a_rebuild_gives_the_same_bytes(press: Press) -> None:
    """But for the one file that was changed, with all sums made to fit."""
    told = json.loads((press.released / "release.json").read_text())
    cover = next(path for path in press.released.glob("*_cover.jpg"))
    cover.write_bytes(cover.read_bytes()[:-1] + b"\0")
    told["files"] = [
        row | {"sha256": _digest(cover)} if row["name"] == cover.name else row
        for row in told["files"]
    ]
    (press.released / "release.json").write_text(json.dumps(told))
    _sum_again(press.released)
    other = press.run("verify", press.released, "--rebuild", "--format", "json")
    [found] = json.loads(other.stdout)["findings"]
    assert (other.returncode, found["rule"]) == (1, "rebuild-differs")
    assert found["message"] == f"`{cover.name}` comes out with other bytes"

    press.change("01-first.md", "slowly", "fast")
    sources = press.run("verify", press.released, "--rebuild")
    assert "error[other-sources]" in sources.stderr
    assert "books/small/01-first.md" in sources.stderr


def _digest(path: Path) -> str:
    done = subprocess.run(["sha256sum", str(path)], check=True, capture_output=True, text=True)
    return done.stdout.split()[0]
