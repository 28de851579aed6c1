"""`agent users`: Set Passwords."""

from __future__ import annotations

from collections.abc import Sequence

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.passwords import new_one
from agent.cli.replace import confirm
from agent.domain.errors import Exit, UsageError
from agent.domain.permissions import AT_FIRST, Permission
from agent.domain.user_form import WANTED_CHARACTERS, UserForm, is_short
from agent.domain.users import FIRST, Employee, User, folded
from agent.jobs.lock import single_instance

_BOXES = {one.value.casefold(): one for one in Permission}
_level = click.option("--level", type=int, metavar="N", help="1 may do everything and opens the administration site.")
_employee = click.option("--employee", metavar="NAME", help="Which employee that is, by name or record id.")
_email = click.option("--email", metavar="ADDRESS", help="The e-mail address.")
_boxes = click.option(
    "--permission",
    "boxes",
    multiple=True,
    type=click.Choice([one.value for one in Permission], case_sensitive=False),
    help="Tick this box; those not named are empty.",
)
_word = click.option(
    "--new-password-fd",
    "descriptor",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read the new password from this file descriptor (its first line) instead of asking.",
)


@click.group("users", epilog="Example: agent users add dana --level 2 --permission Process")
def users() -> None:
    """Who may sign in, and what each may do (Set Passwords)."""


@users.command("list", cls=AgentCommand, epilog="Example: agent users list")
@pass_session
def list_(session: Session) -> None:
    """List the users with their levels and permissions; no passwords."""
    office = session.office
    known = {one.record_id: one.name for one in office.users.employees()}
    found = office.users.listed()
    told = {"activated": office.activated, "users": [_told(one, known) for one in found]}
    state = "Passwords are activated." if office.activated else "Passwords are not activated: nobody has to sign in."
    session.result(told, "\n".join([*(_line(one, known) for one in found), state]))


@users.command("add", cls=AgentCommand, epilog="Example: agent users add dana --level 2 --permission Process")
@click.argument("name")
@_level
@_employee
@_email
@_boxes
@_word
@pass_session
def add(
    session: Session,
    name: str,
    level: int | None,
    employee: str | None,
    email: str | None,
    boxes: tuple[str, ...],
    descriptor: int | None,
) -> None:
    """Add New User NAME; the password is asked for. Without --permission the first two boxes are ticked."""
    office = session.office
    with single_instance(office.home.folder):
        form = UserForm(
            name=name,
            level=2 if level is None else level,
            password=new_one(name, descriptor),
            employee=_found(office.users.employees(), employee or ""),
            email=email or "",
            boxes=_ticked(boxes) if boxes else AT_FIRST,
        )
        added = office.users.add(form)
    _advise(session, form)
    session.result({"user": _told(added, {})}, f"{added.name} was added (level {added.level}).")


@users.command("set", cls=AgentCommand, epilog="Example: agent users set dana --level 1 --new-password")
@click.argument("name")
@_level
@_employee
@_email
@_boxes
@click.option("--no-permissions", is_flag=True, help="Empty every box.")
@click.option("--new-password", "asks", is_flag=True, help="Ask for a new password.")
@_word
@pass_session
def set_(
    session: Session,
    name: str,
    level: int | None,
    employee: str | None,
    email: str | None,
    boxes: tuple[str, ...],
    no_permissions: bool,
    asks: bool,
    descriptor: int | None,
) -> Exit:
    """Change the user NAME. Everybody may change his own password so."""
    office = session.office
    with single_instance(office.home.folder):
        typed = new_one(name, descriptor) if asks or descriptor is not None else None
        others = (level, employee, email)
        own = office.desk.who is not None and folded(office.desk.who.name) == folded(name)
        if own and typed is not None and others == (None, None, None) and not boxes and not no_permissions:
            office.change_own_password(typed)
            session.result({"user": name, "changed": ["password"]}, f"The password of {name} is changed.")
            return Exit.DONE
        seen = office.users.named(name)
        form = UserForm(
            name=seen.name,
            level=seen.level if level is None else level,
            password=typed,
            employee=seen.employee if employee is None else _found(office.users.employees(), employee),
            email=seen.email if email is None else email,
            boxes=frozenset() if no_permissions else _ticked(boxes) if boxes else seen.boxes,
        )
        after = office.users.edit(seen, form)
    if after == seen:
        session.result({"user": _told(after, {})}, f"{after.name} is so already.")
        return Exit.NOTHING_TO_DO
    _advise(session, form)
    session.result({"user": _told(after, {})}, f"{after.name} is saved.")
    return Exit.DONE


@users.command("remove", cls=AgentCommand, epilog="Example: agent users remove dana")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def remove(session: Session, name: str, yes: bool) -> None:
    """Remove the user NAME."""
    office = session.office
    with single_instance(office.home.folder):
        seen = office.users.named(name)
        confirm(session, f"Remove the user {seen.name} (level {seen.level})?", yes)
        office.users.remove(seen)
    session.result({"removed": seen.name}, f"{seen.name} was removed.")


@users.command("activate", cls=AgentCommand, epilog="Example: agent users activate")
@pass_session
def activate(session: Session) -> Exit:
    """Activate Passwords: from now on everybody signs in. The first sign-in is CLIP / CLIP."""
    office = session.office
    if office.activated:
        session.result({"activated": True}, "Passwords are activated already.")
        return Exit.NOTHING_TO_DO
    with single_instance(office.home.folder):
        done = office.users.activate()
    first = f"The first sign-in is {FIRST} / {FIRST}; this password has to be changed then."
    others = f"Sign in as one of the level-1 users: {', '.join(done.leaders)}."
    told = {"activated": True, "created": FIRST if done.created else None, "level_1": done.leaders}
    session.result(told, f"Passwords are activated. {first if done.first_sign_in else others}")
    return Exit.DONE


@users.command("deactivate", cls=AgentCommand, epilog="Example: agent users deactivate --user dana")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def deactivate(session: Session, yes: bool) -> Exit:
    """Deactivate Passwords: nobody has to sign in, and everybody may do everything. Only for level-1 users."""
    office = session.office
    if not office.activated:
        session.result({"activated": False}, "Passwords are not activated.")
        return Exit.NOTHING_TO_DO
    office.actor.require_highest("deactivate passwords")
    confirm(session, "Deactivate passwords, so that whoever sits at this computer may do everything?", yes)
    with single_instance(office.home.folder):
        office.users.deactivate()
    session.result({"activated": False}, "Passwords are deactivated: nobody has to sign in.")
    return Exit.DONE


def _ticked(boxes: Sequence[str]) -> frozenset[Permission]:
    return frozenset(_BOXES[one.casefold()] for one in boxes)


def _found(employees: list[Employee], wanted: str) -> str:
    """The record id of the employee who is meant. Raises `UsageError`."""
    if not wanted.strip():
        return ""
    found = [one for one in employees if one.record_id == wanted or folded(one.name) == folded(wanted)]
    if len(found) != 1:
        names = ", ".join(f"{one.name} ({one.record_id})" for one in employees[:10])
        raise UsageError(f'There is no employee "{wanted}".', remedy=f"Employees are: {names or 'none'}.")
    return found[0].record_id


def _advise(session: Session, form: UserForm) -> None:
    if is_short(form.password or "", form.level):
        session.say(
            f"This password opens the administration site, too: one of {WANTED_CHARACTERS} characters or more is safer."
        )


def _told(one: User, employees: dict[str, str]) -> dict[str, object]:
    return {
        "record_id": one.record_id,
        "name": one.name,
        "level": one.level,
        "employee": employees.get(one.employee, one.employee),
        "email": one.email,
        "permissions": [box.value for box in Permission if box in one.boxes],
    }


def _line(one: User, employees: dict[str, str]) -> str:
    boxes = "everything" if one.level == 1 else ", ".join(box.value for box in Permission if box in one.boxes)
    who = employees.get(one.employee, "")
    return f"{one.name:<20} level {one.level or '-'}  {who:<20} {one.email:<30} {boxes}".rstrip()
