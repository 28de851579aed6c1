"""How this computer starts the service of an agent's folder."""

from __future__ import annotations

import getpass
import hashlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from agent.domain.errors import SetupError
from agent.domain.standing_service import Registered
from agent.jobs.registering.systemd import SystemdUnit
from agent.jobs.registering.windows_task import WindowsTask
from agent.settings.home import usual_folder

PACKAGE = Path(__file__).parents[2]
NAME = "porchlight-agent"


@dataclass(frozen=True)
class ServiceHere:
    """See `usecases.standing_service.Registration`. `keyring`: whether the secrets lie in the system's keyring;
    `passphrase`: the variable of the environment that opens them, where they need one."""

    folder: Path
    keyring: bool
    passphrase: str = ""

    def install(self) -> Registered:
        """Register it, in the place of what was registered. Raises `AgentError`."""
        made = self._way().install()
        if not self.passphrase:
            return made
        hint = (
            "The secrets of this folder need a passphrase, which is written nowhere:"
            f" give the service {self.passphrase} in its environment yourself."
        )
        return replace(made, hints=(hint, *made.hints))

    def uninstall(self) -> Registered:
        """Take it away."""
        return self._way().uninstall()

    def look(self) -> Registered:
        """Whether it is registered."""
        if sys.platform not in ("win32", "linux"):
            return Registered(False, "")
        return self._way().look()

    def _way(self) -> SystemdUnit | WindowsTask:
        command, place, name = self._command(), PACKAGE.parent, self._name()
        if sys.platform == "win32":
            return WindowsTask(name, command, place, getpass.getuser(), signed_in=self.keyring)
        if sys.platform == "linux":
            return SystemdUnit(name, command, place, self.folder)
        raise SetupError(
            "On this kind of computer Porchlight can't install its service by itself.",
            remedy=f"Let the computer start this when you sign in: agent service --home {self.folder}",
        )

    def _command(self) -> list[str]:
        words = ["service", "--home", str(self.folder)]
        if getattr(sys, "frozen", False):
            return [sys.executable, *words]
        return [_windowless(Path(sys.executable)), "-m", PACKAGE.name, *words]

    def _name(self) -> str:
        """Each of several folders of an account has a service of its own."""
        if self.folder == usual_folder():
            return NAME
        return f"{NAME}-{hashlib.blake2b(str(self.folder).encode(), digest_size=4).hexdigest()}"


def _windowless(python: Path) -> str:
    """On Windows the interpreter that opens no black window."""
    other = python.with_name("pythonw.exe")
    return str(other if python.name == "python.exe" and other.exists() else python)
