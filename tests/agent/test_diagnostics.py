"""The diagnostic bundle holds what helps, and none of twenty planted passwords and keys (A20, S1)."""

from __future__ import annotations

import base64
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.domain.activity import Deed
from agent.settings.practice import KEPT_URL
from agent.wiring.office import Office
from tests.agent.conftest import Desk
from tests.guards.recoverable import readable

CUSTOMERS = [f"canary-customer-{number}-zebra" for number in range(8)]
USERS = [f"canary-user-{number}-giraffe" for number in range(3)]
PLACES = ("replaced", "condition", "address", "proxy", "passphrase", "keyring", "error", "name")
OTHERS = {place: f"canary-{place}-okapi" for place in PLACES}
KEY = bytes(range(200, 232))
CANARIES = [*CUSTOMERS, *USERS, *OTHERS.values()]


@pytest.fixture
def planted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An office in which passwords and keys stand wherever an office has them."""
    for number, word in enumerate(CUSTOMERS, 1):
        desk.change("UPDATE customers SET password = ? WHERE id = ?", word, number)
    for number, word in enumerate(USERS):
        desk.change("INSERT INTO users (name, password, level) VALUES (?, ?, 2)", f"user {number}", word)
    desk.change("UPDATE customers SET name = ? WHERE id = 9", OTHERS["name"])
    password = "CU.Customer Password"
    where = f"{password} = {CUSTOMERS[7]}"
    desk.must("replace", "--field", password, "--value", OTHERS["replaced"], "--where", where, "--yes")
    desk.run("replace", "--field", "CU.City", "--value", OTHERS["condition"], "--all", "--yes")
    desk.must("replace", "--field", "CU.Notes", "--value", "x", "--where", "CU.City = " + OTHERS["condition"], "--yes")
    office = Office(desk.home)
    address = f"postgresql://porchlight:{OTHERS['address']}@db.example.com/practice"
    office.secrets.put(KEPT_URL, address.encode())
    office.secrets.put("device-key:CLIP Customer Portal", KEY)
    office.secrets.put("another", OTHERS["keyring"].encode())
    failed = Deed("process", "dana", "Process to CLIP", "failed", datetime.now(UTC), detail=f"Says {OTHERS['error']}.")
    office.activity.note(failed)
    monkeypatch.setenv("https_proxy", f"http://dana:{OTHERS['proxy']}@127.0.0.1:9")
    monkeypatch.setenv("PORCHLIGHT_AGENT_PASSPHRASE", OTHERS["passphrase"])
    return desk


def unpacked(bundle: Path, folder: Path) -> Path:
    """The bundle as it is, and what is in it."""
    folder.mkdir()
    (folder / "bundle.zip").write_bytes(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(folder)
    return folder


def test_A20_the_bundle_helps_and_holds_no_secret(planted: Desk, tmp_path: Path) -> None:
    assert len(CANARIES) + 1 == 20
    bundle = tmp_path / "diagnostics.zip"
    said = planted.run("doctor", "--bundle", str(bundle), "--json")
    assert bundle.stat().st_mode & 0o077 == 0
    folder = unpacked(bundle, tmp_path / "unpacked")
    assert readable(folder, CANARIES) == []
    everything = b"".join(file.read_bytes() for file in folder.iterdir())
    for form in (KEY, KEY.hex().encode(), base64.b64encode(KEY)[:40], base64.urlsafe_b64encode(KEY)[:40]):
        assert form not in everything
    held = {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json")}
    assert {one["id"] for one in held["checks"]} == {one["id"] for one in said.json["checks"]}
    assert "password VARCHAR(128)" in held["layout"]["customers"]
    assert held["deeds"][0]["what"] == "Process to CLIP"
    assert [one["field"] for one in held["runs"]][-1] == "CU.Customer Password"
    assert {"agent.db", "settings.toml"} <= {one["name"] for one in held["files"]}
    assert planted.run("doctor", "--bundle", str(bundle)).code == 2


def test_A20_the_search_finds_what_is_planted_in_a_bundle(planted: Desk, tmp_path: Path) -> None:
    """Otherwise the test above could never fail."""
    office = Office(planted.home)
    office.activity.note(Deed("backup", "dana", f"Backup {CUSTOMERS[0]}", "done", datetime.now(UTC)))
    bundle = tmp_path / "diagnostics.zip"
    office.diagnostics.save(bundle, [])
    assert readable(unpacked(bundle, tmp_path / "unpacked"), CANARIES) == [f"{CUSTOMERS[0]} in deeds.json"]


def test_A20_known_secrets_are_taken_out_wherever_they_stand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://dana:{OTHERS['proxy']}@127.0.0.1:9")
    monkeypatch.setenv("PORCHLIGHT_AGENT_PASSPHRASE", OTHERS["passphrase"])
    office = Office(desk.home)
    for place in ("proxy", "passphrase"):
        office.activity.note(Deed("backup", "dana", f"Backup {OTHERS[place]}", "done", datetime.now(UTC)))
    deeds = office.diagnostics.files([])["deeds.json"]
    assert deeds.count(b"[taken out]") == 2


def test_A20_a_part_that_can_not_be_had_says_why(desk: Desk) -> None:
    desk.practice.unlink()
    files = Office(desk.home).diagnostics.files([])
    assert "There is no practice database" in json.loads(files["layout.json"])["error"]
    assert json.loads(files["settings.json"])["practice"]["url"] == str(desk.practice)
