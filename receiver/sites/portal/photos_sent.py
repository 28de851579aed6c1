"""The photos that came with a form: how many, how large, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from werkzeug.datastructures import FileStorage

from receiver.domain.requests.photos import NAME_CHARACTERS
from receiver.web.language import gettext as _
from receiver.web.with_files import FileLimits
from shared import photo
from shared.outbound import PHOTOS
from shared.photo import Fault, NoPhoto, Taken

FIELD: Final = "photos"
LIMITS: Final = FileLimits(FIELD, PHOTOS, photo.FILE_BYTES)
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Chosen:
    """The photos, each with the name that the customer's file has, or what is wrong with one of them."""

    photos: list[tuple[str, Taken]] = field(default_factory=list, repr=False)
    fault: str = ""


def chosen_photos(sent: Sequence[FileStorage]) -> Chosen:
    """What was chosen; a browser sends an empty file without a name where nothing was."""
    files = [one for one in sent if one.filename or one.stream.read(1)]
    if len(files) > LIMITS.files:
        return Chosen(fault=_("At most %(most)d photos can be sent with a message.", most=LIMITS.files))
    taken: list[tuple[str, Taken]] = []
    for one in files:
        name = one.filename or ""
        one.stream.seek(0)
        try:
            taken.append((name, photo.taken(one.stream.read(LIMITS.bytes_each + 1))))
        except NoPhoto as error:
            return Chosen(fault=_fault(_shown(name), error.fault))
    return Chosen(taken)


def _shown(name: str) -> str:
    """The name of a file as it is called back to who chose it."""
    plain = "".join(one for one in name if one.isprintable()).strip()
    return plain[-NAME_CHARACTERS:]


def _fault(name: str, fault: Fault) -> str:
    if fault == Fault.LARGE:
        most = LIMITS.bytes_each // MEGABYTE
        return _(
            "“%(name)s” is too large: a photo may have up to %(most)d MB and 50 million pixels.", name=name, most=most
        )
    if fault == Fault.KIND:
        return _("“%(name)s” is no photo that can be sent: JPEG, PNG, WebP and GIF can.", name=name)
    return _("“%(name)s” is damaged and can't be shown.", name=name)
