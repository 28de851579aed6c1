"""`agent fields set` and `agent fields payload`: what leaves the office (A17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

import click
import msgspec

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.errors import Exit
from agent.domain.leaving import Why
from agent.jobs.progress import PolledProgress
from agent.usecases.last_payload import Entry, Payload, Shown, Wanted
from agent.usecases.what_leaves import Switched
from shared.records import BODIES

NAMED_HERE = 20
"""So many records are named for a person; `--json` names all."""


@click.command("set", cls=AgentCommand, epilog='Example: agent fields set "CU.Street" off')
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.argument("state", type=click.Choice(["on", "off"]))
@pass_session
def set_(session: Session, names: tuple[str, ...], state: str) -> Exit:
    """Let the fields NAME leave the office, or not, from the next Process on. "Share money" is one too."""
    with session.alone(PolledProgress()) as office:
        found = office.what_leaves.switch(names, on=state == "on")
    said = [f"{one.name} is now {state}." for one in found] or [f"That was {state} already."]
    session.result({"fields": found}, "\n".join(said))
    return Exit.DONE if found else Exit.NOTHING_TO_DO


@click.command("payload", cls=AgentCommand, epilog="Example: agent fields payload --key 1001")
@click.option("--kind", type=click.Choice(sorted(BODIES)), help="Only records of this kind.")
@click.option("--key", metavar="NUMBER", help="Only of this customer number or user name; shows each record whole.")
@click.option("--to", metavar="NAME", help="The portal, where this computer is paired with several.")
@pass_session
def payload(session: Session, kind: str | None, key: str | None, to: str | None) -> Exit:
    """Show what the last Process that sent anything sent, record by record."""
    last, wanted = session.office.last_payload, Wanted(kind or "", exact=key or "")
    about, counts = last.about(to), last.counts(to)
    told: dict[str, object] = {"portal": about.portal, "uploads": about.uploads, "counts": counts}
    text = _about(about, counts)
    if key:
        found = list(last.records(wanted, to))
        session.result(told | {"records": found}, "\n".join([*text, *map(_whole, found)]))
        return Exit.DONE if found else Exit.NOTHING_TO_DO
    page = last.page(wanted, sum(counts.values()) if session.as_json else NAMED_HERE, to)
    more = [] if page.rest is None else ["  and more: see --json, or --key NUMBER for one of them"]
    session.result(told | {"records": page.entries}, "\n".join([*text, *map(_entry, page.entries), *more]))
    return Exit.DONE if page.entries else Exit.NOTHING_TO_DO


def lines(found: Sequence[Switched]) -> Iterator[str]:
    """The list of fields, set by set."""
    for set_, some in groupby(found, attrgetter("set")):
        if set_:
            yield set_
        for one in some:
            why = one.why or (Why.NO_MONEY if one.on and not one.leaves else "")
            yield f"  {one.name:<24} {'on' if one.on else 'off':<4}{f' {why}' if why else ''}"


def _about(about: Payload, counts: Mapping[str, int]) -> list[str]:
    if not about.uploads:
        return [f'Nothing was sent to "{about.portal}" yet.']
    told = [
        f'Sent to "{about.portal}" as snapshot {one.snapshot} of {one.time}: {one.bytes:,} bytes,'
        f" {'the whole set' if one.full else 'what had changed'}"
        for one in about.uploads
    ]
    return [*told, ", ".join(f"{count:,} {kind}" for kind, count in counts.items())]


def _entry(entry: Entry) -> str:
    size = "taken out" if entry.gone else f"{entry.bytes:,} bytes"
    return f"  {entry.kind:<10} {f'{entry.number} {entry.year}'.strip():<20} {size}"


def _whole(found: Shown) -> str:
    body = "" if found.body is None else msgspec.json.format(msgspec.json.encode(found.body), indent=2).decode()
    return f"{_entry(found.entry)}\n{body}".rstrip()
