"""Change Splash Screen (C5): the picture at the top right of every page of the portal."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.looks import changing, pictures
from receiver.domain.looks.look import Shown
from receiver.domain.looks.pictures import SPLASH_HEIGHT, SPLASH_WIDTH, Kind
from receiver.domain.requests import typed
from receiver.domain.requests.typed import Wrong
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.looking import sample_of
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.picture_file import LIMITS, NoFile, sent_picture
from receiver.sites.portal.asking.words import WRONG
from receiver.web.language import gettext as _
from receiver.web.transaction import writing
from receiver.web.with_files import takes_files

WORDS_CHARACTERS: Final = 200


@administrator(Right.LOOK)
def splash(desk: Desk) -> ResponseReturnValue:
    """The picture as customers see it, and the form for another one."""
    return _page(desk)


@takes_files(LIMITS)
@administrator_form(Right.LOOK)
def upload_splash(desk: Desk) -> ResponseReturnValue:
    """Show the picture that was sent; one that is too large is refused with its size, and offered scaled down."""
    try:
        taken = sent_picture(SPLASH_WIDTH, SPLASH_HEIGHT)
    except NoFile as error:
        return _page(desk, {"picture": str(error)}, status=400)
    if taken is None:
        return _page(desk, {"picture": _("Choose a picture first.")}, status=400)
    if taken.scaled:
        with writing(desk.company_id) as session:
            offer = pictures.offer(session, desk.company_id, Kind.SPLASH, taken, now())
        fault = _(
            "This picture has %(width)d x %(height)d pixels. It can have at most 800 x 70.",
            width=taken.found_width,
            height=taken.found_height,
        )
        return _page(desk, {"picture": fault}, offer=offer, status=400)
    with writing(desk.company_id) as session:
        changing.set_splash(session, desk.company_id, desk.actor, taken, now())
    return _uploaded(desk)


@administrator_form(Right.LOOK)
def accept_splash(desk: Desk) -> ResponseReturnValue:
    """Show the picture that was offered scaled down."""
    try:
        with writing(desk.company_id) as session:
            changing.accept_splash(session, desk.company_id, desk.actor, request.form.get("offer", ""), now())
    except changing.Gone:
        return _page(desk, {"picture": _("That picture is no longer kept here. Please upload it again.")}, status=409)
    return _uploaded(desk)


@administrator_form(Right.LOOK)
def remove_splash(desk: Desk) -> ResponseReturnValue:
    """Show none."""
    with writing(desk.company_id) as session:
        changing.remove_splash(session, desk.company_id, desk.actor, now())
    tell(_("The splash screen is removed."))
    return redirect(desk.address("splash"), 303)


@administrator_form(Right.LOOK)
def say_splash(desk: Desk) -> ResponseReturnValue:
    """Keep what is read to people who can't see the picture."""
    written = request.form.get("words", "")
    try:
        words = typed.line(written, WORDS_CHARACTERS)
    except Wrong as error:
        kept = typed.shown_line(written[: 2 * WORDS_CHARACTERS])
        return _page(desk, {"words": _(WRONG[error.why])}, words=kept, status=400)
    with writing(desk.company_id) as session:
        changing.say_splash(session, desk.company_id, desk.actor, words, now())
    tell(_("Saved."))
    return redirect(desk.address("splash"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/splash", view_func=splash, methods=["GET"])
    blueprint.add_url_rule("/splash", view_func=upload_splash, methods=["POST"])
    blueprint.add_url_rule("/splash/scaled", view_func=accept_splash, methods=["POST"])
    blueprint.add_url_rule("/splash/remove", view_func=remove_splash, methods=["POST"])
    blueprint.add_url_rule("/splash/words", view_func=say_splash, methods=["POST"])


def _uploaded(desk: Desk) -> ResponseReturnValue:
    # The article's own words.
    tell(_("file was uploaded"))
    return redirect(desk.address("splash"), 303)


def _page(
    desk: Desk,
    faults: dict[str, str] | None = None,
    *,
    offer: Shown | None = None,
    words: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    look = changing.look_now(desk.session, desk.company_id)
    return shown(
        desk,
        "admin/splash.html",
        "splash",
        status,
        sample=sample_of(desk, look),
        look=look,
        faults=faults or {},
        offer=offer,
        words=look.splash_words if words is None else words,
    )
