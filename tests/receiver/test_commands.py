"""The host's commands as a host calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.receiver import Receiver


@pytest.fixture
def bare(tmp_path: Path) -> Receiver:
    """A receiver that is not set up and does not serve."""
    return Receiver(tmp_path / "receiver")


def test_nothing_works_before_init(bare: Receiver) -> None:
    answer = bare.run("company", "list", "--json")
    assert answer.code == 1
    assert answer.json["error"]["remedy"] == "Run: python -m receiver init"


def test_init_makes_everything(database_url: str, bare: Receiver) -> None:
    if database_url.startswith("postgresql"):
        bare.use_database(database_url)
    assert bare.must("init", "--json").json["made"] is True
    assert bare.secret_file.stat().st_mode & 0o777 == 0o600
    checks = {one["id"]: one["good"] for one in bare.run("check", "--json").json["checks"]}
    assert checks["secrets"] and checks["database"]


def test_init_keeps_what_is_there(bare: Receiver) -> None:
    bare.init()
    secrets = bare.secret_file.read_bytes()
    assert bare.must("init", "--json").json["made"] is False
    assert bare.secret_file.read_bytes() == secrets
    assert bare.secret_file.stat().st_mode & 0o777 == 0o600
    assert bare.must("check", "--json").json["good"] is True


def test_a_company_is_made_once(bare: Receiver) -> None:
    bare.init()
    made = bare.must("company", "create", "112", "--name", "Green Valley", "--json").json
    assert (made["company"], made["url"]) == (112, f"{bare.url}/112/")
    assert bare.run("company", "create", "112", "--name", "Again").code == 1
    assert bare.run("company", "create", "0", "--name", "None").code == 2
    listed = bare.must("company", "list", "--json").json["companies"]
    assert [(one["company"], one["state"]) for one in listed] == [(112, "trial")]
    assert made["code"] not in bare.database.read_bytes().decode("latin-1")


def test_the_secret_file_must_fit(bare: Receiver) -> None:
    bare.init()
    bare.create_company(112, "Green Valley")
    bare.secret_file.unlink()
    bare.must("init")
    answer = bare.run("check", "--json")
    assert answer.code == 1
    assert [one["id"] for one in answer.json["checks"] if not one["good"]] == ["secrets-fit"]


def test_a_taken_port_is_told(receiver: Receiver) -> None:
    answer = receiver.run("serve", "--bind", f"127.0.0.1:{receiver.port}")
    assert answer.code == 1 and "taken" in answer.err
