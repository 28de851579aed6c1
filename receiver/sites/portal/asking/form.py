"""A form as it is shown and as it comes back: what was typed, what is wrong with it, and what the customer saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flask import request

from receiver.domain.requests.making import new_form_key
from receiver.domain.requests.typed import Wrong
from receiver.domain.snapshots.queries import published_records
from receiver.sites.portal.asking.words import WRONG
from receiver.sites.portal.forms import kept_form
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Form:
    """A form. Names are those of its fields."""

    values: Mapping[str, str]
    seen: int
    """The snapshot whose values it shows; 0 where it named none that there can be."""
    form_key: str
    faults: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with a field, in words."""
    fault: str = ""
    """What is wrong with all of it."""
    kept: bool = False
    """Whether it was typed before the session ended."""

    def said(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def again(self, fault: str, **faults: str) -> Form:
        """The same once more, with what is wrong."""
        return replace(self, fault=fault, faults=faults or self.faults, kept=False)


def shown_form(visit: Visit, values: Mapping[str, str]) -> Form:
    """The form of a page: with `values`, or with what the user had typed when his session ended."""
    kept = kept_form(visit)
    if kept is None:
        return Form(values, visit.published, new_form_key())
    return Form({**values, **kept}, _seen(kept), kept.get("form_key", ""), kept=True)


def sent_form() -> Form:
    """The form that was sent."""
    sent = request.form.to_dict()
    return Form(sent, _seen(sent), sent.get("form_key", ""))


def read(form: Form, readers: Mapping[str, Callable[[str], object]]) -> tuple[dict[str, object], dict[str, str]]:
    """What the fields hold, each by its reader, and what is wrong with them, in words."""
    found: dict[str, object] = {}
    faults = {}
    for name, reader in readers.items():
        try:
            found[name] = reader(form.said(name))
        except Wrong as wrong:
            faults[name] = _(WRONG[wrong.why])
    return found, faults


def seen_account(visit: Visit, form: Form) -> records.Customer | None:
    """The account as the form showed it; None where that snapshot was given up since."""
    if form.seen >= visit.published:
        return visit.customer if form.seen == visit.published else None
    wanted = ("customer", visit.number)
    stored = published_records(visit.connection, visit.company_id, form.seen, [wanted]).get(wanted)
    found = decode_as(records.Customer, stored.body) if stored else None
    return found if found and found.record_id == visit.customer.record_id else None


def _seen(fields: Mapping[str, str]) -> int:
    said = fields.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 15 else 0
