"""`agent customers`: the Customer List."""

from __future__ import annotations

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.conditions import parse_all
from agent.domain.edit import Cell
from agent.domain.errors import Exit
from agent.domain.values import counted
from agent.usecases.customers import NUMBER, Shown


@click.group("customers", epilog="Example: agent customers show 1001")
def customers() -> None:
    """Find, show and edit customers."""


@customers.command("list", cls=AgentCommand, epilog='Example: agent customers list --where "CU.City = Bern"')
@click.option("--where", multiple=True, metavar="CONDITION", help='For example "CU.Customer Status = ACTIVE".')
@pass_session
def list_(session: Session, where: tuple[str, ...]) -> None:
    """List the customers that meet all conditions."""
    conditions = parse_all(where, session.office.practice.catalog, "customers")
    found = list(session.office.customers.listed(conditions))
    told = [{"number": one.fields[NUMBER], "record_id": one.record_id, "fields": one.fields} for one in found]
    lines = ["  ".join(value for value in one.fields.values() if value) for one in found]
    session.result({"count": len(found), "customers": told}, "\n".join([*lines, counted(len(found), "customer")]))


@customers.command("show", cls=AgentCommand, epilog="Example: agent customers show 1001")
@click.argument("number")
@pass_session
def show(session: Session, number: str) -> None:
    """Show everything about the customer with this number, the portal password included."""
    found = session.office.customers.show(number)
    session.result({"customer": found}, _text(found))


@customers.command(
    "set", cls=AgentCommand, epilog="Example: agent customers set 1001 --field CU.Email --value kim@example.com"
)
@click.argument("number")
@click.option("--field", "field_name", required=True, metavar="FIELD", help='For example "CU.Email".')
@click.option("--value", required=True, metavar="TEXT", help="The new value; empty to clear the field.")
@pass_session
def set_(session: Session, number: str, field_name: str, value: str) -> Exit:
    """Change one field of one customer; it can be undone like a replacement."""
    with session.alone() as office:
        target = office.practice.catalog.field(field_name, "customers")
        record_id, exact, seen = office.customers.cell(number, target)
        run = office.edit.save([Cell(target, record_id, seen, value)], f'{NUMBER} = "{exact}"')
    told = {
        "number": number,
        "field": target.name,
        "changed": run.changed if run else 0,
        "run": run.id if run else None,
    }
    undo = f" To take it back: agent undo {run.id}" if run else ""
    session.result(told, f"{target.name} is saved.{undo}" if run else f"{target.name} holds this value already.")
    return Exit.DONE if run else Exit.NOTHING_TO_DO


def _text(found: Shown) -> str:
    lines = [f"{name}: {value}" for name, value in found.fields.items() if value]
    for title, rows in (("More Phone Numbers", found.phones), ("Properties", found.properties), ("Jobs", found.jobs)):
        lines += ["", f"{title}: {len(rows)}"]
        lines += ["  " + ", ".join(f"{name}: {value}" for name, value in row.items() if value) for row in rows]
    return "\n".join([*lines, "", f"Work: {found.work['posted']:,} done, {found.work['planned']:,} planned"])
