"""Where a test goes: to whoever sends it, or to the office. Nobody else, so that no page of ours can be used to mail
strangers (T18)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.senders import office_address
from receiver.domain.tokens import may_be_token, new_token
from receiver.sites.admin.desk import Desk


def own_addresses(desk: Desk) -> Mapping[str, str]:
    """By the word that the form sends; empty where nobody has an address, or this host sends no mail."""
    if not desk.frame.mails:
        return {}
    found = {"me": one_address(desk.administrator.email), "office": office_address(desk.frame.office)}
    if found["me"] == found["office"]:
        del found["office"]
    return {word: address for word, address in found.items() if address}


def chosen_address(desk: Desk) -> str:
    """The address that was chosen; empty where that is none of these."""
    return own_addresses(desk).get(request.form.get("to", ""), "")


def sent_once() -> str:
    """What the page of a test is known by, so that a double click sends one mail."""
    once = request.form.get("once", "")
    return once if may_be_token(once) else new_token()
