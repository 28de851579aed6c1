"""Details that name several things of ours at once, by the words of the code with a blank between them, and what people
call these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from receiver.domain.administrators import rights
from receiver.domain.looks import sections
from receiver.domain.opening import points
from receiver.languages import N_

LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "hidden": {str(one): name for one, name in sections.NAMES.items()},
    "open": {str(one): name for one, name in points.NAMES.items()},
    "rights": {str(one): name for one, name in rights.NAMES.items()},
}
"""By the detail's name."""
NOTHING: Final = {"", "-"}
NONE: Final = N_("none")


def as_people_say(name: str, value: str, translated: Callable[[str], str]) -> str:
    """The value of the detail `name`, to be read. A word that this release does not know stands as it is."""
    if value in NOTHING:
        return translated(NONE)
    return ", ".join(translated(LISTS[name].get(word, word)) for word in value.split())
