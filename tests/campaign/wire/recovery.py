"""How soon something is ready again, as a rule that also holds on a computer that is busy with other things."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tests.campaign.report import Rule


def in_time(what: str, took: Sequence[float], limit: float) -> Rule:
    """Half of them took at most `limit` seconds; as much longer as there are more programs that want to run than
    processors, which is told."""
    crowded = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    usual = sorted(took)[len(took) // 2] if took else 0.0
    told = f"median {usual:.2f} s, slowest {max(took, default=0.0):.2f} s of {len(took)}"
    told += f"; {crowded:.1f} programs a processor" if crowded > 1 else ""
    return Rule(f"{what} within {limit:.0f} s", bool(took) and usual <= limit * crowded, told)
