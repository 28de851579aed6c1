"""`agent customers`: the Customer List."""

from __future__ import annotations

from itertools import repeat

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.chosen import SIGN_IN, Own
from agent.domain.conditions import parse_all
from agent.domain.edit import Cell
from agent.domain.errors import Exit, UsageError
from agent.domain.values import counted
from agent.usecases.customers import Shown
from agent.usecases.roll import NUMBER


@click.group("customers", epilog="Example: agent customers show 1001")
def customers() -> None:
    """Find, show and edit customers."""


@customers.command(
    "list", cls=AgentCommand, epilog='Example: agent customers list --where "CU.City = Bern" --sort "CU.Customer Name"'
)
@click.option("--where", multiple=True, metavar="CONDITION", help='For example "CU.Customer Status = ACTIVE".')
@click.option(
    "--search", default="", metavar="TEXT", help="Number, names, street, city, e-mail and phone are searched."
)
@click.option("--sort", metavar="FIELD", help='For example "CU.City"; record order without it.')
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show only the first N.")
@pass_session
def list_(session: Session, where: tuple[str, ...], search: str, sort: str | None, limit: int | None) -> None:
    """List the customers that meet all conditions and in whom the text is found.

    In a search, blanks, letter case and accents do not count.
    """
    catalog = session.office.practice.catalog
    order = catalog.field(sort, "customers") if sort else None
    found = list(session.office.customers.listed(parse_all(where, catalog, "customers"), search, order))
    shown = found[:limit]
    told = [{"number": one.fields[NUMBER], "record_id": one.record_id, "fields": one.fields} for one in shown]
    lines = ["  ".join(value for value in one.fields.values() if value) for one in shown]
    count = counted(len(found), "customer")
    lines.append(count if len(shown) == len(found) else f"{len(shown):,} of {count}")
    session.result({"count": len(found), "customers": told}, "\n".join(lines))


@customers.command("show", cls=AgentCommand, epilog="Example: agent customers show 1001")
@click.argument("number")
@pass_session
def show(session: Session, number: str) -> None:
    """Show everything about the customer with this number, the portal password included."""
    found = session.office.customers.show(number)
    session.result({"customer": found}, _text(found))


@customers.command(
    "set",
    cls=AgentCommand,
    epilog="Example: agent customers set 1001 --field CU.Email --value kim@example.com --field CU.City --value Bern",
)
@click.argument("number")
@click.option("--field", "names", required=True, multiple=True, metavar="FIELD", help='For example "CU.Email".')
@click.option(
    "--value", "texts", required=True, multiple=True, metavar="TEXT", help="Its new value; empty to clear it."
)
@click.option(
    "--also-own", is_flag=True, help="A password: also where the customer chose his own, which then no longer counts."
)
@pass_session
def set_(session: Session, number: str, names: tuple[str, ...], texts: tuple[str, ...], also_own: bool) -> Exit:
    """Change fields of one customer, all of them or none; it can be undone like a replacement.

    The first --value is for the first --field, and so on.
    """
    if len(names) != len(texts):
        raise UsageError(
            f"There are {counted(len(names), 'field')} and {counted(len(texts), 'value')}.",
            remedy="Give a --value after each --field.",
        )
    with session.alone() as office:
        targets = [office.practice.catalog.field(name, "customers") for name in names]
        record_id, exact, seen = office.customers.cells(number, targets)
        cells = [Cell(*one) for one in zip(targets, repeat(record_id), seen, texts, strict=False)]
        run = office.edit.save(cells, f'{NUMBER} = "{exact}"', also_own=also_own)
        kept = SIGN_IN in [one.name for one in targets] and record_id in office.own_passwords.counting()
    if kept:
        session.say("This customer chose his own password: it keeps counting on the portal. --also-own resets it.")
    told = {
        "number": number,
        "field": targets[0].name,
        "fields": [one.name for one in targets],
        "changed": run.changed if run else 0,
        "run": run.id if run else None,
        "own": kept or bool(run and run.resets),
        "reset": run.resets if run else 0,
    }
    named, several = " and ".join(one.name for one in targets), len(targets) > 1
    undo = f" To take it back: agent undo {run.id}" if run else ""
    saved = f"{named} {'are' if several else 'is'} saved.{undo}"
    same = f"{named} {'hold these values' if several else 'holds this value'} already."
    session.result(told, saved if run else same)
    return Exit.DONE if run else Exit.NOTHING_TO_DO


def _own(own: Own) -> str:
    since = f"The customer chose his own password on {own.since.astimezone():%Y-%m-%d}"
    if own.counts:
        return f"{since}: the office's does not count until it is reset (--also-own)."
    return f"{since}; it was reset since: the office's counts from the next Process on."


def _text(found: Shown) -> str:
    lines = [f"{name}: {value}" for name, value in found.fields.items() if value]
    for title, rows in (("More Phone Numbers", found.phones), ("Properties", found.properties), ("Jobs", found.jobs)):
        lines += ["", f"{title}: {len(rows)}"]
        lines += ["  " + ", ".join(f"{name}: {value}" for name, value in row.items() if value) for row in rows]
    if found.own_password is not None:
        lines += ["", _own(found.own_password)]
    return "\n".join([*lines, "", f"Work: {found.work['posted']:,} done, {found.work['planned']:,} planned"])
