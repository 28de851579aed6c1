"""`agent undo` and `agent redo`: take a replacement back, do it again, see the history."""

from __future__ import annotations

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.domain.replacement import Change
from agent.domain.runs import Run
from agent.domain.values import counted
from agent.jobs.progress import PolledProgress
from agent.usecases.replace import Swing


@click.command("undo", cls=AgentCommand, epilog="Example: agent undo --list")
@click.argument("run", type=int, required=False)
@click.option("--list", "only_list", is_flag=True, help="Show the history instead.")
@pass_session
def undo(session: Session, run: int | None, only_list: bool) -> None:
    """Give back the values that replacement RUN (else the last one) replaced."""
    if only_list:
        runs = session.office.replace.history()
        session.result({"runs": [_run(one) for one in runs]}, "\n".join(map(_line, runs)) or "There are none yet.")
        return
    progress = PolledProgress()
    with session.alone() as office, shown(progress):
        swing = office.replace.undo(run, progress)
    _tell(session, swing, "Gave back the earlier value")


@click.command("redo", cls=AgentCommand, epilog="Example: agent redo 7")
@click.argument("run", type=int, required=False)
@pass_session
def redo(session: Session, run: int | None) -> None:
    """Do replacement RUN (else the last one that was undone) again."""
    progress = PolledProgress()
    with session.alone() as office, shown(progress):
        swing = office.replace.redo(run, progress)
    _tell(session, swing, "Replaced again the value")


def _tell(session: Session, swing: Swing, verb: str) -> None:
    told = {
        "run": swing.run.id,
        "state": swing.run.state,
        "changed": swing.written,
        "skipped": [{"record_id": one.record_id, "row": one.label, "field": one.field} for one in swing.skipped],
    }
    lines = [f"{verb} of {swing.run.what} in {counted(swing.written, 'row')}."]
    if swing.skipped:
        lines.append(f"{counted(len(swing.skipped), 'row')} changed since, left as now:")
        lines += [f"  {one.label}{_of(swing.run, one)}" for one in swing.skipped]
    if swing.run.cause and swing.run.state == "undone":
        lines.append("The customer still reads that it was accepted: see agent requests reply --help")
    session.result(told, "\n".join(lines))


def _of(run: Run, cell: Change) -> str:
    """Which field of it, where the run has several."""
    return f": {cell.field}" if len(run.fields) > 1 else ""


def _run(run: Run) -> dict[str, object]:
    return {
        "run": run.id,
        "made": run.made.isoformat(),
        "who": run.who,
        "set": run.set,
        "field": run.field,
        "fields": run.fields or [run.field],
        "edit": run.edit,
        "conditions": run.conditions,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "backup": run.backup or None,
        "state": run.state,
    }


def _line(run: Run) -> str:
    made = f"{run.made:%Y-%m-%d %H:%M} UTC"
    return f"{run.id:>5}  {made}  {run.state:<11}  {run.what} in {counted(run.changed, 'row')}, {run.conditions}"
