"""Where the secrets of an office computer are kept (reliability section 3)."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.domain.errors import SetupError
from agent.settings.declared import Settings
from agent.settings.home import Home
from agent.settings.os_keyring import ALLOWED, load
from agent.settings.practice import chosen, url_of
from agent.settings.secrets import open_secrets
from agent.usecases.ports import Secrets

VALUE = b"0123456789-a-device-key-of-32-by"
PASSPHRASE = "PORCHLIGHT_AGENT_PASSPHRASE"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Secrets]:
    """Opens the secrets of one folder, as a computer without a desk does."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PORCHLIGHT_AGENT_SECRETS", PASSPHRASE):
        monkeypatch.delenv(name, raising=False)
    return lambda: open_secrets(Home.at(tmp_path / "home"))


def test_A12_secrets_are_kept_sealed_where_there_is_no_keyring(opened: Callable[[], Secrets], tmp_path: Path) -> None:
    secrets = opened()
    assert secrets.get("device-key:CLIP") is None
    secrets.put("device-key:CLIP", VALUE)
    key = secrets.key("overlay-key")
    again = opened()
    assert again.get("device-key:CLIP") == VALUE
    assert again.key("overlay-key") == key
    assert len(key) == 32
    for path in (tmp_path / "home").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.name == "work.lock"
        assert path.is_dir() or VALUE not in path.read_bytes()
    again.remove("device-key:CLIP")
    again.remove("device-key:CLIP")
    assert opened().get("device-key:CLIP") is None


def test_A12_a_sealed_secret_can_not_be_altered_or_moved(opened: Callable[[], Secrets], tmp_path: Path) -> None:
    secrets = opened()
    secrets.put("a", VALUE)
    folder = tmp_path / "home" / "secrets"
    sealed = folder / f"{b'a'.hex()}.sealed"
    (folder / f"{b'b'.hex()}.sealed").write_bytes(sealed.read_bytes())
    with pytest.raises(SetupError, match="damaged"):
        secrets.get("b")
    data = bytearray(sealed.read_bytes())
    data[-1] ^= 1
    sealed.write_bytes(data)
    with pytest.raises(SetupError, match="damaged"):
        secrets.get("a")


def test_A12_a_passphrase_protects_them(opened: Callable[[], Secrets], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, "correct horse")
    opened().put("a", VALUE)
    assert opened().get("a") == VALUE
    monkeypatch.setenv(PASSPHRASE, "wrong horse")
    with pytest.raises(SetupError, match="passphrase"):
        opened()
    monkeypatch.delenv(PASSPHRASE)
    with pytest.raises(SetupError, match="passphrase"):
        opened()


def test_A12_the_choice_is_remembered_and_never_flips(opened: Callable[[], Secrets], tmp_path: Path) -> None:
    opened()
    settings = (tmp_path / "home" / "settings.toml").read_text("utf-8")
    assert 'secrets = "file"' in settings
    (tmp_path / "home" / "settings.toml").write_text(settings.replace('"file"', f'"{ALLOWED["linux"][0]}"'), "utf-8")
    with pytest.raises(SetupError, match="keyring"):
        opened().get("a")


def test_A12_other_backends_are_never_asked() -> None:
    with pytest.raises(SetupError, match="not one that Porchlight uses"):
        load("keyrings.alt.file.PlaintextKeyring")


def test_A12_a_database_password_is_in_the_keyring_only(opened: Callable[[], Secrets], tmp_path: Path) -> None:
    url = "postgresql+psycopg://office:hunter2@db.example.com:5432/office?sslpassword=hunter2"
    home = Home.at(tmp_path / "home")
    home.save(Settings(practice=chosen(url, None, "the office", opened()), secrets="file"))
    kept = home.settings.practice
    assert kept is not None
    assert kept.url == "postgresql+psycopg://db.example.com:5432/office"
    assert url_of(kept, opened()) == url
    assert not any(b"hunter2" in path.read_bytes() for path in home.folder.rglob("*") if path.is_file())
