"""What was typed to name an account: what is wrong with it before anything is looked up."""

from __future__ import annotations

import re
from typing import Final

from receiver.domain.people.sign_in import IDENTIFIER_CHARACTERS
from receiver.web.language import gettext as _
from shared import limits

CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def identifier_fault(identifier: str) -> str:
    """A sentence for the field; empty where nothing is wrong."""
    if not identifier.strip():
        return _("Type your customer number, login id or e-mail address.")
    if len(identifier) > IDENTIFIER_CHARACTERS:
        return _("That is too long for a customer number, a login id or an e-mail address.")
    if CONTROLS.search(identifier):
        return _("Something in it is no character. Please type it again.")
    return ""


def password_fault(password: str) -> str:
    """The same for a password that exists."""
    if not password.strip():
        return _("Type your password.")
    if len(password) > limits.PASSWORD_CHARACTERS:
        return _("That is too long for a password.")
    if CONTROLS.search(password):
        return _("Something in it is no character. Please type it again.")
    return ""


def shown_again(identifier: str) -> str:
    """What stands in the field when the page comes again."""
    return CONTROLS.sub("", identifier)[:IDENTIFIER_CHARACTERS]
