"""`agent replace`: Global Replacement."""

from __future__ import annotations

import re
import sys
from decimal import Decimal

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.domain.adjustment import CENT, Adjustment
from agent.domain.conditions import parse_all
from agent.domain.errors import Cancelled, Exit, UsageError
from agent.domain.passwords import Kind
from agent.domain.replacement import Plan
from agent.domain.runs import Run
from agent.domain.values import counted, shown_of
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress

SAMPLE_ROWS = 10


class _Amount(click.ParamType[Decimal]):
    """A number such as 2.50; exactly that, never a floating point one."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """click asks."""
        if isinstance(value, Decimal):
            return value
        if not _NUMBER.fullmatch(str(value)):
            self.fail(f"{value!r} is no number such as 2.50.", param, ctx)
        return Decimal(str(value))


_NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)
AMOUNT = _Amount()


@click.command(
    "replace",
    cls=AgentCommand,
    epilog='Example: agent replace --field "CU.Customer Password" --unique words --where "CU.Customer Status = ACTIVE"',
)
@click.option("--set", "set_name", default="customers", show_default=True, metavar="SET", help="The database set.")
@click.option("--field", "field_name", required=True, metavar="FIELD", help='For example "CU.Customer Password".')
@click.option("--value", metavar="TEXT", help="The new value for every row.")
@click.option("--unique", type=click.Choice(["words", "random"]), help="A password of its own for each row.")
@click.option("--raise-by", type=AMOUNT, metavar="AMOUNT", help="Raise every price by this amount.")
@click.option("--raise-percent", type=AMOUNT, metavar="PERCENT", help="Raise every price by this percentage.")
@click.option("--lower-by", type=AMOUNT, metavar="AMOUNT", help="Lower every price by this amount.")
@click.option("--lower-percent", type=AMOUNT, metavar="PERCENT", help="Lower every price by this percentage.")
@click.option("--round-to", type=AMOUNT, metavar="AMOUNT", help="Round new prices to 0.01 (else), 0.05, ... or 1.00.")
@click.option("--where", multiple=True, metavar="CONDITION", help='For example "CU.Customer Status = ACTIVE".')
@click.option("--all", "everyone", is_flag=True, help="Every row of the set, instead of a condition.")
@click.option(
    "--also-own", is_flag=True, help="Passwords: also for customers who chose their own, which then no longer counts."
)
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
    raise_by: Decimal | None,
    raise_percent: Decimal | None,
    lower_by: Decimal | None,
    lower_percent: Decimal | None,
    round_to: Decimal | None,
    where: tuple[str, ...],
    everyone: bool,
    also_own: bool,
    show_passwords: bool,
    dry_run: bool,
    yes: bool,
) -> Exit:
    """Replace one field in all rows that the conditions mean, in one transaction, after a backup.

    Comparison trims blanks and ignores letter case, except on key fields. All conditions have to hold. Prices move
    by an amount, by percent, or, where both are given, by whichever is greater.
    """
    adjust = _adjustment((raise_by, raise_percent), (lower_by, lower_percent), round_to)
    with session.alone() as office:
        catalog = office.practice.catalog
        catalog.set(set_name)
        conditions = parse_all(where, catalog, set_name)
        wish = Wish(catalog.field(field_name, set_name), conditions, value, unique, everyone, adjust, also_own)
        plan = office.replace.plan(wish)
        for warning in plan.warnings:
            session.say(warning)
        run = None
        if plan.cells and not dry_run:
            confirm(session, plan.question(), yes)
            progress = PolledProgress()
            with shown(progress):
                run = office.replace.perform(plan, progress)
        session.result(_told(plan, run, not show_passwords), _text(plan, run, not show_passwords))
        return Exit.DONE if plan.cells else Exit.NOTHING_TO_DO


def _adjustment(
    up: tuple[Decimal | None, Decimal | None], down: tuple[Decimal | None, Decimal | None], round_to: Decimal | None
) -> Adjustment | None:
    """What the options for prices say together; None where none of them is given. Raises `UsageError`."""
    raised, lowered = any(one is not None for one in up), any(one is not None for one in down)
    if raised and lowered:
        raise UsageError("Prices can't be raised and lowered at once.", remedy="Leave one of them out.")
    if not raised and not lowered:
        if round_to is not None:
            raise UsageError("--round-to is for prices that move.", remedy="Add --raise-percent, for example.")
        return None
    amount, percent = down if lowered else up
    return Adjustment(lowered, amount, percent, CENT if round_to is None else round_to)


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
        "own": len(plan.own),
        "reset": len(plan.resets),
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
    if not plan.cells:
        return f"All {plan.matched:,} rows that meet the conditions hold this value already."
    count, name = len(plan.changes), plan.wish.field.name
    if run:
        return f"Replaced {name} in {counted(count, 'row')}{_resets(plan)}. To take it back: agent undo {run.id}"
    rows = [
        f"  {one.label}: {shown_of(plan.wish.field, one.before, masked) or '(empty)'}"
        f" -> {shown_of(plan.wish.field, one.after, masked) or '(empty)'}"
        for one in plan.changes[:SAMPLE_ROWS]
    ]
    more = [f"  ... and {count - SAMPLE_ROWS:,} more"] if count > SAMPLE_ROWS else []
    everything = " (that is all of the set)" if plan.everything else ""
    return "\n".join((f"{name} would change in {counted(count, 'row')}{everything}{_resets(plan)}:", *rows, *more))


def _resets(plan: Plan) -> str:
    count = len(plan.resets)
    return f", also for {counted(count, 'customer')} who chose their own password" if count else ""
