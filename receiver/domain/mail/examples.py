"""What stands in the place of the placeholders when somebody looks at a text or tries it out (H1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from receiver.domain.mail.telling.alarms import TO_CONFIRM
from receiver.domain.mail.telling.wording import day_words, moment_words
from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_
from receiver.languages import words

NAME: Final = "Ruth Alvarez"
NUMBER: Final = "1047"

SAID: Final[Mapping[str, str]] = {
    "visits": N_("- 8:00  Lawn mowing, 14 Maple Court"),
    "changes": N_("- Lawn mowing, 14 Maple Court: comes on Friday, not on Thursday"),
    "answer": N_("Yes, we come an hour later on that day."),
    "details": N_("Phone: 555-0102 instead of 555-0101"),
    "text": N_("Could you come an hour later next time?"),
    "photos": N_("2 photos came along."),
    "reason": N_("Far fewer customers than before are in it."),
    "every": "1:00",
    "code": "246 810",
    "account": f"{NAME}, {NUMBER}",
    "name": NAME,
    "customer": NAME,
    "who": NAME,
    "number": NUMBER,
    "sign_in": NUMBER,
    "command": "receiver snapshots list",
}
"""By placeholder; what is not named here comes from the company, or is its meaning in brackets."""

OF_KINDS: Final[Mapping[tuple[str, str], str]] = {
    ("request", "what"): N_("Change of a phone number"),
    ("password-changed", "what"): N_("Your password was changed."),
    ("answered", "number"): "12",
    ("held", "number"): "218",
    ("held", "way"): TO_CONFIRM.format(number=218),
}
"""By kind and placeholder, where a kind means something else by it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is true of the company, for examples as its customers will see them."""

    company: str
    phone: str
    portal: str
    """The address of the portal: a link that opens nothing."""
    there: datetime
    """The office's own clock, without zone."""


def examples(kind: Kind, language: str, setting: Setting) -> dict[str, str]:
    """A value for each placeholder of the kind."""
    visit = setting.there + timedelta(days=1)
    of_company = {
        "company": setting.company,
        "phone": setting.phone,
        "link": setting.portal,
        "day": day_words(visit.date(), language),
        "when": moment_words(setting.there, language),
        "since": moment_words(setting.there - timedelta(hours=2), language),
    }
    said = words(language).gettext
    found = {}
    for name, meaning in kind.placeholders.items():
        example = OF_KINDS.get((kind.name, name)) or SAID.get(name)
        found[name] = said(example) if example else of_company.get(name) or f"[{said(meaning)}]"
    return found
