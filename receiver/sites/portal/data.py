"""My data (B16): everything that the portal holds about the user, as one file to take away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import msgspec
from flask import Blueprint, Response

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.mail.texts.marking import N_
from receiver.domain.mydata.copies import Copy
from receiver.domain.mydata.gathering import Office, Whose, gathered, photo_files
from receiver.sites.portal.asking.words import KINDS, STATES
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web.pages import render
from receiver.web.parts import Parts, parts
from receiver.web.zip_stream import zipped

INDENT: Final = 2
MAIL_STATES: Final = {
    "waiting": N_("not sent yet"),
    "sent": N_("sent"),
    "refused": N_("refused by the mail server"),
    "given up": N_("given up after many tries"),
    "stopped": N_("stopped before it was sent"),
}
RIGHTS: Final = {
    "own": N_("everything"),
    "see": N_("see only"),
    "ask": N_("see and ask"),
    "money": N_("see, ask, and money"),
}


@customer
def data(visit: Visit) -> str:
    """What a copy holds, and the link to it."""
    return render("portal/data.html", frame=visit.frame, visit=visit, here="account")


@customer
def data_copy(visit: Visit) -> Response:
    """The copy: a page to read, the same for programs, and the photos."""
    company_id, frame = visit.company_id, visit.frame
    whose = Whose(company_id, visit.published, visit.user.user_id, visit.user_name, visit.own_number)
    office = Office(frame.office.name, frame.office.shares_money, frame.published_at)
    made = now()
    copy = gathered(visit.connection, whose, office, made)
    files = _files(copy, _readable(visit, copy), photo_files(visit.connection, whose), parts())
    answer = Response(zipped(files, made), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"porchlight-{company_id}-{made:%Y-%m-%d}.zip")
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/data", view_func=data)
    blueprint.add_url_rule("/account/data/copy", view_func=data_copy)


def _readable(visit: Visit, copy: Copy) -> bytes:
    page = render(
        "portal/data_copy.html",
        frame=visit.frame,
        copy=copy,
        told=msgspec.to_builtins,
        kinds=KINDS,
        states=STATES,
        mail_states=MAIL_STATES,
        rights=RIGHTS,
    )
    return page.encode("utf-8", "replace")


def _files(copy: Copy, page: bytes, photos: list[tuple[str, str]], made_of: Parts) -> Iterator[tuple[str, bytes]]:
    """The files of the copy in turn; a photo is read when its turn comes, and named where it can't be."""
    yield "data.html", page
    yield "style.css", made_of.assets.content("app.css")
    yield "data.json", msgspec.json.format(msgspec.json.encode(copy), indent=INDENT)
    missing = []
    for name, photo_id in photos:
        held = None
        with suppress(DatabaseFault):
            held = made_of.files.read(copy.company_number, photo_id)
        if held is None:
            missing.append(name)
        else:
            yield name, held
    if missing:
        yield "missing.txt", "\n".join(missing).encode()
