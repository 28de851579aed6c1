"""`agent schedule`, and the service as this computer and others start it (features A11, A19)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.domain.errors import SetupError
from agent.jobs.registering.here import ServiceHere
from agent.jobs.registering.systemd import SystemdUnit
from agent.jobs.registering.windows_task import SCHEMA, WindowsTask
from tests.agent.conftest import Desk

ODD = 'Ann\'s "50 %" $HOME \\ folder'


@pytest.fixture
def desk(new_desk: Callable[[Path], Desk], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """Nothing is set up yet; services are installed where no computer looks."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return new_desk(tmp_path / "practice.db")


def test_A11_nothing_is_scheduled_before_the_first_process_and_then_every_half_hour(desk: Desk) -> None:
    told = desk.must("schedule")
    assert (told["waiting"], told["every_minutes"], told["next"]) == ("first", 30, None)
    assert told["longest_pause_seconds"] == 1800


def test_A11_the_schedule_is_kept_as_it_was_typed(desk: Desk) -> None:
    told = desk.must("schedule", "--daily", "12:30, 7:00", "--quiet", "20:00-06:00")
    assert (told["daily"], told["quiet"], told["every_minutes"]) == (["07:00", "12:30"], "20:00-06:00", None)
    assert 'daily = [\n    "07:00",\n    "12:30",\n]' in (desk.home / "settings.toml").read_text()
    assert desk.must("schedule", "--off")["on"] is False
    assert desk.must("schedule", "--every", "45")["on"] is True
    assert desk.must("schedule")["quiet"] == "20:00-06:00"
    assert desk.must("schedule", "--quiet", "none")["quiet"] is None
    whats = [one["what"] for one in desk.must("activity")["deeds"]]
    assert whats[0] == "Scheduled uploads: every 45 minutes"
    assert "Turned the scheduled uploads off" in whats


@pytest.mark.parametrize(
    "words",
    [
        ("--every", "0"),
        ("--every", "1"),
        ("--every", "2000"),
        ("--daily", "25:00"),
        ("--daily", ""),
        ("--quiet", "06:00-06:00"),
        ("--quiet", "all"),
        ("--every", "30", "--daily", "07:00"),
        ("--daily", "21:00", "--quiet", "20:00-06:00"),
    ],
)
def test_A11_bad_input_is_refused_and_nothing_is_kept(desk: Desk, words: tuple[str, ...]) -> None:
    before = desk.must("schedule")
    said = desk.run("schedule", *words)
    assert said.code == 2, said
    assert len(said.err.strip().splitlines()) == 2, "what is wrong, and what to do"
    assert desk.must("schedule") == before


def test_A11_a_schedule_that_was_edited_by_hand_is_explained_and_can_be_set_anew(desk: Desk) -> None:
    desk.must("schedule", "--every", "45")
    file = desk.home / "settings.toml"
    file.write_text(file.read_text().replace("45", "1"))
    said = desk.run("schedule")
    assert said.code == 1
    assert "The schedule in the settings can't be used." in said.err
    assert "every 1 minutes" in said.err
    assert desk.must("schedule", "--every", "15")["every_minutes"] == 15


def test_A19_the_service_is_installed_looked_at_and_removed(desk: Desk, tmp_path: Path) -> None:
    assert desk.must("service", "status")["service"]["installed"] is False
    told = desk.must("service", "install")
    unit = Path(told["where"])
    assert unit.parent == tmp_path / "config/systemd/user"
    assert f'"service" "--home" "{desk.home}"' in unit.read_text()
    assert "Restart=on-failure" in unit.read_text()
    assert (unit.parent / "default.target.wants" / unit.name).resolve() == unit
    assert told["hints"], "systemd does not run here for this account, and that is said"
    assert desk.must("service", "status")["service"]["installed"] is True
    desk.must("service", "install")
    assert desk.must("service", "uninstall")["installed"] is False
    assert not list(unit.parent.rglob("*.service"))
    checks = {one["id"]: one for one in desk.run("doctor", "--json").json["checks"]}
    assert checks["schedule"]["sentence"] == "Nothing is scheduled before the first Process has come through."


def test_A19_odd_names_of_folders_reach_systemd_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / ODD
    folder.mkdir()
    unit = SystemdUnit("porchlight-odd", ["/bin/echo", "service", "--home", str(folder)], tmp_path, folder)
    unit.install()
    if (tool := shutil.which("systemd-analyze")) is not None:
        found = subprocess.run([tool, "verify", "--user", unit.path], capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr
        assert "porchlight-odd" not in found.stderr
    with pytest.raises(SetupError):
        SystemdUnit("x", ["a\nb"], tmp_path, folder).install()


def test_A19_secrets_that_need_a_passphrase_are_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    made = ServiceHere(tmp_path, keyring=False, passphrase="PORCHLIGHT_AGENT_PASSPHRASE").install()
    assert "PORCHLIGHT_AGENT_PASSPHRASE" in made.hints[0]
    assert "PASSPHRASE" not in Path(made.where).read_text()


@pytest.mark.parametrize("signed_in", [True, False])
def test_A19_the_windows_task_starts_late_and_again(signed_in: bool) -> None:
    command = ["C:\\Program Files\\Porchlight\\agent.exe", "service", "--home", "C:\\Users\\Ann Lee\\a & b"]
    task = WindowsTask("porchlight-agent", command, Path("C:/"), "OFFICE\\ann", signed_in)
    told = "".join(line.strip() for line in task.text.splitlines())
    assert f'xmlns="{SCHEMA}"' in told
    for name, value in {
        "StartWhenAvailable": "true",
        "MultipleInstancesPolicy": "IgnoreNew",
        "ExecutionTimeLimit": "PT0S",
        "RestartOnFailure": "<Interval>PT1M</Interval><Count>60</Count>",
        "LogonType": "InteractiveToken" if signed_in else "S4U",
        "Command": command[0],
        "Arguments": 'service --home "C:\\Users\\Ann Lee\\a &amp; b"',
    }.items():
        assert f"<{name}>{value}</{name}>" in told
    again = "<Repetition><Interval>PT15M</Interval></Repetition>"
    assert f"<LogonTrigger>{again}<UserId>OFFICE\\ann</UserId></LogonTrigger>" in told
    assert (f"<BootTrigger>{again}</BootTrigger>" in told) != signed_in
