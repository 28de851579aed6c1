"""`agent replace`: Global Replacement."""

from __future__ import annotations

import sys

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.domain.conditions import parse_all
from agent.domain.errors import Cancelled, Exit, UsageError
from agent.domain.passwords import Kind
from agent.domain.replacement import Plan, Wish
from agent.domain.runs import Run
from agent.domain.values import counted, shown_of
from agent.jobs.progress import PolledProgress

SAMPLE_ROWS = 10


@click.command(
    "replace",
    cls=AgentCommand,
    epilog='Example: agent replace --field "CU.Customer Password" --unique words --where "CU.Customer Status = ACTIVE"',
)
@click.option("--set", "set_name", default="customers", show_default=True, metavar="SET", help="The database set.")
@click.option("--field", "field_name", required=True, metavar="FIELD", help='For example "CU.Customer Password".')
@click.option("--value", metavar="TEXT", help="The new value for every row.")
@click.option("--unique", type=click.Choice(["words", "random"]), help="A password of its own for each row.")
@click.option("--where", multiple=True, metavar="CONDITION", help='For example "CU.Customer Status = ACTIVE".')
@click.option("--all", "everyone", is_flag=True, help="Every row of the set, instead of a condition.")
@click.option("--show-passwords", is_flag=True, help="Show passwords in the sample.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def replace(
    session: Session,
    set_name: str,
    field_name: str,
    value: str | None,
    unique: Kind | None,
    where: tuple[str, ...],
    everyone: bool,
    show_passwords: bool,
    dry_run: bool,
    yes: bool,
) -> Exit:
    """Replace one field in all rows that the conditions mean, in one transaction, after a backup.

    Comparison trims blanks and ignores letter case, except on key fields. All conditions have to hold.
    """
    with session.alone() as office:
        catalog = office.practice.catalog
        catalog.set(set_name)
        conditions = parse_all(where, catalog, set_name)
        wish = Wish(catalog.field(field_name, set_name), conditions, value, unique, everyone)
        plan = office.replace.plan(wish)
        for warning in plan.warnings:
            session.say(warning)
        run = None
        if plan.changes and not dry_run:
            confirm(session, plan.question(), yes)
            progress = PolledProgress()
            with shown(progress):
                run = office.replace.perform(plan, progress)
        session.result(_told(plan, run, not show_passwords), _text(plan, run, not show_passwords))
        return Exit.DONE if plan.changes else Exit.NOTHING_TO_DO


def confirm(session: Session, question: str, yes: bool) -> None:
    """The one confirmation. Raises `UsageError` where nobody can be asked, `Cancelled` where the answer is no."""
    if yes:
        return
    if session.as_json or not sys.stdin.isatty():
        raise UsageError(f"{question} Nobody can be asked here.", remedy="Add --yes to do it, or --dry-run to look.")
    if not click.confirm(question, err=True):
        raise Cancelled("Nothing was changed.")


def _told(plan: Plan, run: Run | None, masked: bool) -> dict[str, object]:
    target = plan.wish.field
    return {
        "run": run.id if run else None,
        "matched": plan.matched,
        "changed": len(plan.changes),
        "unchanged": plan.unchanged,
        "backup": run.backup if run else None,
        "sample": [
            {
                "record_id": one.record_id,
                "row": one.label,
                "before": shown_of(target, one.before, masked),
                "after": shown_of(target, one.after, masked),
            }
            for one in plan.changes[:SAMPLE_ROWS]
        ],
        "warnings": plan.warnings,
    }


def _text(plan: Plan, run: Run | None, masked: bool) -> str:
    if not plan.matched:
        return "No row meets the conditions. Nothing was changed."
    if not plan.changes:
        return f"All {plan.matched:,} rows that meet the conditions hold this value already."
    count, name = len(plan.changes), plan.wish.field.name
    if run:
        return f"Replaced {name} in {counted(count, 'row')}. To take it back: agent undo {run.id}"
    rows = [
        f"  {one.label}: {shown_of(plan.wish.field, one.before, masked) or '(empty)'}"
        f" -> {shown_of(plan.wish.field, one.after, masked) or '(empty)'}"
        for one in plan.changes[:SAMPLE_ROWS]
    ]
    more = [f"  ... and {count - SAMPLE_ROWS:,} more"] if count > SAMPLE_ROWS else []
    everything = " (that is all of the set)" if plan.everything else ""
    return "\n".join((f"{name} would change in {counted(count, 'row')}{everything}:", *rows, *more))
