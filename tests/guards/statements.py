"""How many statements each request costs its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import Engine, event

from receiver.sites.portal import looking_on

MOST = {
    "GET admin.erasing_customer 200": 10,
    "GET admin.go_live 200": 10,
    "GET admin.overview 200": 13,
    "GET admin.user_password 200": 9,
    "GET admin.users 200": 11,
    "GET portal.account 200": 1,
    "GET portal.accounts 200": 2,
    "GET portal.calendar 200": 2,
    "GET portal.contact 200": 2,
    "GET portal.data 200": 1,
    "GET portal.history 200": 2,
    "GET portal.home 200": 3,
    "GET portal.invoices 200": 2,
    "GET portal.message 200": 11,
    "GET portal.my_request 200": 10,
    "GET portal.people 200": 3,
    "GET portal.schedule 200": 2,
    "GET portal.set_password_page 200": 9,
    "GET portal.statement 200": 2,
    "POST admin.accept_splash 303": 13,
    "POST admin.add_user 303": 23,
    "POST admin.change_mail_text 200": 9,
    "POST admin.change_own_factor 200": 13,
    "POST admin.change_own_factor 303": 11,
    "POST admin.change_own_password 303": 24,
    "POST admin.customer_view 303": 11,
    "POST admin.customers_deactivate 303": 14,
    "POST admin.customers_go 303": 12,
    "POST admin.customers_invite 200": 9,
    "POST admin.customers_invite 303": 15,
    "POST admin.customers_letters 200": 12,
    "POST admin.end_sign_in 303": 11,
    "POST admin.erase_customer 303": 39,
    "POST admin.forgotten 303": 16,
    "POST admin.factor 401": 9,
    "POST admin.go_live_now 303": 23,
    "POST admin.go_live_now 400": 20,
    "POST admin.help_administrator 303": 11,
    "POST admin.hold_uploads 303": 9,
    "POST admin.import_data 303": 13,
    "POST admin.link_user_account 303": 13,
    "POST admin.publish_held 303": 21,
    "POST admin.remove_splash 303": 11,
    "POST admin.require_factor 303": 12,
    "POST admin.save_look 303": 40,
    "POST admin.save_user 400": 9,
    "POST admin.save_user_password 303": 25,
    "POST admin.save_user_password 400": 10,
    "POST admin.save_user_permissions 303": 38,
    "POST admin.send_test_mail 303": 9,
    "POST admin.show_earlier 303": 26,
    "POST admin.sign_in 303": 21,
    "POST admin.sign_in 401": 9,
    "POST admin.try_mail 303": 9,
    "POST admin.try_mail 400": 10,
    "POST admin.try_mails_now 303": 9,
    "POST admin.unlink_user_account 303": 11,
    "POST admin.upload_splash 303": 13,
    "POST admin.users_go 303": 20,
    "POST admin.users_go 400": 14,
    "POST admin.users_remove 303": 25,
    "POST portal.accept_invitation 303": 43,
    "POST portal.accept_invitation 400": 12,
    "POST portal.accept_invitation 401": 18,
    "POST portal.accept_signed_in 303": 17,
    "POST portal.choose 303": 12,
    "POST portal.end_view 303": 9,
    "POST portal.first_password 303": 31,
    "POST portal.first_password 401": 17,
    "POST portal.forgotten 303": 17,
    "POST portal.invite 303": 19,
    "POST portal.letter 303": 36,
    "POST portal.letter 401": 11,
    "POST portal.link_account 303": 19,
    "POST portal.link_account 401": 9,
    "POST portal.password 303": 28,
    "POST portal.remove 303": 12,
    "POST portal.resend 303": 19,
    "POST portal.save_contact 303": 14,
    "POST portal.send_message 303": 15,
    "POST portal.set_password 303": 25,
    "POST portal.set_password 400": 9,
    "POST portal.sign_in 303": 20,
    "POST portal.sign_in 401": 9,
    "POST portal.use_link 303": 17,
}
"""The budget allows a home 8 statements and the other pages 3; this is what they have. Home asks for requests, and for
the account as it was at the last visit; contact and schedule for what waits. A page of answers costs more when they are
seen for the first time, which is written down. A request counts what the account has asked for already, and takes
numbers. A sign-in counts, looks, starts a session, and notes the visit; accepting an invitation makes a user besides.

The overview of an office counts each thing by a statement, and notes once what it counted of a snapshot; what an
administrator changes is noted in the audit log: two statements for its head, one for the entry; the Admin screen is
saved with an entry for each thing that was changed. A page that an administrator looks at as a customer costs one more,
which finds him; it is counted by itself. On PostgreSQL each transaction that writes takes its turn by a statement more.
An answer that is not named costs no more than `OTHERS`."""

OTHERS = 8
AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SET ")
"""What surrounds statements."""


@contextmanager
def counted(app: Flask, engine: Engine) -> Iterator[dict[str, list[str]]]:
    """The most expensive request of each route meanwhile: its statements by method, view and status. `app` has
    answered nothing yet."""
    seen: dict[str, list[str]] = {}

    def note(*words: object) -> None:
        if has_request_context() and not str(words[2]).startswith(AROUND):
            g.statements = [*g.get("statements", ()), str(words[2])]

    def keep(response: Response) -> Response:
        route, found = f"{request.method} {request.endpoint} {response.status_code}", g.get("statements", [])
        if looking_on.NOT_KEPT in response.headers:
            route = f"{route} viewed"
        seen[route] = max(seen.get(route, []), found, key=len)
        return response

    app.after_request(keep)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def faults(seen: dict[str, list[str]]) -> list[str]:
    """The answers that cost more than they may, with how each of their statements begins."""
    return [
        f"{route}: {len(found)} statements, {MOST.get(route, OTHERS)} are allowed: {[one[:24] for one in found]}"
        for route, found in seen.items()
        if len(found) > MOST.get(route, OTHERS)
    ]
