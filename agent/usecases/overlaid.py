"""Customers, the company and its users as they are published where some of their fields live in the overlay (A18, A1,
A14).

The reader of the practice database knows columns only. What the office keeps in the overlay of such a customer (his
e-mail, his password, the not-on-the-portal mark) is laid over what was read, here, before anybody decides about him.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from hashlib import blake2b
from typing import Final

import msgspec

from agent.domain.catalog import Value
from agent.domain.chosen import RESETS, count_of
from agent.domain.company import LOGO, SETTINGS
from agent.domain.errors import PracticeError
from agent.domain.leaving import MONEY, WITHHELD, named, told
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from agent.domain.published import CONTACT
from agent.domain.selection import Selection
from agent.usecases.practice_ports import Overlay, PracticeDatabase, PracticeReading
from agent.usecases.user_book import EMAIL, LEVEL, NAME, WORD, kept_by_agent
from shared import limits, records
from shared.canonical import encode

SIGN_IN_FIELD: Final = "CU.Customer Password"
HIDDEN: Final = "CU.Not On Portal"
EMPLOYEE: Final = "CU.Employee Mark"

_ABSENT: Final = "records marked as not on the portal"

_WITHOUT: Final = {"time_zone": "UTC", "currency": "USD"}
"""What is published where nothing is said."""
_OF_STAFF: Final = (NAME, WORD, LEVEL, EMAIL)


@dataclass(frozen=True)
class Overlaid:
    """The overlay's values: `kept` of the customers' fields and `staff` of the users', by field and record id; `own` of
    the company's, by field; `resets` by record id the deliberate resets of customers' passwords."""

    kept: Mapping[str, Mapping[str, Value]]
    own: Mapping[str, Value] = attribute(default_factory=dict)
    staff: Mapping[str, Mapping[str, Value]] = attribute(default_factory=dict, repr=False)
    resets: Mapping[str, int] = attribute(default_factory=dict)

    @classmethod
    def of(cls, practice: PracticeDatabase, overlay: Overlay) -> Overlaid:
        """Read once before the customers are; empty where every field has a column."""
        wanted = (SIGN_IN_FIELD, HIDDEN, EMPLOYEE, *CONTACT)
        at_home = {field.name for field in practice.catalog if field.home == "overlay"}
        values = {name: overlay.values(practice.practice_id, name) for name in wanted if name in at_home}
        kept = [name for name in kept_by_agent(practice) if name in _OF_STAFF]
        staff = {name: overlay.values(practice.practice_id, name) for name in kept}
        return cls(
            {name: held for name, held in values.items() if held},
            company_values(practice, overlay),
            staff,
            {one: count_of(held) for one, held in overlay.values(practice.practice_id, RESETS.name).items()},
        )

    def withheld(self, reading: PracticeReading) -> frozenset[str]:
        """The fields that are switched off, and so do not leave."""
        return named(self.own[WITHHELD] if WITHHELD in self.own else reading.withheld())

    def said(self, reading: PracticeReading) -> bytes:
        """What the company says that decides about what is published of every customer."""
        return encode(self.company(reading)) + told(self.withheld(reading)).encode()

    def options(self, selection: Selection) -> ReadOptions:
        """What has to be read for this selection."""
        if MONEY not in self.own:
            return selection.reading
        return msgspec.structs.replace(selection.reading, with_money=bool(self.own[MONEY]))

    def company(self, reading: PracticeReading) -> records.Company:
        """The company that is read under the overlay. Raises `PracticeError` where it has no name."""
        company = reading.company()
        if self.own:
            company = msgspec.structs.replace(company, **self._company_texts(), **self._company_logo())
            if MONEY in self.own:
                company = msgspec.structs.replace(company, shares_money=bool(self.own[MONEY]))
        if not company.name:
            raise PracticeError(
                "The practice database does not say whose it is.",
                remedy="Enter the company name in System > Email Settings, or with: agent settings set --name NAME",
            )
        return company

    def users(self, read: Iterator[PracticeUser]) -> Iterator[PracticeUser]:
        """The users that were `read` under the overlay, or all that it keeps where the practice database has none; in
        the byte order of their names."""
        names = self.staff.get(NAME)
        if names is None:
            for user in read:
                yield self._staff(user)
            return
        last = ""
        for name, record_id in sorted((str(name), record_id) for record_id, name in names.items()):
            if name != last:
                yield self._staff(PracticeUser(name, 0, "", record_id=record_id))
            last = name

    def customers(self, read: Iterator[PracticeCustomer], left_out: dict[str, int]) -> Iterator[PracticeCustomer]:
        """The customers that were `read` under the overlay; whom it hides is counted in `left_out`."""
        if not self.kept:
            yield from read
            return
        for customer in read:
            if self._is(HIDDEN, customer):
                left_out[_ABSENT] = left_out.get(_ABSENT, 0) + 1
            elif self._is(EMPLOYEE, customer):
                left_out["employees"] = left_out.get("employees", 0) + 1
            else:
                yield self._laid_over(customer)

    def fingerprint(self, customer: PracticeCustomer) -> bytes:
        """The fingerprint of a customer who was read, with all that the overlay keeps of him."""
        if not self.kept or not customer.fingerprint:
            return customer.fingerprint
        own = [held.get(customer.record_id) for held in self.kept.values()]
        return blake2b(msgspec.msgpack.encode((customer.fingerprint, [*self.kept], own)), digest_size=32).digest()

    def _company_texts(self) -> dict[str, str]:
        told = {one: str(self.own[one.field]) for one in SETTINGS if one.field in self.own}
        limit = {False: limits.LINE_CHARACTERS, True: limits.TEXT_CHARACTERS}
        shown = {one.published: text.strip()[: limit[one.memo]] for one, text in told.items()}
        return {name: text or _WITHOUT.get(name, "") for name, text in shown.items()}

    def _company_logo(self) -> dict[str, bytes]:
        return {"logo": base64.b64decode(str(self.own[LOGO]))} if LOGO in self.own else {}

    def _staff(self, user: PracticeUser) -> PracticeUser:
        held = {name: values[user.record_id] for name, values in self.staff.items() if user.record_id in values}
        level = held.get(LEVEL, user.level)
        return msgspec.structs.replace(
            user,
            level=level if isinstance(level, int) else 0,
            password=str(held.get(WORD, user.password)),
            email=str(held.get(EMAIL, user.email)),
        )

    def _is(self, mark: str, customer: PracticeCustomer) -> bool:
        return bool(self.kept.get(mark, {}).get(customer.record_id))

    def _laid_over(self, customer: PracticeCustomer) -> PracticeCustomer:
        shown = {
            name: str(value).strip()[: limits.LINE_CHARACTERS]
            for field, name in CONTACT.items()
            if (value := self.kept.get(field, {}).get(customer.record_id)) is not None
        }
        if shown:
            customer.body = msgspec.structs.replace(customer.body, **shown)
        password = self.kept.get(SIGN_IN_FIELD, {}).get(customer.record_id)
        if password is not None:
            customer.password = str(password)
        return customer


def company_values(practice: PracticeDatabase, overlay: Overlay) -> dict[str, Value]:
    """What the overlay keeps of the company, by field: what has no column that can be written. There is one company,
    whatever its record id; a picture is base64."""
    written = {one.name for one in practice.catalog.fields("company") if one.home == "column"}
    found: dict[str, Value] = {}
    for name in (*(one.field for one in SETTINGS), LOGO, MONEY, WITHHELD):
        if name not in written and (held := overlay.values(practice.practice_id, name)):
            found[name] = next(iter(held.values()))
    return found
