"""Email Settings in words (feature A1): the captions, what is said beside a field, the lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from agent.domain.company import WORD, CompanySettings
from agent.domain.company_rules import SettingsRefused, changed, faults, tidied
from agent.domain.currencies import CURRENCIES
from agent.domain.errors import AgentError
from agent.gui.presenters.language import Language
from agent.jobs.progress import PolledProgress
from shared.pay_link import NAMES

Kind = Literal["line", "memo", "address", "password", "zone", "currency"]
DASH = " – "


@dataclass(frozen=True)
class Entered:
    """What the form begins with: the settings as they are, and the time zones that this computer knows."""

    settings: CompanySettings
    zones: tuple[str, ...]


class EmailSettingsWork(Protocol):
    """System > Email Settings, as the window asks the office for it. Every call raises `AgentError`."""

    def read(self) -> Entered:
        """Everything as it is now."""

    def logo(self, file: Path) -> bytes:
        """The logo that a chosen file becomes, a PNG."""

    def save(self, seen: CompanySettings, wanted: CompanySettings, progress: PolledProgress) -> tuple[str, ...]:
        """Save all that differs, or nothing; gives the names of what changed."""


@dataclass(frozen=True)
class Caption:
    """One entry of the form: its key among the settings, how it is called, how it is entered, and what is said below
    it."""

    key: str
    caption: str
    kind: Kind = "line"
    hint: str = ""


def main_captions(say: Language) -> tuple[Caption, ...]:
    """What the article enters, in its order."""
    return (
        Caption("email", say("Company &e-mail")),
        Caption("phone", say("P&hone number")),
        Caption(
            WORD,
            say("Pass&word"),
            "password",
            say("Of the office's mailbox. It stays in the keyring of this computer and never goes to the portal."),
        ),
        Caption("website", say("Webs&ite"), "address"),
    )


def more_captions(say: Language) -> tuple[Caption, ...]:
    """Everything else that is said about the company."""
    return (
        Caption("name", say("Company na&me"), hint=say("As the portal shows it, on every page.")),
        Caption("street", say("Street")),
        Caption("city", say("City")),
        Caption("state", say("State")),
        Caption("zip_code", say("Zip code")),
        Caption("country", say("Country")),
        Caption("hours", say("Hours"), hint=say("For example: Mon–Fri 7–17")),
        Caption("time_zone", say("&Time zone"), "zone", say("Type a city to find it.")),
        Caption("currency", say("C&urrency"), "currency"),
        Caption(
            "pay_link",
            say("&Pay link"),
            "address",
            say("Where customers pay. {places} are filled in.", places=", ".join(NAMES)),
        ),
        Caption(
            "change_note",
            say("Note before Change Schedule"),
            "memo",
            say("Your policy: how long ahead, and what a change on the day itself costs."),
        ),
    )


def judged(seen: CompanySettings, wanted: CompanySettings) -> dict[str, str]:
    """What would be refused of what was changed, a sentence for each key."""
    tidy = tidied(seen, wanted)
    return faults(changed(seen, tidy), tidy)


def refused(error: AgentError) -> Mapping[str, str]:
    """What the office refused, by key; nothing for another error."""
    return error.faults if isinstance(error, SettingsRefused) else {}


def completed(text: str) -> str:
    """A web address as people type it, with what belongs before it."""
    bare = text.strip()
    plain = bare and "." in bare and ":" not in bare.partition("/")[0] and "//" not in bare and " " not in bare
    return f"https://{bare}" if plain else text


def shown_zone(name: str) -> str:
    """A time zone as people read it."""
    return name.replace("_", " ")


def zone_of(text: str) -> str:
    """The time zone that was chosen or typed."""
    return text.strip().replace(" ", "_")


def shown_currency(code: str) -> str:
    """A currency as people read it; one that is none, as it is."""
    return f"{code}{DASH}{CURRENCIES[code]}" if code in CURRENCIES else code


def currency_of(text: str) -> str:
    """The currency that was chosen or typed."""
    return text.partition(DASH.strip())[0].strip().upper()


def currencies() -> list[str]:
    """All of them, as people read them."""
    return [shown_currency(code) for code in CURRENCIES]


def logo_line(say: Language, width: int, height: int, count: int) -> str:
    """What a logo is, in figures."""
    return say(
        "{width} × {height} pixels, {size} KB",
        width=say.number(width),
        height=say.number(height),
        size=say.number(max(1, round(count / 1024))),
    )
