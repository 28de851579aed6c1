"""A signed-in user on a page: who he is, which account he looks at, and what becomes of a session that has none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from receiver.domain.looks.sections import Section
from receiver.domain.people import sessions as people
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, PERSON
from receiver.domain.people.visits import NEVER, Before
from receiver.sites.frame import Frame
from receiver.web.forgery import account_mark
from shared import records


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in: a customer of the office, or an extra person."""

    user_id: str
    kept: people.KeptUser
    """What the portal keeps of him."""
    name: str = ""
    """What he is called, whichever account he looks at."""

    @property
    def person(self) -> bool:
        """Whether he is an extra person, without an account of his own."""
        return self.user_id.startswith(PERSON)

    @property
    def record_id(self) -> str:
        """Of his own account; empty for an extra person."""
        return "" if self.person else self.user_id.removeprefix(CUSTOMER)


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in user on a page, and the account he looks at; everything that authorises comes from here, nothing from
    the address."""

    frame: Frame
    number: str
    customer: records.Customer
    connection: Connection
    """The transaction of this request."""
    form_token: str
    """For the forms of his pages."""
    user: User
    rights: Rights
    own_number: str = ""
    """The number of his own account; empty for an extra person."""
    accounts: int = 1
    """How many accounts he may look at; with more than one, every page says which it shows."""
    unread: int = 0
    """Replies to messages that nobody at the account has seen."""
    viewer: str = ""
    """The administrator who looks at the portal as this user (C4), by name: he changes nothing."""
    before: Before = NEVER
    """His visit before this one."""
    hidden: frozenset[Section] = frozenset()
    """The sections that he does not see, as the office said for everybody or for him."""

    @property
    def form_for(self) -> str:
        """For whom the forms of his pages are made."""
        return account_mark(self.company_id, self.user.user_id, self.customer.record_id)

    @property
    def user_name(self) -> str:
        """What the user is called, whichever account he looks at."""
        return self.user.name

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.frame.company_id

    @property
    def published(self) -> int:
        """The snapshot that he sees."""
        return self.frame.company.published

    def shows(self, section: str) -> bool:
        """Whether he sees that `Section` of the portal."""
        return section not in self.hidden

    @property
    def shares_money(self) -> bool:
        """Whether this page may show prices and amounts."""
        return self.frame.office.shares_money and self.rights.sees_money

    @property
    def shares_balance(self) -> bool:
        """Whether this page may show what is owed, and lead to the invoices."""
        return self.shares_money and self.shows(Section.INVOICES)


@dataclass(frozen=True, slots=True)
class Ended:
    """The session holds no more; `why` is the sentence for the visitor."""

    frame: Frame
    why: str
    again: bool = True
    """Whether he can sign in once more and find everything as it was."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The account that was looked at can't be seen any more: the session goes on at another one."""

    frame: Frame
    user: User
    number: str
    record_id: str
    own_number: str
    why: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """An extra person to whom no account is left."""

    frame: Frame
    user: User
    form_token: str


State = Visit | Ended | Moved | Nowhere
