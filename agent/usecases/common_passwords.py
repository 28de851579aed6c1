"""The blocklist: the most common passwords, from the frequency lists of the zxcvbn package."""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec

COUNT = 3_000


def common_passwords() -> frozenset[str]:
    """The `COUNT` most common ones."""
    package = find_spec("zxcvbn")
    found = PathFinder.find_spec("frequency_lists", package.submodule_search_locations if package else None)
    if found is None or found.loader is None:
        raise ModuleNotFoundError("the frequency lists of zxcvbn are not installed")
    # The lists alone, and let go of at once: the package around them would hold 12 MB.
    lists = module_from_spec(found)
    found.loader.exec_module(lists)
    return frozenset(lists.FREQUENCY_LISTS["passwords"][:COUNT])
