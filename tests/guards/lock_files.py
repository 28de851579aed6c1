"""The locks: every package by version and hash, no registry's address, and all that pyproject.toml asks for."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.lock import USES

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def faults(lock: str, wanted: list[Requirement]) -> list[str]:
    """What is wrong with the text of a lock that is to hold `wanted`."""
    found = [f"an address: {line.strip()}" for line in lock.splitlines() if re.search(r"://|--(extra-)?index", line)]
    pins = installed(lock)
    found += [f"no hash: {entry.split()[0]}" for entry in entries(lock) if "--hash=sha256:" not in entry]
    for one in wanted:
        version = pins.get(canonicalize_name(one.name))
        if version is None:
            found.append(f"missing: {one.name}")
        elif not one.specifier.contains(version, prereleases=True):
            found.append(f"{one.name}: {version} is locked, {one.specifier} is asked for")
    return found


def installed(lock: str) -> dict[str, str]:
    """The versions that a lock installs on this Python: it may hold several of a package, each with its condition."""
    found = [Requirement(entry.partition("--hash")[0]) for entry in entries(lock) if PIN.match(entry)]
    return {
        canonicalize_name(one.name): next(iter(one.specifier)).version
        for one in found
        if one.marker is None or one.marker.evaluate()
    }


def npm_faults(lock: str) -> list[str]:
    """What is wrong with the text of an npm lock: packages that name an address, or no hash of their content."""
    packages = {name: one for name, one in json.loads(lock)["packages"].items() if name}
    found = [f"an address: {name}" for name, one in packages.items() if "resolved" in one]
    return found + [f"no hash: {name}" for name, one in packages.items() if not one.get("integrity")]


def entries(lock: str) -> list[str]:
    """The packages of a lock, each with its hashes."""
    joined = lock.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def wanted(pyproject: Path, use: str) -> list[Requirement]:
    """What pyproject.toml asks for in a use; the words of the lock command say which parts those are."""
    project = tomllib.loads(pyproject.read_text())
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    words = USES[use]
    lines: list[str] = list(project["project"]["dependencies"])
    pairs = list(pairwise(words))
    for name, listed in extras.items():
        lines += listed if "--all-extras" in words or ("--extra", name) in pairs else []
    for name, listed in groups.items():
        lines += listed if ("--group", name) in pairs else []
    return [one for one in map(Requirement, lines) if one.marker is None or one.marker.evaluate()]
