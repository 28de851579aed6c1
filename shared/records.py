"""Everything that is published, as records `(kind, key, body)`.

A snapshot is a set of records. One record is what one page needs, so that a portal page is one read by exact key.
The structs here are the bodies; `shared.canonical` turns one into its canonical bytes.

Two rules let the contract grow without moving the hash of what did not change: a new field goes to the end with a
default, and a field that holds its default is left out of the bytes (`omit_defaults`).

Money is a `Decimal` (a JSON string on the wire), moments are the office's own wall-clock time without a zone (the
company record names the zone), dates are ISO 8601.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final

import msgspec

COMPANY_KEY: Final = "-"
"""The key of the one company record."""

KEY_SEPARATOR: Final = "\x1f"
"""Joins customer number and year. It sorts below every character a customer number may hold (see `is_key`), so that
history keys stand in the order of their customers."""


_NO_KEY: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

Moment = Annotated[datetime, msgspec.Meta(tz=False)]
"""The office's own time. One with a zone is refused where it is decoded: pages compare moments, so all are of one
sort."""


class Company(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the portal says about the office, and the switches the office set for it. Key: `COMPANY_KEY`."""

    name: str
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    hours: str = ""
    time_zone: str = "UTC"
    currency: str = "USD"
    pay_link: str = ""
    change_note: str = ""
    """Shown before a customer asks for a change of schedule: the office's policy."""
    shares_money: bool = False
    logo: bytes = b""
    """A picture as `shared.logo` makes it; base64 in the JSON. Empty where the office has none."""


class Phone(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number under "More Phone Numbers"; `kind` is the office's word: home, work, mobile, fax, ..."""

    kind: str
    number: str


class Property(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place where work is done. `id` is the office's record id; jobs and visits refer to it."""

    id: str
    name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    notes: str = ""
    """How to get in, pets, what to look out for: the notes the customer may ask to change."""


class PlannedVisit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A visit that is planned and not yet done (unposted work)."""

    planned: Moment
    crew: str = ""
    id: str = ""
    """The office's own id of the visit: it stays when the visit is moved. Empty where its database has none."""


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """A standing order for work at a property."""

    number: str
    service: str = ""
    property_id: str = ""
    schedule: str = ""
    """In words, as the office writes it: "every 14 days", "once"."""
    season: str = ""
    next_visit: Moment | None = None
    delayed: bool = False
    delay_reason: str = ""
    crew: str = ""
    note: str = ""
    """The office's note about this job, for the customer."""
    price: Decimal | None = None
    """Only where the office shares money."""
    visits: tuple[PlannedVisit, ...] = ()
    """All planned visits, earliest first."""

    @property
    def times(self) -> list[datetime]:
        """When something is planned, `next_visit` included: each time once, earliest first."""
        return sorted({one.planned for one in self.visits} | ({self.next_visit} if self.next_visit else set()))


class Customer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Account, contact, properties and schedule of one customer. Key: the customer number."""

    record_id: str
    """The office's own id of this record. A number that comes back with another id belongs to somebody else."""
    name: str
    first_name: str = ""
    company_name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    properties: tuple[Property, ...] = ()
    jobs: tuple[Job, ...] = ()
    history_years: tuple[int, ...] = ()
    """The years for which a history record exists, newest first."""
    balance: Decimal | None = None
    """Only where the office shares money."""


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """Work that was done (posted), as the history shows it."""

    job: str
    """The job number."""
    started: Moment | None = None
    ended: Moment | None = None
    planned: Moment | None = None
    service: str = ""
    property_id: str = ""
    crew: str = ""
    amount: Decimal | None = None
    """Only where the office shares money."""
    notes: str = ""


class History(msgspec.Struct, frozen=True, omit_defaults=True):
    """The visits of one customer in one year, newest first. Key: `history_key`."""

    visits: tuple[Visit, ...]


class Invoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the office charged. Whether it is overdue is said by the page, which knows the day."""

    number: str = ""
    day: date | None = None
    due: date | None = None
    amount: Decimal | None = None
    """Below zero for a credit note."""
    open_amount: Decimal | None = None
    """What of it is not paid yet; None where the office does not say."""


class Payment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the customer paid."""

    number: str = ""
    day: date | None = None
    amount: Decimal | None = None
    method: str = ""
    """The office's word: check, card, cash, ..."""
    invoice: str = ""
    """The number of the invoice it was paid for, where the office says so."""


class Invoices(msgspec.Struct, frozen=True, omit_defaults=True):
    """Invoices and payments of one customer, newest first: those of `since` and later, and whatever older is still
    open. Only where the office shares money. Key: the customer number."""

    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    since: date | None = None
    """The first day from which on everything is here."""
    brought_forward: Decimal | None = None
    """All that was charged before `since` less all that was paid before; None where the office does not publish what
    would be needed to know."""


class Credential(msgspec.Struct, frozen=True, omit_defaults=True):
    """The verifier of a customer's portal password: an Argon2id PHC string, never the password. Key: the customer
    number. `weak` and `shared` are known only at the office; `reset` says that the office set it on purpose, so that
    it replaces a password the customer chose on the portal."""

    record_id: str
    verifier: str
    weak: bool = False
    shared: bool = False
    reset: int = 0
    """Counts the office's deliberate resets of this password."""


class Staff(msgspec.Struct, frozen=True, omit_defaults=True):
    """A level-1 user of the office, who may sign in to the administration site. Key: the user name."""

    verifier: str
    level: int
    email: str = ""
    weak: bool = False


BODIES: Final[dict[str, type[msgspec.Struct]]] = {
    "company": Company,
    "credential": Credential,
    "customer": Customer,
    "history": History,
    "invoices": Invoices,
    "staff": Staff,
}
"""The kinds of record and their bodies, in the order in which a set is digested."""

SECRET_KINDS: Final = frozenset({"credential", "staff"})
"""Kinds whose hash is keyed: a plain hash next to a salt would let a password be guessed without the pepper."""


def history_key(customer_number: str, year: int) -> str:
    """The key of the history of `customer_number` in `year`."""
    return f"{customer_number}{KEY_SEPARATOR}{year:04d}"


def is_key(text: str) -> bool:
    """Whether `text` may be a customer number or user name on the wire.

    Keys are exact text: never trimmed, never case-folded. Only control characters (which would break the order of
    history keys, and which no database column agrees about) and lone surrogates are not allowed.
    """
    return bool(text) and not _NO_KEY.search(text)
