"""Says a request in plain words, a line for each thing: for the mail to the office."""

from __future__ import annotations

from datetime import datetime

from receiver.domain.mail.texts.marking import N_
from receiver.sites.portal.asking.words import WANTED, field_name
from receiver.web import formats
from receiver.web.language import Language
from shared.outbound import Wish


def details(wish: Wish, language: Language) -> str:
    """What exactly is asked for."""
    say = language.gettext
    lines = []
    if wish.property_id:
        lines.append(_line(language, N_("Property"), wish.property_name or wish.property_id))
    for one in wish.changes:
        name, nothing = field_name(one.field, say), say(N_("(nothing)"))
        lines += [
            f"{name}:",
            "  " + _line(language, N_("before"), _indented(one.before) or nothing),
            "  " + _line(language, N_("wanted"), _indented(one.after) or nothing),
        ]
    if wish.job:
        lines.append(_line(language, N_("Job"), " · ".join(one for one in (wish.job, wish.service) if one)))
    if wish.planned:
        lines.append(_line(language, N_("Visit"), _when(language, wish.planned)))
    if wish.wanted:
        lines.append(_line(language, N_("Wanted"), say(WANTED[wish.wanted])))
    if wish.days:
        days = ", ".join(formats.full_date(language, day) for day in wish.days)
        lines.append(_line(language, N_("Days that would suit"), days))
    if wish.text:
        lines += ["", wish.text] if lines else [wish.text]
    return "\n".join(lines)


def _indented(value: str) -> str:
    """Further lines of a value can't be taken for lines of ours."""
    return value.replace("\n", "\n    ")


def _line(language: Language, name: str, value: str) -> str:
    return f"{language.gettext(name)}: {value}"


def _when(language: Language, moment: datetime) -> str:
    return formats.full_moment(language, moment)
