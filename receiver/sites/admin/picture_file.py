"""A picture that came with a form of the administration site, and one that waits for a yes."""

from __future__ import annotations

from math import ceil
from typing import Final

from flask import Response, abort, request
from werkzeug.datastructures import FileStorage

from receiver.domain.administrators.rights import Right
from receiver.domain.looks.pictures import picture_of
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.web.headers import POLICY
from receiver.web.language import gettext as _
from receiver.web.pictures import SANDBOX
from receiver.web.with_files import FileLimits
from shared import portal_picture
from shared.pixels import Fault, NoPicture
from shared.portal_picture import Taken

FIELD: Final = "picture"
MEGABYTE: Final = 1024 * 1024
ARRIVES_BYTES: Final = 8 * MEGABYTE
"""A file of up to so many is taken in, so that the form can say how large it is."""
LIMITS: Final = FileLimits(FIELD, 1, ARRIVES_BYTES, cookie.token)


class NoFile(ValueError):
    """The file can't be taken; the text is a sentence for the field."""


def sent_picture(width: int, height: int) -> Taken | None:
    """The picture that was chosen, scaled down where it is larger than that; None where none was. Raises `NoFile`."""
    found = request.files.get(FIELD)
    data = _read(found) if found is not None else b""
    if not data and not (found and found.filename):
        return None
    try:
        return portal_picture.taken(data, width, height)
    except NoPicture as error:
        raise NoFile(_sentence(error, len(data))) from error


@administrator(Right.LOOK)
def waiting_picture(desk: Desk, name: str) -> Response:
    """A picture that waits for a yes; only administrators see it."""
    found = picture_of(desk.session, desk.company_id, name, waiting=True)
    if found is None:
        abort(404)
    return Response(found.body, mimetype=found.type, headers={POLICY: SANDBOX})


def _read(found: FileStorage) -> bytes:
    return found.stream.read(ARRIVES_BYTES + 1)


def _sentence(error: NoPicture, size: int) -> str:
    match error.fault:
        case Fault.HEAVY:
            most = portal_picture.FILE_BYTES // MEGABYTE
            found = f"{ceil(10 * size / MEGABYTE) / 10:.1f}"
            return _("This file has %(found)s MB; %(most)d MB is the most.", found=found, most=most)
        case Fault.PIXELS if error.width:
            return _(
                "This picture has %(width)d x %(height)d pixels, more than can be scaled down here. Please make it "
                "smaller with a program for pictures.",
                width=error.width,
                height=error.height,
            )
        case Fault.PIXELS:
            return _("This picture has far too many pixels. Please make it smaller with a program for pictures.")
        case Fault.KIND:
            return _("This file is none of the pictures that can be shown: PNG, JPEG, GIF or WebP.")
        case Fault.DAMAGED:
            return _("This picture is damaged or incomplete.")
