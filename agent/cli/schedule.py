"""`agent schedule`: when uploads run by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.errors import UsageError
from agent.domain.schedule import Schedule
from agent.domain.schedule_words import quiet, rhythm, times
from agent.domain.uploads import Plan


@click.command("schedule", cls=AgentCommand, epilog="Example: agent schedule --daily 07:00,12:30 --quiet 20:00-06:00")
@click.option("--every", type=int, metavar="MINUTES", help="An upload every so many minutes, from 5 to 1440.")
@click.option("--daily", metavar="TIMES", help="Uploads at these times of day instead: 07:00,12:30")
@click.option("--quiet", "quiet_hours", metavar="HOURS", help="No upload starts then: 20:00-06:00, or none.")
@click.option("--on/--off", "on", default=None, help="Turn the scheduled uploads on or off.")
@pass_session
def schedule(session: Session, every: int | None, daily: str | None, quiet_hours: str | None, on: bool | None) -> None:
    """Show when uploads run by themselves, or change it. Nothing is scheduled before the first Process came through.

    They run while the window is open, and with nobody at the desk where there is a service: agent service install
    """
    if every is not None and daily is not None:
        raise UsageError("It is either --every or --daily.", remedy="Leave one of them out.")
    office = session.office
    if (every, daily, quiet_hours, on) != (None, None, None, None):
        kept = replace(office.timetable.schedules.readable(), on=on is not False)
        if every is not None:
            kept = replace(kept, every=every, daily=())
        if daily is not None:
            kept = replace(kept, daily=times(daily))
        if quiet_hours is not None:
            kept = replace(kept, quiet=quiet(quiet_hours))
        office.scheduling.change(kept)
    plan = office.timetable.plan()
    session.result(told(plan), "\n".join(sentences(plan, datetime.now(UTC))))


def told(plan: Plan) -> dict[str, object]:
    """For programs."""
    kept, options = plan.schedule, plan.options
    return {
        "waiting": plan.waiting,
        "on": kept.on,
        "every_minutes": None if kept.daily else kept.every,
        "daily": [f"{one:%H:%M}" for one in kept.daily],
        "quiet": str(kept.quiet) if kept.quiet else None,
        "next": plan.next,
        "longest_pause_seconds": kept.seconds,
        "options": {
            "portal": options.portal,
            "history_since": options.history_since,
            "activity_after": options.activity_after,
        },
    }


def sentences(plan: Plan, now: datetime) -> list[str]:
    """For people."""
    options = [f'to "{plan.options.portal}"'] if plan.options.portal else []
    options += [f"history back to {plan.options.history_since}"] if plan.options.history_since else []
    options += [f"customers with activity after {plan.options.activity_after}"] if plan.options.activity_after else []
    lines = [f"Scheduled uploads: {_state(plan)}."]
    if plan.schedule.quiet and plan.schedule.on:
        lines.append(f"Quiet hours: {plan.schedule.quiet}.")
    if plan.next is not None:
        soon = "as soon as it can" if plan.next <= now else f"{plan.next.astimezone():%Y-%m-%d %H:%M}"
        lines.append(f"The next one: {soon}, with the options of the last Process ({', '.join(options)}).")
    return lines


def _state(plan: Plan) -> str:
    how = rhythm(_on(plan.schedule))
    return {"on": how, "off": "turned off", "first": f"{how}, once the first Process has come through"}[plan.waiting]


def _on(schedule: Schedule) -> Schedule:
    return replace(schedule, on=True)
