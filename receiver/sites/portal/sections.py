"""Which section each page behind the sign-in belongs to (C6, C7): what is hidden from a user is not found by him."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.domain.looks.sections import Section
from receiver.sites.portal.visit import Visit

SECTIONS: Final[Mapping[str, Section | None]] = {
    **dict.fromkeys(("contact", "change_contact", "save_contact"), Section.CONTACT),
    **dict.fromkeys(("property_notes", "save_property_notes"), Section.CONTACT),
    **dict.fromkeys(("schedule", "change_schedule", "send_change", "job_note", "send_job_note"), Section.SCHEDULE),
    **dict.fromkeys(("calendar", "make_feed", "stop_feed"), Section.SCHEDULE),
    "history": Section.HISTORY,
    **dict.fromkeys(("message", "send_message", "message_photo", "message_photo_small"), Section.MESSAGE),
    **dict.fromkeys(("invoices", "statement", "statement_pdf"), Section.INVOICES),
    **dict.fromkeys(("people", "invite", "resend", "withdraw", "change_rights", "remove"), Section.PEOPLE),
    **dict.fromkeys(("home", "account", "my_requests", "my_request", "data", "data_copy"), None),
    **dict.fromkeys(("accounts", "link_account", "look", "unlink_account"), None),
    **dict.fromkeys(("password_page", "password", "sign_in_name", "save_sign_in_name"), None),
    **dict.fromkeys(("passkeys", "change_passkeys", "sessions_page", "end_sessions"), None),
    **dict.fromkeys(("mails", "choose_mails"), None),
}
"""By the names of views; None is for pages that are never hidden. A test fails for a page that is not named."""


def shows(visit: Visit, view: str) -> bool:
    """Whether the user sees the section of that view."""
    section = SECTIONS.get(view)
    return section is None or visit.shows(section)
