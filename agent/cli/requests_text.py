"""Requests of customers in words for a person, and as data for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from agent.domain.requests import Answered, Plan, PlanLine, Request, Standing, choose_day, label_of
from agent.domain.values import visible
from agent.usecases.requests import Seen
from shared.outbound import Change

SUBJECT_CHARACTERS = 60
_MEANS: Final[Mapping[Standing, str]] = {
    "to write": "is written",
    "conflict": "the office changed it meanwhile; --anyway would overwrite that",
    "already so": "is so already",
    "by hand": "has to be done by hand",
}


def line(request: Request) -> str:
    """A line of the list."""
    subject = request.subject
    cut = f"{subject[: SUBJECT_CHARACTERS - 1]}…" if len(subject) > SUBJECT_CHARACTERS else subject
    about = f"{request.title}: {cut}  ({request.customer})"
    return f"{request.number:>5}  {_moment(request.asked.made)}  {_state(request):<9}  {about}"


def request_data(request: Request) -> dict[str, object]:
    """All of it; `state` counts what was answered here, `sending` says that the portal has not confirmed that yet."""
    asked = msgspec.to_builtins(request.asked)
    return {
        **asked,
        "portal": request.portal,
        "state": request.state,
        "open": request.open,
        "sending": request.answer is not None,
        "title": request.title,
        "subject": request.subject,
    }


def plan_data(plan: Plan) -> dict[str, object]:
    """What accepting would write."""
    return {
        "changes": [
            {
                "what": one.label,
                "field": one.field or None,
                "record_id": one.record_id or None,
                "seen": one.seen,
                "now": one.now,
                "wanted": one.wanted,
                "standing": one.standing,
                "why": one.why,
            }
            for one in plan.lines
        ],
        "told": plan.told,
        "days": [str(one) for one in plan.days],
        "day": str(plan.day) if plan.day else None,
    }


def plan_text(plan: Plan) -> str:
    """The same, a paragraph for each change."""
    lines = [part for one in plan.lines for part in _change(one)]
    if plan.told:
        lines.append(plan.told)
    if plan.needs_day:
        lines.append(choose_day(plan))
    return "\n".join(lines) or "Nothing would be written."


def full_text(seen: Seen) -> str:
    """A request with everything that was said about it."""
    request, asked = seen.request, seen.request.asked
    lines = [
        f"Request {request.number}: {request.title}, {_state(request)}",
        f"Of {request.customer}" + ("" if asked.own else f", asked by {asked.user_name}"),
        f"Asked {_moment(asked.made)}" + (f", seen {_moment(asked.seen)}" if asked.seen else ""),
    ]
    if asked.user_email:
        lines.append(f"E-mail: {asked.user_email}")
    if request.kind in ("schedule", "job"):
        lines.append(f"Job {asked.wish.job} {asked.wish.service}".rstrip())
    if request.kind == "property":
        lines.append(f"Property {request.subject}")
    if asked.wish.planned:
        lines.append(f"Visit planned for {asked.wish.planned.isoformat(' ', 'minutes')}")
    if request.kind == "schedule":
        lines += [request.subject, *(f"  would suit: {one}" for one in asked.wish.days)]
    if asked.wish.text:
        lines += ["", asked.wish.text]
    if asked.wish.photos:
        lines.append(f"Photos: {len(asked.wish.photos)}; save them with: agent requests photos {request.number} --to .")
    lines += [f"{one.by}, {_moment(one.time)}: {one.text}" for one in asked.said]
    if asked.reason:
        lines.append(f"Declined: {asked.reason}")
    if request.open and request.kind != "message":
        lines += ["", seen.obstacle or plan_text(seen.plan)]
    else:
        lines += [part for one in asked.wish.changes for part in _asked_for(one)]
    return "\n".join(lines)


def answered_data(done: Answered) -> dict[str, object]:
    """What came of an answer."""
    return {
        "request": request_data(done.request),
        "plan": plan_data(done.plan),
        "changed": done.run.changed if done.run else 0,
        "run": done.run.id if done.run else None,
        "sent": done.sent,
        "trouble": done.trouble,
    }


def answered_text(done: Answered) -> str:
    """The same in sentences."""
    request = done.request
    lines = [f"Request {request.number} is {request.state}."]
    if done.run:
        written = ", ".join(one.label for one in done.plan.writes)
        lines.append(f"Written: {written}. The next Process publishes it. To take it back: agent undo {done.run.id}")
    elif request.state == "accepted":
        lines.append(done.plan.told or "Nothing had to be written.")
    lines += [f"{one.label}: {one.why}" for one in done.plan.by_hand]
    if done.sent:
        lines.append("The customer can see it on the portal.")
    else:
        lines.append(f"The customer is told as soon as the portal can be reached. {done.trouble}")
    return "\n".join(lines)


def _change(one: PlanLine) -> Iterator[str]:
    yield f"{one.label}: {_MEANS[one.standing]}"
    if one.seen:
        yield f"   customer saw: {_indented(one.seen)}"
    if one.now != one.seen:
        yield f"   now:          {_indented(one.now)}"
    yield f"   wanted:       {_indented(one.wanted)}"
    if one.why:
        yield f"   {one.why}"


def _asked_for(one: Change) -> Iterator[str]:
    """Of what is answered: nothing is planned any more."""
    yield f"{label_of(one.field)}:"
    yield f"   customer saw: {_indented(visible(one.before))}"
    yield f"   wanted:       {_indented(visible(one.after))}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n                 ") or "(nothing)"


def _state(request: Request) -> str:
    return f"{request.state}, on its way" if request.answer not in (None, "seen") else request.state


def _moment(told: str) -> str:
    return told[:16].replace("T", " ")
