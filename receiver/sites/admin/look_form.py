"""The form of the Admin screen (C6): read, checked, and made again with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec
from flask import request

from receiver.domain.looks import accent
from receiver.domain.looks.look import Look, Shown
from receiver.domain.looks.sections import Section, as_words
from receiver.domain.requests import typed
from receiver.domain.requests.typed import Wrong
from receiver.sites.portal.asking.words import WRONG
from receiver.web.language import gettext as _
from shared.pay_link import is_address

LINK_CHARACTERS: Final = 500
COPYRIGHT_CHARACTERS: Final = 200
WELCOME_CHARACTERS: Final = 1_000
LINKS: Final = ("logo_link", "copyright_link", "privacy_link", "terms_link")
_SHOWN_AGAIN: Final = 2


@dataclass(frozen=True, slots=True)
class LookForm:
    """What the fields hold, what is wrong with some of them, and the look that they make, without what is wrong."""

    fields: Mapping[str, str]
    look: Look
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> frozenset[Section]:
        """The ticked sections."""
        return frozenset(Section) - self.look.hidden_sections


def form_of(look: Look) -> LookForm:
    """The form as it is opened."""
    names = (*LINKS, "copyright", "welcome")
    return LookForm({name: getattr(look, name) for name in names} | {"accent": look.accent or accent.OURS}, look)


def sent_form(kept: Look, logo: Shown | None) -> LookForm:
    """The form that was sent, over the look that is kept, with that logo."""
    fields: dict[str, str] = {}
    faults: dict[str, str] = {}
    told: dict[str, str] = {}
    for name in (*LINKS, "copyright", "welcome", "accent"):
        written = request.form.get(name, "")
        most, several = _size(name), name == "welcome"
        try:
            said = typed.text(written, most) if several else typed.line(written, most)
            told[name] = fields[name] = _checked(name, said)
        except Wrong as error:
            faults[name] = _(WRONG[error.why])
        except ValueError as error:
            faults[name] = str(error)
        if name in faults:
            again = written[: most * _SHOWN_AGAIN]
            fields[name] = typed.shown_text(again) if several else typed.shown_line(again)
    if told.get("accent") == accent.OURS:
        told["accent"] = ""
    shown = [section for section in Section if request.form.get(f"section-{section}")]
    told["hidden"] = as_words(set(Section) - set(shown))
    return LookForm(fields, msgspec.structs.replace(kept, logo=logo, **told), faults)


def _size(name: str) -> int:
    return {"copyright": COPYRIGHT_CHARACTERS, "welcome": WELCOME_CHARACTERS}.get(name, LINK_CHARACTERS)


def _checked(name: str, said: str) -> str:
    """What is kept of a field. Raises `ValueError` with a sentence for it."""
    if name == "accent":
        colour = accent.read(said) if said else accent.OURS
        if colour is None:
            raise ValueError(_("That is no colour such as #1f6f54."))
        return colour
    return _address(said) if name in LINKS and said else said


def _address(said: str) -> str:
    """A web address; whoever leaves out https:// gets it. Raises `ValueError` with a sentence."""
    link = said if "://" in said else f"https://{said}"
    host = link.partition("://")[2].partition("/")[0].partition(":")[0]
    if "{" in link or not is_address(link) or "." not in host.strip("."):
        raise ValueError(_("That is no web address such as https://www.example.com."))
    return link
