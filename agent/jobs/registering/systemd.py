"""Linux: a service of this account's own systemd, so that nobody has to be administrator to install it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.domain.errors import AgentError, SetupError
from agent.domain.standing_service import Registered
from agent.jobs.registering.program import run

UNIT = """\
# Written by: agent service install
[Unit]
Description=Porchlight: scheduled uploads of {folder}

[Service]
Type=exec
ExecStart={command}
WorkingDirectory={place}
Restart=on-failure
RestartSec=60
Nice=10

[Install]
WantedBy=default.target
"""
NOT_RUNNING = (
    "systemd does not run for this account here (a container, or a sign-in without a desktop), so nothing was started."
    " It starts when this account signs in next; until then start it by hand: agent service"
)


@dataclass(frozen=True)
class SystemdUnit:
    """`name` of the service, `command` that it runs in the folder `place`, for the agent's `folder`."""

    name: str
    command: Sequence[str]
    place: Path
    folder: Path

    @property
    def path(self) -> Path:
        """Where the unit is written."""
        kept = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(kept) / "systemd" / "user" / f"{self.name}.service"

    @property
    def text(self) -> str:
        """The unit."""
        command = " ".join(_quoted(word) for word in self.command)
        return UNIT.format(folder=_plain(self.folder), command=command, place=_plain(self.place))

    def install(self) -> Registered:
        """Write it, and start it where systemd runs. Raises `AgentError` where it can't be written or started."""
        text = self.text
        try:
            self._wanted.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(text, "utf-8")
            # What `systemctl enable` makes; that needs a systemd that runs.
            self._wanted.unlink(missing_ok=True)
            self._wanted.symlink_to(self.path)
        except OSError as error:
            raise AgentError(
                f"The service can't be written to {self.path}.",
                detail=f"{error.strerror}.",
                remedy="See that this account may write there, then try again.",
            ) from error
        if not _answers():
            return Registered(True, str(self.path), (NOT_RUNNING,))
        # `restart` also takes in what was changed of a service that runs already.
        for words in (("daemon-reload",), ("restart", self._unit)):
            said = run("systemctl", "--user", *words)
            if not said.well:
                raise AgentError(
                    "The service was written, and systemd does not start it.",
                    detail=said.text,
                    remedy=f"See: systemctl --user status {self._unit}",
                )
        return Registered(True, str(self.path), _lingering())

    def uninstall(self) -> Registered:
        """Stop and remove it; nothing happens where there is none."""
        if _answers() and self.path.exists():
            run("systemctl", "--user", "stop", self._unit)
        try:
            for one in (self._wanted, self.path):
                one.unlink(missing_ok=True)
        except OSError as error:
            raise AgentError(f"{self.path} can't be removed.", detail=f"{error.strerror}.") from error
        if _answers():
            run("systemctl", "--user", "daemon-reload")
        return Registered(False, str(self.path))

    def look(self) -> Registered:
        """Whether it is installed."""
        there = self.path.exists()
        return Registered(there, str(self.path), _lingering() if there and _answers() else ())

    @property
    def _wanted(self) -> Path:
        return self.path.parent / "default.target.wants" / self._unit

    @property
    def _unit(self) -> str:
        return self.path.name


def _answers() -> bool:
    """Whether this account has a systemd of its own just now."""
    return run("systemctl", "--user", "show-environment").well


def _lingering() -> tuple[str, ...]:
    """A systemd of one's own ends when one signs out, unless it is told to stay."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        return ()
    said = run("loginctl", "show-user", account, "--property=Linger")
    if said.well and "Linger=yes" in said.text:
        return ()
    return (f"It ends when {account} signs out, unless somebody says once: loginctl enable-linger {account}",)


def _quoted(word: str) -> str:
    """As systemd reads a word of a command (systemd.service, "Command lines")."""
    escaped = _plain(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'


def _plain(word: str | Path) -> str:
    """With systemd's own mark for what it fills in doubled. Raises `SetupError` for what would end the line."""
    text = str(word)
    if any(ord(one) < ord(" ") for one in text):
        raise SetupError(
            "The agent's folder has characters in its name that systemd can't read.", remedy="Choose another folder."
        )
    return text.replace("%", "%%")
