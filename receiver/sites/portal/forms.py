"""Takes the forms of signed-in users: nothing that was typed is lost when the session is not the one it was.

A form carries the token of its session and the mark of the user and account it was made for (`form_of` in
`components/forms.html`). Where the session has ended, or the user has signed in anew since, what he typed is kept as a
draft and stands in the form again; where he looks at another account meanwhile, it waits until he is back.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Final

from flask import Response, abort, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.sites.portal.guard import Page, admitted, customer, no_visit
from receiver.sites.portal.visit import Ended, State, Visit
from receiver.web import drafts, sessions
from receiver.web.access import marker
from receiver.web.forgery import checks_session, genuine_mark, same_session
from receiver.web.language import gettext as _
from receiver.web.pages import render

SENT: Final = 303
"""What a view answers whose form did what it is for."""


def customer_form(page: str = "") -> Callable[[Page], Callable[..., ResponseReturnValue]]:
    """Marks the view that takes a form of a signed-in user; it may take values from the address as keywords.

    `page` is the view that shows the form, with the same values of path and query: what was typed is kept for it.
    Without it nothing is kept, as of passwords. A view that did what was asked answers with a redirect, 303.
    """

    def marked(view: Page) -> Callable[..., ResponseReturnValue]:
        @marker("customer")
        @wraps(view)
        def guarded(company_id: int, **values: str | int) -> ResponseReturnValue:
            form_for = request.form.get("form_for", "")
            keeps = bool(page) and genuine_mark(company_id, form_for)
            state, answer = admitted(company_id, lambda state: _answer(view, state, values, page if keeps else ""))
            if keeps and _carried_out(state):
                if answer.status_code == SENT:
                    drafts.forget(company_id, page, form_for)
            elif keeps and (isinstance(state, Visit) or (isinstance(state, Ended) and state.again)):
                drafts.keep(answer, company_id, page, form_for)
            return answer

        checks_session(view)
        return guarded

    return marked


def session_form(view: Page) -> Callable[..., ResponseReturnValue]:
    """Marks the view that takes a form which is the same whichever account the user looks at, as a second tab may have
    changed it since; 403 without the token of the session."""

    @wraps(view)
    def checked(visit: Visit, **values: str | int) -> ResponseReturnValue:
        session = sessions.token(visit.company_id)
        if session is None or not same_session(session):
            abort(403)
        return view(visit, **values)

    checks_session(view)
    return customer(checked)


def own_account(view: Page) -> Page:
    """Hides a page from whoever only shares the account: it is not found. Stands below `customer`, `customer_form`."""

    @wraps(view)
    def owned(visit: Visit, **values: str | int) -> ResponseReturnValue:
        if not visit.rights.own:
            abort(404)
        return view(visit, **values)

    return owned


def may_ask(view: Page) -> Page:
    """Shows a page in its place to whoever may only look at the account. Stands below `customer`, `customer_form`."""

    @wraps(view)
    def asked(visit: Visit, **values: str | int) -> ResponseReturnValue:
        if not visit.rights.may_ask:
            return make_response(render("portal/only_looking.html", frame=visit.frame, visit=visit, here=""), 403)
        return view(visit, **values)

    return asked


def kept_form(visit: Visit) -> Mapping[str, str] | None:
    """What the user had typed in the form of this page when his session ended, by field; None where nothing waits.

    It is data like any other that was sent: the view checks it when it is sent again.
    """
    page = (request.endpoint or "").rpartition(".")[2]
    return drafts.kept(visit.connection, visit.company_id, page, visit.form_for)


def _answer(view: Page, state: State, values: Mapping[str, str | int], page: str) -> ResponseReturnValue:
    if isinstance(state, Ended) and page and state.again:
        words = _("What you typed is kept, and stands in the form again as soon as you are signed in.")
        return no_visit(replace(state, why=f"{state.why} {words}"))
    if not isinstance(state, Visit):
        return no_visit(state)
    if _carried_out(state):
        return view(state, **values)
    if not page:
        abort(403)
    if not _made_for(state):
        return _other_account(state)
    # The same user signed in anew since: the form once more, under the session of now.
    return redirect(drafts.page_address(state.company_id, page, {**request.args.to_dict(), **values}), SENT)


def _carried_out(state: State) -> bool:
    """Whether the form is of this session, and of this user at this account."""
    if not isinstance(state, Visit):
        return False
    session = sessions.token(state.company_id)
    return session is not None and same_session(session) and _made_for(state)


def _made_for(visit: Visit) -> bool:
    sent = request.form.get("form_for", "").encode("utf-8", "surrogatepass")
    return hmac.compare_digest(visit.form_for.encode(), sent)


def _other_account(visit: Visit) -> Response:
    return make_response(render("portal/other_account.html", frame=visit.frame, visit=visit, here=""), 409)
