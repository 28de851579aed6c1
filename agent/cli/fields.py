"""`agent fields`: the field catalog of this practice database."""

from __future__ import annotations

import click

from agent.cli.output import OpenCommand, Session, pass_session
from agent.domain.catalog import Field

_HOMES = {"column": "in the database", "fixed": "only read", "overlay": "kept by the agent"}


@click.command("fields", cls=OpenCommand, epilog="Example: agent fields --set customers")
@click.option("--set", "set_name", metavar="SET", help="Only this database set (customers, jobs, ...).")
@pass_session
def fields(session: Session, set_name: str | None) -> None:
    """List the database sets and their fields."""
    catalog = session.office.practice.catalog
    sets = [catalog.set(set_name)] if set_name else list(catalog.sets.values())
    told = [
        {"name": one.name, "label": one.label, "fields": [_told(field) for field in catalog.fields(one.name)]}
        for one in sets
    ]
    lines = [line for one in sets for line in (f"{one.name} ({one.label})", *map(_line, catalog.fields(one.name)))]
    session.result({"sets": told}, "\n".join(lines))


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
