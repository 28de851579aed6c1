"""What a campaign found: a row for each shot, the rules at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec


class Shot(msgspec.Struct, frozen=True):
    """One fault: what was aimed at, where it hit, and which rules it broke."""

    aim: str
    place: str
    outcome: str
    faults: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """What has to hold over all shots."""

    rule: str
    holds: bool
    found: str


class Report(msgspec.Struct, frozen=True):
    """A campaign's end."""

    campaign: str
    seed: int
    shots: tuple[Shot, ...]
    rules: tuple[Rule, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule held."""
        return all(one.holds for one in self.rules)

    @property
    def broken(self) -> list[str]:
        """The rules that did not hold, in words."""
        return [f"{one.rule}: {one.found}" for one in self.rules if not one.holds]


def report(campaign: str, seed: int, shots: Sequence[Shot], *rules: Rule) -> Report:
    """The report with the rule of every campaign: no shot broke anything."""
    faults = [fault for shot in shots for fault in shot.faults]
    clean = Rule("no shot broke a rule", not faults, "; ".join(faults[:5]) or f"{len(shots)} shots")
    return Report(campaign, seed, tuple(shots), (clean, *rules))


def at_least(rule: str, count: int, least: int) -> Rule:
    """A rule that wants so many."""
    return Rule(rule, count >= least, f"{count} (at least {least})")


def table(found: Report) -> str:
    """For people: how many shots hit where and how they ended, each fault, each rule."""
    ended = Counter((one.place, one.outcome) for one in found.shots)
    width = max([len(place) for place, _ in ended], default=0)
    lines = [f"{found.campaign}, seed {found.seed}: {len(found.shots)} shots"]
    lines += [f"  {place:{width}}  {count:6}  {outcome}" for (place, outcome), count in sorted(ended.items())]
    lines += [f"  FAULT  {one.aim} ({one.place}): {fault}" for one in found.shots for fault in one.faults]
    lines += [f"  {'holds' if one.holds else 'BROKEN'}  {one.rule}: {one.found}" for one in found.rules]
    return "\n".join(lines)
