"""Gives a user a password (C7, C8): a one-use link that is mailed or shown once, one that is made here and shown once,
or one that the administrator types. Each is noted, and what was shown is kept nowhere: it is made of its form's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import flask
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.candidates import Candidate, candidates_of
from receiver.domain.people.codes import LETTERS
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.setting import make_setting, setting_user
from receiver.domain.people.user_list import Listed
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import StoredVerifier, chosen_place, make_chosen, matches, read_verifier
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.users import found, letters
from receiver.sites.admin.users.letters import Reader
from receiver.sites.portal.own_words import Known, known_by
from receiver.web import drawn
from receiver.web.mailing import sends_mail
from receiver.web.parts import parts
from receiver.web.transaction import writing

BY_MAIL: Final = "mail"
SHOWN: Final = "shown"
TYPED: Final = "typed"

MADE_CHARACTERS: Final = 12
"""Of a password that is made here: 59 bits, in three groups that can be read out on the phone."""
_GROUP: Final = 4
_ONCE: Final = "shown-once"
"""In the form cookie: whose link or password is shown on the next page, and the key it is made of."""
NEW_PASSWORD = N_("The office gave you a new password.")


@dataclass(frozen=True, slots=True)
class Subject:
    """A user whose password is set."""

    user: Listed
    candidate: Candidate
    known: Known
    reader: Reader


def subject_of(desk: Desk, user: Listed) -> Subject:
    """What is known of him."""
    (candidate,) = candidates_of(desk.session, desk.company_id, desk.published, [], [user.user_id])
    known, kept = known_by(desk.session, desk.frame, candidate), found.kept(desk, user)
    sign_in = user.number or user.login or user.email
    reader = Reader(user.user_id, user.name, known.address, sign_in, kept.language if kept else "")
    return Subject(user, candidate, known, reader)


def can_be_mailed(user: Listed, address: str) -> bool:
    """Whether a link can be mailed to him, whose address is this."""
    return bool(address) and sends_mail() and user.active


def mail_link(session: Session, desk: Desk, reader: Reader, label: str, key: str) -> bool:
    """Make a link and mail it, once for each form; whether the link is good."""
    token = _token(desk, reader.user_id, key)
    if not make_setting(session, desk.company_id, reader.user_id, token, now()):
        return bool(setting_user(session, desk.company_id, token, now()))
    letters.link(session, desk.frame, reader, token)
    _note(session, desk, "users.password-mailed", reader.user_id, label)
    return True


def show_link(session: Session, desk: Desk, user_id: str, label: str, key: str) -> None:
    """Make a link, to be shown on the next page. The same form once more makes none, and shows the one that it made
    while that is good: the answer to the first of two clicks is seen by nobody."""
    token = _token(desk, user_id, key)
    made = make_setting(session, desk.company_id, user_id, token, now())
    if made:
        _note(session, desk, "users.password-link", user_id, label)
    if made or setting_user(session, desk.company_id, token, now()):
        flask.session[_ONCE] = [desk.company_id, user_id, key]


def is_open(session: Session, desk: Desk, user_id: str, key: str) -> bool:
    """Whether the form of this key made a link, by which his password can be set still."""
    return setting_user(session, desk.company_id, _token(desk, user_id, key), now()) == user_id


def set_made(desk: Desk, subject: Subject, key: str) -> None:
    """Let a password count that is made here, to be shown on the next page; the same form once more changes nothing."""
    user_id, password = subject.user.user_id, _made(desk, subject.user.user_id, key)
    held = subject.candidate.verifier
    if held is None or not matches(parts().secrets.peppers, subject.candidate.place, held, password):
        _set(desk, subject, password, "users.password-made")
    flask.session[_ONCE] = [desk.company_id, user_id, key]


def set_typed(desk: Desk, subject: Subject, password: str) -> None:
    """Let the password count that the administrator typed."""
    _set(desk, subject, password, "users.password-typed")


def verifier_of(desk: Desk, user_id: str, password: str) -> StoredVerifier:
    """What is stored of a password. Hashes, so it stands outside of any transaction."""
    return make_chosen(parts().secrets.peppers, desk.company_id, user_id, password)


def has_another(desk: Desk, user_id: str, password: str) -> bool:
    """Whether there is such a user already, whose password this is not."""
    held = desk.session.get(PortalUser, (desk.company_id, user_id))
    if held is None:
        return False
    place, peppers = chosen_place(desk.company_id, user_id), parts().secrets.peppers
    return not held.verifier or not matches(peppers, place, read_verifier(held.verifier), password)


def shown_link(desk: Desk, user: Listed | None = None) -> str:
    """The link that the form before made, for `user` where one is named, once; empty where there is none to show."""
    user_id, key = _once(desk)
    meant = key and (user is None or user.user_id == user_id)
    return letters.address(desk.frame, _token(desk, user_id, key)) if meant else ""


def shown_password(desk: Desk, user: Listed) -> str:
    """The password that the form before made for him, once; empty where there is none to show."""
    user_id, key = _once(desk)
    return _made(desk, user_id, key) if key and user_id == user.user_id else ""


def _set(desk: Desk, subject: Subject, password: str, action: str) -> None:
    user_id = subject.user.user_id
    chosen = Chosen(user_id, verifier_of(desk, user_id, password), subject.candidate.reset)
    with writing(desk.company_id) as session:
        found.check_still(session, desk, subject.user)
        choose(session, desk.company_id, chosen, now())
        cause = f"office-password:{chosen.verifier.mark.hex()}"
        letters.changed(session, desk.frame, subject.reader, NEW_PASSWORD, cause)
        _note(session, desk, action, user_id, found.label(subject.user))


def _note(session: Session, desk: Desk, action: str, user_id: str, label: str) -> None:
    note(session, desk.company_id, desk.actor, Deed(action, user_id, {"user": label}), now())


def _once(desk: Desk) -> tuple[str, str]:
    """Whose, and the key; empty words where nothing waits for this company."""
    match flask.session.pop(_ONCE, None):
        case [int(company_id), str(user_id), str(key)] if company_id == desk.company_id:
            return user_id, key
        case _:
            return "", ""


def _token(desk: Desk, user_id: str, key: str) -> str:
    return drawn.token("set-password", desk.company_id, user_id, key)


def _made(desk: Desk, user_id: str, key: str) -> str:
    """k7mw-3qxt-9hpd."""
    number, letters_ = int(drawn.mark("made-password", desk.company_id, user_id, key), 16), LETTERS.lower()
    signs = []
    for _place in range(MADE_CHARACTERS):
        number, sign = divmod(number, len(letters_))
        signs.append(letters_[sign])
    return "-".join("".join(signs[at : at + _GROUP]) for at in range(0, MADE_CHARACTERS, _GROUP))
