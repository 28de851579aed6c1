"""Letters and cards that tell customers their passwords (feature row A6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.domain.conditions import Condition
from agent.domain.errors import UsageError

Form = Literal["letters", "cards"]
"""A page for each customer, or ten cards on a page, to be cut."""

Paper = Literal["A4", "Letter"]

_LETTER_TERRITORIES = frozenset(
    ["US", "CA", "MX", "PR", "PH", "CL", "CO", "CR", "GT", "HN", "NI", "PA", "SV", "VE", "DO"]
)


@dataclass(frozen=True)
class Order:
    """What is to be printed, and for whom: either the customers of the replacement `run`, or those whom the
    conditions mean; `everyone` says on purpose that all are meant."""

    target: Path
    form: Form
    paper: Paper
    run: int | None = None
    conditions: tuple[Condition, ...] = ()
    everyone: bool = False
    to: str = ""
    """The portal whose link is printed; may be left out where there is only one."""

    def check(self) -> None:
        """Raises `UsageError` where it is not clear who is meant."""
        given = (self.run is not None, bool(self.conditions), self.everyone)
        if sum(given) != 1:
            raise UsageError(
                "It is not clear who gets letters.",
                remedy='Give one of: --run NUMBER, --where "FIELD = VALUE", --all.',
            )


@dataclass(frozen=True)
class Sender:
    """The office as it stands on the paper; `link` is the portal's, which the QR code holds too."""

    company: str
    address: tuple[str, ...]
    phone: str
    link: str


@dataclass(frozen=True)
class Addressee:
    """One customer. The password is on the paper only: the QR code never holds it."""

    number: str
    address: tuple[str, ...]
    password: str = field(repr=False)


@dataclass(frozen=True)
class Written:
    """What was printed. `left_out` counts, by reason, who got nothing; `marked` is how many have characters in name
    or address that the font lacks: marks stand in their place."""

    target: Path
    form: Form
    count: int
    left_out: dict[str, int]
    marked: int


def usual_paper(locale: str) -> Paper:
    """The paper of a place, from the name of its locale such as "en_US.UTF-8"."""
    territory = locale.partition(".")[0].partition("_")[2].upper()
    return "Letter" if territory in _LETTER_TERRITORIES or territory == "UNITED STATES" else "A4"
