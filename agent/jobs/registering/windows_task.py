"""Windows: a scheduled task of this account, made from an XML file by the system's own `schtasks`.

The task starts the service when somebody signs in, looks every quarter of an hour whether it still runs, and starts it
again where it ended by a fault. Where the secrets do not lie in the keyring of Windows, which only opens for somebody
who is signed in, it also starts with the computer.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from agent.domain.errors import AgentError
from agent.domain.standing_service import Registered
from agent.jobs.registering.program import run

SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
LOOKED_AFTER = "PT15M"
SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT0S",
    "Priority": "8",
}
"""Of the schema's elements; a time limit of nothing is none."""


@dataclass(frozen=True)
class WindowsTask:
    """`account` whose task it is; `signed_in`: only while that account is signed in."""

    name: str
    command: Sequence[str]
    place: Path
    account: str
    signed_in: bool

    @property
    def text(self) -> str:
        """The task as XML."""
        task = ElementTree.Element("Task", {"version": "1.2", "xmlns": SCHEMA})
        _add(task, "RegistrationInfo", Description="Porchlight: scheduled uploads")
        triggers = _add(task, "Triggers")
        _repeat(_add(triggers, "LogonTrigger", UserId=self.account))
        if not self.signed_in:
            _repeat(_add(triggers, "BootTrigger"))
        principal = _add(_add(task, "Principals"), "Principal")
        principal.set("id", "Author")
        kind = "InteractiveToken" if self.signed_in else "S4U"
        for name, value in {"UserId": self.account, "LogonType": kind, "RunLevel": "LeastPrivilege"}.items():
            ElementTree.SubElement(principal, name).text = value
        settings = _add(task, "Settings", **SETTINGS)
        _add(settings, "RestartOnFailure", Interval="PT1M", Count="60")
        program, *words = self.command
        actions = _add(task, "Actions")
        actions.set("Context", "Author")
        arguments = subprocess.list2cmdline(words)
        _add(actions, "Exec", Command=program, Arguments=arguments, WorkingDirectory=str(self.place))
        ElementTree.indent(task)
        return ElementTree.tostring(task, "unicode")

    def install(self) -> Registered:
        """Make the task and start it. Raises `AgentError` where Windows does not want it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "task.xml"
            # What `schtasks` reads is UTF-16.
            file.write_text(f'<?xml version="1.0" encoding="UTF-16"?>\n{self.text}', "utf-16")
            said = run("schtasks", "/Create", "/F", "/TN", self.name, "/XML", str(file))
        if not said.well:
            raise AgentError(
                "Windows does not take the task.",
                detail=said.text,
                remedy="Ask whoever looks after this computer whether this account may have scheduled tasks.",
            )
        run("schtasks", "/Run", "/TN", self.name)
        hint = f"It runs while {self.account} is signed in: the keyring of Windows opens only then."
        return Registered(True, self.name, (hint,) if self.signed_in else ())

    def uninstall(self) -> Registered:
        """End and remove it; nothing happens where there is none."""
        run("schtasks", "/End", "/TN", self.name)
        said = run("schtasks", "/Delete", "/F", "/TN", self.name)
        if not said.well and self.look().installed:
            raise AgentError("Windows does not remove the task.", detail=said.text)
        return Registered(False, self.name)

    def look(self) -> Registered:
        """Whether there is one."""
        return Registered(run("schtasks", "/Query", "/TN", self.name).well, self.name)


def _add(parent: ElementTree.Element, name: str, **inside: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name)
    for inner, text in inside.items():
        ElementTree.SubElement(made, inner).text = text
    return made


def _repeat(trigger: ElementTree.Element) -> None:
    """First in the order of the schema."""
    repetition = ElementTree.Element("Repetition")
    ElementTree.SubElement(repetition, "Interval").text = LOOKED_AFTER
    trigger.insert(0, repetition)
