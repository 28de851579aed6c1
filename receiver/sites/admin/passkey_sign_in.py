"""Signing in to the administration site with a passkey: by itself, or where a second factor is asked for. A passkey is
the device and its lock, so it needs nothing besides."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.departed import forget_departed
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.sign_in import candidate_with_id
from receiver.domain.companies.queries import find_company
from receiver.domain.people import attempts
from receiver.domain.people.models import Way
from receiver.domain.people.passkeys import BadPasskey, OldPage, OtherSite, user_of
from receiver.sites.admin.door import no_entry
from receiver.sites.admin.entering import Entrant, afterwards, entered, start
from receiver.sites.frame import open_frame
from receiver.web import access
from receiver.web.language import gettext as _
from receiver.web.transaction import viewing, writing


@access.anybody
def sign_in_with_passkey(company_id: int) -> ResponseReturnValue:
    """Sign in whom the device vouches for, where he administers."""
    to = afterwards(request.form.get("to", ""))
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    party = frame.administration_party
    try:
        if party is None:
            raise BadPasskey
        with writing(company_id) as session:
            forget_departed(session, company_id)
            user_id = user_of(session, party, request.form.get("credential", ""), now())
            company = find_company(session, company_id)
            candidate = candidate_with_id(session, company, user_id) if company is not None else None
            if candidate is None:
                raise BadPasskey
            attempts.unlock(session, company_id, user_id)
            entrant = Entrant(company_id, candidate.administrator, candidate.verifier.mark, Way.PASSKEY)
            token = start(session, entrant, Step.IN)
    except OldPage:
        return no_entry(frame, to, _("This page was open for a long time. Please try again."), 401)
    except OtherSite:
        return no_entry(
            frame, to, _("That passkey opens the customers' portal only. Please sign in with your password."), 401
        )
    except BadPasskey:
        return no_entry(frame, to, _("That passkey is not known here. Please sign in with your password."), 401)
    return entered(entrant, token, Step.IN, to)


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/sign-in/passkey", view_func=sign_in_with_passkey, methods=["POST"])
