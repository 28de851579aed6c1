"""The words of the pages about customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.domain.people.customer_list import Password
from receiver.languages import N_

PASSWORDS: Final[Mapping[Password, str]] = {
    Password.NONE: N_("none"),
    Password.OFFICE: N_("from the office"),
    Password.WEAK: N_("weak or shared"),
    Password.OWN: N_("the customer's own"),
}
"""Where the password comes from that counts."""
