"""Changes how a company's portal looks, and notes in the audit log what was changed (C5, C6). In `Lane.VISITORS`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.looks.look import Look, Shown, look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.pictures import Kind, accept, forget_others, keep, same_as
from shared.portal_picture import Taken

MARK_BYTES: Final = 12
_LINKS: Final = ("logo_link", "copyright_link", "privacy_link", "terms_link")


class Gone(Exception):
    """The picture that was to be taken waits no more."""


class Meanwhile(Exception):
    """Somebody else changed the look since the form was made; the text is his name, empty where nobody ever did and the
    form does not say what it was made from."""


def look_now(session: Session, company_id: int) -> Look:
    """The look as it is kept."""
    held = session.get(CompanyLook, company_id)
    return look_of(held.body if held else None)


def mark_of(look: Look) -> str:
    """Tells whether anybody changed what the form of C6 shows since it was made."""
    told = msgspec.json.encode(msgspec.structs.replace(look, splash=None, splash_words=""))
    return blake2b(told, digest_size=MARK_BYTES).hexdigest()


def set_splash(session: Session, company_id: int, actor: Actor, taken: Taken, now: datetime) -> None:
    """Show another splash screen. The very one that is shown already changes nothing."""
    look = look_now(session, company_id)
    if same_as(session, company_id, look.splash, taken):
        return
    _show_splash(session, company_id, actor, keep(session, company_id, Kind.SPLASH, taken, now), now)


def accept_splash(session: Session, company_id: int, actor: Actor, name: str, now: datetime) -> None:
    """Show the scaled picture of that name. Sent twice, it is shown once. Raises `Gone`."""
    look = look_now(session, company_id)
    if look.splash is not None and look.splash.name == name:
        return
    shown = accept(session, company_id, Kind.SPLASH, name, now)
    if shown is None:
        raise Gone
    _show_splash(session, company_id, actor, shown, now)


def remove_splash(session: Session, company_id: int, actor: Actor, now: datetime) -> None:
    """Show none."""
    if look_now(session, company_id).splash is not None:
        _show_splash(session, company_id, actor, None, now)


def say_splash(session: Session, company_id: int, actor: Actor, words: str, now: datetime) -> None:
    """What stands on it, for who can't see it."""
    look = look_now(session, company_id)
    if look.splash_words == words:
        return
    _keep(session, company_id, msgspec.structs.replace(look, splash_words=words), actor, now)
    note(session, company_id, actor, Deed("looks.splash-words"), now)


def save(session: Session, company_id: int, actor: Actor, look: Look, made_from: str, now: datetime) -> None:
    """Keep what was typed on the form that was made from the look of that mark; a logo that waits becomes the portal's.
    What is kept already changes nothing. Raises `Meanwhile`, `Gone`."""
    before = look_now(session, company_id)
    after = msgspec.structs.replace(look, splash=before.splash, splash_words=before.splash_words)
    if after == before:
        return
    if mark_of(before) != made_from:
        held = session.get(CompanyLook, company_id)
        raise Meanwhile(held.changed_by if held else "")
    if after.logo is not None and after.logo != before.logo:
        logo = accept(session, company_id, Kind.LOGO, after.logo.name, now)
        if logo is None:
            raise Gone
        after = msgspec.structs.replace(after, logo=logo)
    _keep(session, company_id, after, actor, now)
    forget_others(session, company_id, Kind.LOGO, after.logo, now)
    for deed in _deeds(before, after):
        note(session, company_id, actor, deed, now)


def _show_splash(session: Session, company_id: int, actor: Actor, shown: Shown | None, now: datetime) -> None:
    look = look_now(session, company_id)
    _keep(session, company_id, msgspec.structs.replace(look, splash=shown), actor, now)
    forget_others(session, company_id, Kind.SPLASH, shown, now)
    deed = Deed("looks.splash-removed")
    if shown is not None:
        deed = Deed("looks.splash", details={"width": shown.width, "height": shown.height})
    note(session, company_id, actor, deed, now)


def _keep(session: Session, company_id: int, look: Look, actor: Actor, now: datetime) -> None:
    held = session.get(CompanyLook, company_id)
    body = msgspec.json.encode(look)
    if held is None:
        session.add(CompanyLook(company_id=company_id, body=body, changed_at=now, changed_by=actor.name))
    else:
        held.body, held.changed_at, held.changed_by = body, now, actor.name
    session.flush()


def _deeds(before: Look, after: Look) -> Iterator[Deed]:
    """What is to be said of a saved form, an entry for each thing that is another one now."""
    if before.logo != after.logo:
        yield Deed("looks.logo" if after.logo else "looks.logo-removed")
    for name in _LINKS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            action = f"looks.{name.replace('_', '-')}"
            yield Deed(action, details={"to": new}) if new else Deed(f"{action}-removed")
    if before.copyright != after.copyright:
        yield Deed("looks.copyright", details={"text": after.copyright})
    if before.welcome != after.welcome:
        yield Deed("looks.welcome")
    if before.accent != after.accent:
        yield Deed("looks.accent", details={"colour": after.accent}) if after.accent else Deed("looks.accent-ours")
    if before.hidden != after.hidden:
        yield Deed("looks.sections", details={"hidden": after.hidden}) if after.hidden else Deed("looks.sections-all")
