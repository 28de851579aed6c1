"""What leaves the office, field by field (feature row A17): the one table of it.

`places` says where a field stands in what is published, as kind and attributes of `shared.records`. What is switched
off is emptied by the same places, whatever made the record, and a test plants a sign in every field of a practice
database and looks where it comes out; so the list can't lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WITHHELD: Final = "CP.Withheld Fields"
"""The field that says which are switched off, a name a line."""
MONEY: Final = "CP.Share Money"
"""The mark "Share money" of the company."""


class Share(StrEnum):
    """Switches for several fields at once, both off at first."""

    MONEY = "Share money"
    REPORTS = "Share reports"


class Why(StrEnum):
    """Why something can't be switched, and what else there is to know about it."""

    WHOSE = "It tells the portal whose data these are."
    HEADING = "It is the heading of every page."
    WRITE_TO = "Customers need an address to write to."
    DATES = "Pages could not say which moments are meant."
    CURRENCY = "Pages could not say which money is meant."
    SAYS_ITSELF = 'It says whether amounts leave: see "Share money".'
    SAME_CUSTOMER = "It tells a customer from another one who later gets the same number."
    SIGN_IN = "Customers sign in by it."
    THEIRS = "Customers see by it that the account is theirs."
    VERIFIER = (
        "Customers sign in with it. It does not leave itself: only what tells the right one from others does, and"
        " whether it is weak, shared, or was reset."
    )
    TIES = "It ties jobs and visits to each other and to their places."
    HISTORY = "The history says what was done when."
    STAFF = "Level-1 users sign in to the administration site by it."
    STAFF_VERIFIER = (
        "Level-1 users sign in with it. It does not leave itself: only what tells the right one from others does, and"
        " whether it is weak."
    )
    LEVEL = "It says who may sign in to the administration site."
    MAPPED = "The mapping of this practice database says what it is."
    NO_REPORTS = "This release publishes no reports, so there is nothing to share."
    NO_MONEY = 'Amounts leave only while "Share money" is on.'


KEY: Final = "key"
"""The place of what is the key of records."""
REQUEST: Final = "request"
"""The place of what every upload says of itself."""
AS_VERIFIER: Final = "verifier"
"""The attribute that holds no password, but what tells the right one from others."""


_SUM: Final = "invoices.brought_forward"
"""What was charged before less what was paid before: made of four fields, and of no use without one of them."""


@dataclass(frozen=True)
class Leaves:
    """A field that leaves. `why` says why it can't be switched off, empty where it can; `empties` is what is emptied
    for it where that is more than its places: a planned visit is nothing without its moment. A link that does not leave
    itself has no place."""

    field: str
    places: tuple[str, ...]
    why: str = ""
    empties: tuple[str, ...] = ()
    money: bool = False
    """Whether it leaves only while "Share money" is on."""

    @property
    def emptied(self) -> tuple[str, ...]:
        """What is emptied where it is switched off."""
        return self.empties or self.places


LEAVES: Final = (
    Leaves("CP.Practice Id", (REQUEST,), Why.WHOSE),
    Leaves("CP.Name", ("company.name",), Why.HEADING),
    Leaves("CP.Street", ("company.street",)),
    Leaves("CP.City", ("company.city",)),
    Leaves("CP.State", ("company.region",)),
    Leaves("CP.Zip Code", ("company.postal_code",)),
    Leaves("CP.Country", ("company.country",)),
    Leaves("CP.Phone", ("company.phone",)),
    Leaves("CP.Email", ("company.email",), Why.WRITE_TO),
    Leaves("CP.Website", ("company.website",)),
    Leaves("CP.Hours", ("company.hours",)),
    Leaves("CP.Time Zone", ("company.time_zone",), Why.DATES),
    Leaves("CP.Currency", ("company.currency",), Why.CURRENCY),
    Leaves("CP.Pay Link", ("company.pay_link",)),
    Leaves("CP.Change Note", ("company.change_note",)),
    Leaves(MONEY, ("company.shares_money",), Why.SAYS_ITSELF),
    Leaves("CP.Logo", ("company.logo",)),
    Leaves(
        "CU.Record Id",
        ("customer.record_id", "credential.record_id"),
        Why.SAME_CUSTOMER,
    ),
    Leaves("CU.Customer Number", (KEY,), Why.SIGN_IN),
    Leaves("CU.Customer Name", ("customer.name",), Why.THEIRS),
    Leaves("CU.First Name", ("customer.first_name",)),
    Leaves("CU.Company Name", ("customer.company_name",)),
    Leaves("CU.Street", ("customer.street",)),
    Leaves("CU.City", ("customer.city",)),
    Leaves("CU.State", ("customer.region",)),
    Leaves("CU.Zip Code", ("customer.postal_code",)),
    Leaves("CU.Country", ("customer.country",)),
    Leaves("CU.Email", ("customer.email",)),
    Leaves(
        "CU.Customer Password",
        ("credential.verifier", "credential.weak", "credential.shared", "credential.reset"),
        Why.VERIFIER,
    ),
    Leaves("CU.Balance", ("customer.balance",), money=True),
    Leaves("PH.Kind", ("customer.phones.kind",)),
    Leaves("PH.Number", ("customer.phones.number",), empties=("customer.phones",)),
    Leaves("PR.Record Id", ("customer.properties.id",), Why.TIES),
    Leaves("PR.Name", ("customer.properties.name",)),
    Leaves("PR.Street", ("customer.properties.street",)),
    Leaves("PR.City", ("customer.properties.city",)),
    Leaves("PR.State", ("customer.properties.region",)),
    Leaves("PR.Zip Code", ("customer.properties.postal_code",)),
    Leaves("PR.Notes", ("customer.properties.notes",)),
    Leaves("JB.Job Number", ("customer.jobs.number", "history.visits.job"), Why.TIES),
    Leaves("JB.Property", ("customer.jobs.property_id", "history.visits.property_id"), Why.TIES),
    Leaves("JB.Service", ("customer.jobs.service", "history.visits.service")),
    Leaves("JB.Schedule", ("customer.jobs.schedule",)),
    Leaves("JB.Season", ("customer.jobs.season",)),
    Leaves("JB.Next Visit", ("customer.jobs.next_visit",)),
    Leaves("JB.Delayed", ("customer.jobs.delayed",)),
    Leaves("JB.Delay Reason", ("customer.jobs.delay_reason",)),
    Leaves("JB.Crew", ("customer.jobs.crew",)),
    Leaves("JB.Price", ("customer.jobs.price",), money=True),
    Leaves("JB.Portal Note", ("customer.jobs.note",)),
    Leaves("WK.Record Id", ("customer.jobs.visits.id",)),
    Leaves(
        "WK.Planned",
        ("customer.jobs.visits.planned", "history.visits.planned"),
        empties=("customer.jobs.visits", "history.visits.planned"),
    ),
    Leaves("WK.Started", ("history.visits.started",), Why.HISTORY),
    Leaves("WK.Ended", ("history.visits.ended",)),
    Leaves("WK.Crew", ("customer.jobs.visits.crew", "history.visits.crew")),
    Leaves("WK.Amount", ("history.visits.amount",), money=True),
    Leaves("WK.Notes", ("history.visits.notes",)),
    Leaves("IN.Invoice Number", ("invoices.invoices.number", "invoices.payments.invoice"), money=True),
    Leaves("IN.Date", ("invoices.invoices.day",), empties=("invoices.invoices.day", _SUM), money=True),
    Leaves("IN.Due Date", ("invoices.invoices.due",), money=True),
    Leaves("IN.Amount", ("invoices.invoices.amount",), empties=("invoices.invoices.amount", _SUM), money=True),
    Leaves("IN.Open Amount", ("invoices.invoices.open_amount",), money=True),
    Leaves("PA.Invoice", (), empties=("invoices.payments.invoice",), money=True),
    Leaves("PA.Payment Number", ("invoices.payments.number",), money=True),
    Leaves("PA.Date", ("invoices.payments.day",), empties=("invoices.payments.day", _SUM), money=True),
    Leaves("PA.Amount", ("invoices.payments.amount",), empties=("invoices.payments.amount", _SUM), money=True),
    Leaves("PA.Method", ("invoices.payments.method",), money=True),
    Leaves("US.User Name", (KEY,), Why.STAFF),
    Leaves("US.Password", ("staff.verifier", "staff.weak"), Why.STAFF_VERIFIER),
    Leaves("US.Level", ("staff.level",), Why.LEVEL),
    Leaves("US.Email", ("staff.email",)),
)
"""Every field that leaves, in the order of the sets. No other one does."""

BY_NAME: Final[Mapping[str, Leaves]] = {one.field: one for one in LEAVES}


def named(text: object) -> frozenset[str]:
    """The fields that are switched off, of what `WITHHELD` holds: those that may be."""
    lines = {line.strip() for line in str(text or "").splitlines()}
    return frozenset(name for name in lines if name in BY_NAME and not BY_NAME[name].why)


def told(names: frozenset[str]) -> str:
    """The same as `WITHHELD` holds it, in the order of the table."""
    return "\n".join(one.field for one in LEAVES if one.field in names)
