"""The photos that came with a form: how many, how large, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import SEEK_END
from math import ceil
from typing import Final

from werkzeug.datastructures import FileStorage

from receiver.domain.requests.photos import NAME_CHARACTERS
from receiver.web.language import gettext as _
from receiver.web.with_files import FileLimits
from shared import photo
from shared.outbound import PHOTOS
from shared.photo import Taken
from shared.pixels import Fault, NoPicture

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
        except NoPicture as error:
            return Chosen(fault=_sentence(_shown(name), error, one.stream.seek(0, SEEK_END)))
    return Chosen(taken)


def _shown(name: str) -> str:
    """The name of a file as it is called back to who chose it."""
    plain = "".join(one for one in name if one.isprintable()).strip()
    return plain[-NAME_CHARACTERS:]


def _sentence(name: str, error: NoPicture, size: int) -> str:
    match error.fault:
        case Fault.HEAVY:
            return _(
                "“%(name)s” has %(found)s MB; a photo may have up to %(most)d MB.",
                name=name,
                found=f"{ceil(10 * size / MEGABYTE) / 10:.1f}",
                most=LIMITS.bytes_each // MEGABYTE,
            )
        case Fault.PIXELS if error.width:
            return _(
                "“%(name)s” has %(width)d x %(height)d pixels, more than can be taken here. Please make it smaller, or "
                "send it as a JPEG as cameras make it.",
                name=name,
                width=error.width,
                height=error.height,
            )
        case Fault.PIXELS:
            return _("“%(name)s” has far too many pixels. Please make it smaller.", name=name)
        case Fault.KIND:
            return _("“%(name)s” is no photo that can be sent: JPEG, PNG, WebP and GIF can.", name=name)
        case Fault.DAMAGED:
            return _("“%(name)s” is damaged and can't be shown.", name=name)
