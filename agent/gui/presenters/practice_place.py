"""Where a practice database is: what is typed, and what was found there, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.first_steps import SetUp
    from agent.usecases.setup import Found

SECONDS = 10
"""How long a server is waited for when a person stands by."""
KINDS = {"postgresql": "PostgreSQL", "mysql": "MySQL / MariaDB"}
"""The servers whose drivers come with the program, as their addresses begin and as people call them."""
PORTS = {"postgresql": 5432, "mysql": 3306}
FEWEST, MOST = 1, 100_000
"""Customers of a sample office made in the window."""


@dataclass(frozen=True)
class Place:
    """A practice database to be opened: a file or an address, which may hold a password, and the mapping file of a
    foreign one (else empty)."""

    url: str = field(repr=False)
    mapping: str = ""


@dataclass(frozen=True)
class FileForm:
    """A database in a file."""

    file: str = ""
    foreign: bool = False
    mapping: str = ""

    def obstacle(self, say: Language) -> str:
        """Why it can't be looked into; empty where it can."""
        if not self.file.strip():
            return say("Choose the file of the practice database first.")
        return _no_mapping(say, self.foreign, self.mapping)

    @property
    def place(self) -> Place:
        """For the office."""
        return Place(self.file.strip(), self.mapping.strip() if self.foreign else "")


@dataclass(frozen=True)
class ServerForm:
    """A database on a server. Only `place` puts the password together with the rest."""

    kind: str = "postgresql"
    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    foreign: bool = False
    mapping: str = ""

    def obstacle(self, say: Language) -> str:
        """Why it can't be looked into; empty where it can."""
        if not self.host.strip():
            return say("Type the name of the server first.")
        if self.port.strip() and not (self.port.strip().isascii() and self.port.strip().isdigit()):
            return say("The port is a number, or empty.")
        if not self.database.strip():
            return say("Type the name of the database.")
        if not self.user.strip():
            return say("Type the user of the database.")
        return _no_mapping(say, self.foreign, self.mapping)

    @property
    def place(self) -> Place:
        """For the office."""
        who = quote(self.user.strip(), safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        host = self.host.strip()
        where = f"[{host}]" if ":" in host and not host.startswith("[") else quote(host, safe="[]:")
        port = self.port.strip() or str(PORTS[self.kind])
        name = quote(self.database.strip(), safe="")
        url = f"{self.kind}://{who}@{where}:{port}/{name}?connect_timeout={SECONDS}"
        return Place(url, self.mapping.strip() if self.foreign else "")


@dataclass(frozen=True)
class SampleForm:
    """A sample office."""

    file: str = ""
    customers: int = 300

    def obstacle(self, say: Language) -> str:
        """Why it can't be made; empty where it can."""
        return "" if self.file.strip() else say("Say first where the sample office is to be kept.")


def _no_mapping(say: Language, foreign: bool, mapping: str) -> str:
    if foreign and not mapping.strip():
        return say("Choose the mapping file, or take the tick away.")
    return ""


@dataclass(frozen=True)
class FoundWords:
    """What was found in a practice database."""

    title: str
    sentence: str
    warning: str = ""


def found_words(say: Language, found: Found) -> FoundWords:
    """`usecases.setup.Found` in the person's language."""
    title = counted(say, found.customers, "Found {count} customer", "Found {count} customers")
    parts = [
        say("{count} of them active.", count=say.number(found.active)),
        say("{count} fields can be read and written.", count=say.number(found.homes.get("column", 0))),
    ]
    if fixed := found.homes.get("fixed", 0):
        parts.append(counted(say, fixed, "{count} field can only be read.", "{count} fields can only be read."))
    if kept := found.homes.get("overlay", 0):
        parts.append(
            counted(
                say,
                kept,
                "{count} field is kept by Porchlight itself.",
                "{count} fields are kept by Porchlight itself.",
            )
        )
    warning = "" if found.active else say("Nobody there is ACTIVE, so there would be nobody to publish.")
    return FoundWords(title, " ".join(parts), warning)


def chosen_words(say: Language, set_up: SetUp) -> FoundWords:
    """The practice database in use."""
    place = _place(set_up)
    if set_up.customers is None or set_up.active is None:
        return FoundWords(place, "")
    sentence = say(
        "{customers} customers, {active} of them active",
        customers=say.number(set_up.customers),
        active=say.number(set_up.active),
    )
    return FoundWords(place, sentence)


def _place(set_up: SetUp) -> str:
    return set_up.practice.removeprefix("sqlite:///")


def question_of_change(say: Language, set_up: SetUp, practice_id: str = "") -> str:
    """What has to be agreed to before another practice database takes the place of the one in use; empty where nothing
    changes for anybody. `practice_id` is that of the other one, empty for one that is still to be made."""
    if not set_up.practice or practice_id == set_up.practice_id:
        return ""
    asked = say("This is another practice database than the one in use ({place}).", place=_place(set_up))
    if not set_up.portals:
        return asked
    bound = counted(
        say,
        len(set_up.portals),
        "{count} portal is paired for the one in use and stays with it: to publish this one, pair again.",
        "{count} portals are paired for the one in use and stay with it: to publish this one, pair again.",
    )
    return f"{asked} {bound}"
