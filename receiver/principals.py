"""Who a request comes from, once that is proven."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeComputer:
    """A paired computer of an office; its request is signed with the key that was enrolled."""

    company_id: int
    device_id: str
