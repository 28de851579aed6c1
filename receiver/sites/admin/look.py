"""The Admin screen (C6): logo, links, copyright, welcome message, colour, and what customers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.looks import accent, changing, pictures
from receiver.domain.looks.accent import accent_of
from receiver.domain.looks.look import Look, Shown
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.pictures import BOXES, Kind
from receiver.domain.looks.sections import ABOUT, NAMES
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.look_form import LookForm, form_of, sent_form
from receiver.sites.admin.looking import sample_of
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.picture_file import LIMITS, NoFile, sent_picture, waiting_picture
from receiver.web.headers import POLICY
from receiver.web.language import gettext as _
from receiver.web.pictures import SANDBOX
from receiver.web.transaction import writing
from receiver.web.with_files import takes_files

CONFLICT: Final = 409
SAMPLE: Final = ".sample"
"""What the preview's colours are for."""


@administrator(Right.LOOK)
def look(desk: Desk) -> ResponseReturnValue:
    """The form, and the portal as it looks."""
    kept = changing.look_now(desk.session, desk.company_id)
    return _page(desk, form_of(kept), kept)


@takes_files(LIMITS)
@administrator_form(Right.LOOK)
def save_look(desk: Desk) -> ResponseReturnValue:
    """Keep what was typed, or only show how it would look."""
    kept = changing.look_now(desk.session, desk.company_id)
    logo, waiting, wrong = _logo(desk, kept)
    form = sent_form(kept, logo)
    if wrong:
        form = replace(form, faults={**form.faults, "picture": wrong})
    if form.faults:
        return _page(desk, form, kept, waiting, status=400)
    if request.form.get("do") == "preview":
        return _page(desk, form, kept, waiting, previewed=True)
    try:
        with writing(desk.company_id) as session:
            made_from = request.form.get("made_from", "")
            changing.save(session, desk.company_id, desk.actor, form.look, made_from, now())
    except changing.Meanwhile as error:
        said = _meanwhile(str(error))
        return _page(desk, form, kept, waiting, said=said, status=CONFLICT)
    except changing.Gone:
        said = _("That picture is no longer kept here. Please upload it again.")
        return _page(desk, replace(form, faults={"picture": said}), kept, status=CONFLICT)
    tell(_("Saved."))
    return redirect(desk.address("look"), 303)


@administrator(Right.LOOK)
def sample_colours(_desk: Desk) -> Response:
    """The colours of the preview, for the colour in the query."""
    colour = accent.read(request.args.get("colour", ""))
    if colour is None:
        abort(404)
    style = "" if colour == accent.OURS else accent_of(colour).style(SAMPLE)
    return Response(style, mimetype="text/css", headers={POLICY: SANDBOX})


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/look", view_func=look, methods=["GET"])
    blueprint.add_url_rule("/look", view_func=save_look, methods=["POST"])
    blueprint.add_url_rule("/look/colours.css", view_func=sample_colours, methods=["GET"])
    blueprint.add_url_rule("/look/pictures/<name>", view_func=waiting_picture, methods=["GET"])


def _logo(desk: Desk, kept: Look) -> tuple[Shown | None, Shown | None, str]:
    """The logo that the form asks for, the same where it waits for Save, and what is wrong with the file."""
    try:
        taken = sent_picture(*BOXES[Kind.LOGO])
    except NoFile as error:
        logo, waiting, _gone = _logo_before(desk, kept)
        return logo, waiting, str(error)
    if taken is None:
        return _logo_before(desk, kept)
    with writing(desk.company_id) as session:
        offer = pictures.offer(session, desk.company_id, Kind.LOGO, taken, now())
    return offer, offer, ""


def _logo_before(desk: Desk, kept: Look) -> tuple[Shown | None, Shown | None, str]:
    """The same, of what was chosen before this file: one that waits, none, or the one that is kept."""
    name = request.form.get("offer", "")
    if request.form.get("no_logo"):
        return None, None, ""
    if not name or (kept.logo is not None and kept.logo.name == name):
        return kept.logo, None, ""
    waiting = pictures.offered(desk.session, desk.company_id, Kind.LOGO, name, now())
    gone = "" if waiting else _("That picture is no longer kept here. Please upload it again.")
    return waiting or kept.logo, waiting, gone


def _page(
    desk: Desk,
    form: LookForm,
    kept: Look,
    waiting: Shown | None = None,
    *,
    said: str = "",
    previewed: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    chosen = form.look.accent
    return shown(
        desk,
        "admin/look.html",
        "look",
        status,
        form=form,
        kept=kept,
        faults=form.faults,
        made_from=_made_from(kept, fresh=status == CONFLICT or request.method == "GET"),
        waiting=waiting,
        said=said,
        previewed=previewed,
        sample=sample_of(desk, form.look, waiting),
        colour=chosen or accent.OURS,
        accent=accent_of(chosen) if chosen else None,
        sections=[(section, _(name), _(ABOUT[section])) for section, name in NAMES.items()],
        changed=_changed(desk.session, desk.company_id),
        moment=desk.moment,
    )


def _meanwhile(name: str) -> str:
    if name:
        return _("%(name)s changed this page meanwhile. Below is what you typed; Save keeps yours.", name=name)
    return _("This page may have been changed meanwhile. Below is what you typed; Save keeps yours.")


def _made_from(kept: Look, *, fresh: bool) -> str:
    """The look that the form was made from, also where it is shown again; who has been told of another one saves over
    that."""
    return changing.mark_of(kept) if fresh else request.form.get("made_from", "")


def _changed(session: Session, company_id: int) -> tuple[datetime, str] | None:
    held = session.get(CompanyLook, company_id)
    return (held.changed_at, held.changed_by) if held else None
