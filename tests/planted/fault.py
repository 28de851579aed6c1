"""What a planted fault is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Fault:
    """A fault for `guard` to find. `plant` plants it in an empty folder and gives what the guard says about it: nothing
    where the guard misses it."""

    guard: ModuleType
    plant: Callable[[Path], list[str]]
