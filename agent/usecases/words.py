"""The word list for passwords that people can read out: the 7,776 English words of the EFF's long list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import xkcdpass


@cache
def word_list() -> tuple[str, ...]:
    """The words, as the `xkcdpass` package brings them."""
    return tuple((files(xkcdpass) / "static" / "eff-long").read_text("utf-8").split())
