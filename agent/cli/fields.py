"""`agent fields`: the field catalog of this practice database, and which fields leave the office (A17)."""

from __future__ import annotations

import click

from agent.cli.leaving import lines as leaving_lines
from agent.cli.leaving import payload, set_
from agent.cli.output import OpenCommand, Session, pass_session
from agent.domain.catalog import Field

_HOMES = {"column": "in the database", "fixed": "only read", "overlay": "kept by the agent"}


class Fields(OpenCommand, click.Group):
    """A command that lists, and has commands of its own."""


@click.command("fields", cls=Fields, invoke_without_command=True, epilog='Example: agent fields set "CU.Street" off')
@click.option("--set", "set_name", metavar="SET", help="Only this database set (customers, jobs, ...).")
@click.option("--leaving", is_flag=True, help="Only the fields that leave the office, and whether each does.")
@pass_session
@click.pass_context
def fields(context: click.Context, session: Session, set_name: str | None, leaving: bool) -> None:
    """List the database sets and their fields."""
    if context.invoked_subcommand is not None:
        return
    catalog = session.office.practice.catalog
    label = catalog.set(set_name).label if set_name else ""
    if leaving:
        found = [one for one in session.office.what_leaves.listed() if not label or one.set == label]
        session.result({"fields": found}, "\n".join(leaving_lines(found)))
        return
    sets = [catalog.set(set_name)] if set_name else list(catalog.sets.values())
    told = [
        {"name": one.name, "label": one.label, "fields": [_told(field) for field in catalog.fields(one.name)]}
        for one in sets
    ]
    lines = [line for one in sets for line in (f"{one.name} ({one.label})", *map(_line, catalog.fields(one.name)))]
    session.result({"sets": told}, "\n".join(lines))


fields.add_command(set_)
fields.add_command(payload)


def _told(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "type": field.type,
        "length": field.length,
        "nullable": field.nullable,
        "key": field.key,
        "secret": field.secret,
        "home": field.home,
        "replaceable": field.replaceable,
    }


def _line(field: Field) -> str:
    kind = f"{field.type} {field.length}" if field.length else field.type
    marks = [kind, _HOMES[field.home], *(["key"] if field.key else []), *(["password"] if field.secret else [])]
    return f"  {field.name:<24} {', '.join(marks)}"
