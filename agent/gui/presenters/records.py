"""What hangs on a customer in words: his telephone numbers, properties and jobs (feature row A7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.domain.catalog import Field
from agent.gui.presenters.customer import PORTAL_NOTE
from agent.gui.presenters.customers import one_line
from agent.gui.presenters.language import Language

if TYPE_CHECKING:
    from agent.usecases.customer_card import Card, Part

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Described:
    """One record: its name, and in a line what is only read; both may be empty."""

    title: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Records:
    """How the records of one part are shown: which of their fields can be typed into, and what is said of the rest."""

    part: Callable[[Card], Part]
    typed: Callable[[Field], bool]
    described: Callable[[Language, Texts], Described]
    none: str
    """What is said where there are none."""


def _property(say: Language, texts: Texts) -> Described:
    return Described(one_line(texts.get("PR.Name", "")) or say("Property"))


def _phone(_say: Language, _texts: Texts) -> Described:
    return Described()


def _job(say: Language, texts: Texts) -> Described:
    number, service = texts.get("JB.Job Number", ""), texts.get("JB.Service", "")
    name = " · ".join(one_line(one) for one in (service, number) if one)
    visit, price = texts.get("JB.Next Visit", ""), texts.get("JB.Price", "")
    told = [one_line(texts.get(f"JB.{one}", "")) for one in ("Schedule", "Season")]
    told += [say("next visit {moment}", moment=_moment(say, visit))] if visit else []
    if texts.get("JB.Delayed") == "yes":
        told.append(
            say("delayed: {reason}", reason=one_line(texts.get("JB.Delay Reason", "")) or say("no reason given"))
        )
    told += [one_line(texts.get(f"JB.{one}", "")) for one in ("Crew", "Route")]
    told += [one_line(f"{price} {texts.get('JB.Charge Kind', '')}")] if price else []
    return Described(name or say("Job"), " · ".join(one for one in told if one))


def _moment(say: Language, text: str) -> str:
    """As this computer writes day and time; what is no moment, as it is."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return one_line(text)
    return f"{say.day(found.date())} {say.time(found)}"


def _line(field: Field) -> bool:
    return not field.key


PHONES: Final = Records(lambda card: card.phones, _line, _phone, "There are no phone numbers.")
PROPERTIES: Final = Records(lambda card: card.properties, _line, _property, "There are no properties.")
JOBS: Final = Records(lambda card: card.jobs, lambda field: field.name == PORTAL_NOTE, _job, "There are no jobs.")


def none(say: Language, records: Records, card: Card) -> str:
    """Why there is nothing to see; empty where there is something."""
    part = records.part(card)
    if not part.fields:
        return say("The practice database has no place for these: its mapping names none.")
    return say(records.none) if not part.rows else ""
