"""What has to be in order before a company goes live, and what people call it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from receiver.languages import N_


class Point(StrEnum):
    """What is looked at, in the order in which it is shown."""

    PUBLISHED = "published"
    LEVEL_1 = "level-1"
    MAIL = "mail"
    PASSWORDS = "passwords"
    PRIVACY = "privacy"
    FACTOR = "factor"


NAMES: Final[Mapping[Point, str]] = {
    Point.PUBLISHED: N_("Something is published"),
    Point.LEVEL_1: N_("Level 1 passwords"),
    Point.MAIL: N_("Mail works"),
    Point.PASSWORDS: N_("Customers' passwords"),
    Point.PRIVACY: N_("Privacy link"),
    Point.FACTOR: N_("Second factor (recommended)"),
}
