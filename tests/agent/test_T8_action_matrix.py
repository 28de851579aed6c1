"""Level x permission x use case (threat T8): every method of every use case that the agent offers asks who acts.

The use cases are found in the composition root: a new one, or a new method of one, fails here until it is in the table
with what it needs, or in `ASK_NOTHING` with a reason.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, get_type_hints

import pytest

from agent.domain.backups import Restorable
from agent.domain.catalog import Field
from agent.domain.company import CompanySettings
from agent.domain.conditions import Comparison, condition
from agent.domain.errors import AgentError
from agent.domain.letters import Order
from agent.domain.permissions import HIGHEST, Actor, NotAllowed, Permission, paired_device
from agent.domain.schedule import Schedule
from agent.domain.standing_service import Registered
from agent.domain.user_form import UserForm
from agent.domain.users import User
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.usecases.fields import Fields
from agent.usecases.last_payload import Wanted
from agent.usecases.pair import PairOptions
from agent.usecases.process import ProcessOptions
from agent.usecases.replace import Replace
from agent.usecases.restore import RestoreOffice
from agent.wiring.office import Office


class Unregistered:
    """A computer on which nothing is installed by a test."""

    def install(self) -> Registered:
        """Nothing is written."""
        return Registered(False, "")

    uninstall = look = install


Need = Permission | Literal["level 1"]
Call = Callable[[Any], object]

GONE: Final = User("999", "Gone", 2)
ELSEWHERE: Final = Restorable("x", "automatic", "practice", "another practice", datetime.now(UTC), 0, "", "file")
NO_SETTINGS: Final = CompanySettings({})
PROGRESS: Final = PolledProgress()
ANY: Final = Wanted()

MATRIX: Final[dict[str, tuple[Need, Call]]] = {
    "replace.plan": (Permission.REPLACE, lambda one: one.plan(nothing(one))),
    "replace.perform": (Permission.REPLACE, lambda one: one.perform(one.plan(nothing(one)), PROGRESS)),
    "replace.undo": (Permission.REPLACE, lambda one: one.undo(99, PROGRESS)),
    "replace.redo": (Permission.REPLACE, lambda one: one.redo(99, PROGRESS)),
    "replace.history": (Permission.REPLACE, lambda one: one.history()),
    "edit.save": (Permission.EDIT_CUSTOMERS, lambda one: one.save(())),
    "customers.listed": (Permission.CUSTOMER_LIST, lambda one: next(one.listed(()))),
    "customers.roll": (Permission.CUSTOMER_LIST, lambda one: one.roll()),
    "customers.card": (Permission.CUSTOMER_LIST, lambda one: one.card("1")),
    "customers.cells": (Permission.EDIT_CUSTOMERS, lambda one: one.cells("1001", [email(one.fields)])),
    "customers.show": (Permission.CUSTOMER_LIST, lambda one: one.show("1001")),
    "requests.listed": (Permission.REQUESTS, lambda one: one.listed()),
    "requests.show": (Permission.REQUESTS, lambda one: one.show(1)),
    "requests.plan": (Permission.REQUESTS, lambda one: one.plan(1)),
    "requests.accept": (Permission.REQUESTS, lambda one: one.accept(1)),
    "requests.decline": (Permission.REQUESTS, lambda one: one.decline(1, "no")),
    "requests.reply": (Permission.REQUESTS, lambda one: one.reply(1, "yes")),
    "requests.photo": (Permission.REQUESTS, lambda one: one.photo(1, 0)),
    "requests.save_photos": (Permission.REQUESTS, lambda one: one.save_photos(1, Path("/"))),
    "letters.write": (Permission.REPLACE, lambda one: one.write(Order(Path("/"), "letters", "A4"), PROGRESS)),
    "email_settings.show": (Permission.EMAIL_SETTINGS, lambda one: one.show()),
    "email_settings.logo": (Permission.EMAIL_SETTINGS, lambda one: one.logo(b"")),
    "email_settings.save": (Permission.EMAIL_SETTINGS, lambda one: one.save(NO_SETTINGS, NO_SETTINGS)),
    "backup.plan": (Permission.BACKUP, lambda one: one.plan(Path("/"))),
    "backup.copy": (Permission.BACKUP, lambda one: one.copy(Path("/"), "", PROGRESS)),
    "restore.listing": (Permission.BACKUP, lambda one: one.listing()),
    "restore.find": (Permission.BACKUP, lambda one: one.find("x")),
    "restore.chosen": (Permission.BACKUP, lambda one: one.chosen(Path("/"))),
    "restore.forget": (Permission.BACKUP, lambda one: one.forget("x")),
    "restore.extract": (Permission.BACKUP, lambda one: one.extract(ELSEWHERE, "", Path("/"), PROGRESS)),
    "restore.restore": (Permission.BACKUP, lambda one: one.restore(ELSEWHERE, "", PROGRESS)),
    "process.run": (Permission.PROCESS, lambda one: one.run(ProcessOptions(), PROGRESS)),
    "process.preview": (Permission.PROCESS, lambda one: one.preview(ProcessOptions(), PROGRESS)),
    "process.sample": (Permission.PROCESS, lambda one: one.sample(ProcessOptions(), "x", PROGRESS)),
    "save_to_file.run": (Permission.PROCESS, lambda one: one.run(ProcessOptions(), Path("/"), PROGRESS)),
    "what_leaves.switch": (Permission.EMAIL_SETTINGS, lambda one: one.switch(["no such field"], on=True)),
    "last_payload.about": (Permission.PROCESS, lambda one: one.about()),
    "last_payload.counts": (Permission.PROCESS, lambda one: one.counts()),
    "last_payload.page": (Permission.PROCESS, lambda one: one.page(ANY, 1)),
    "last_payload.record": (Permission.PROCESS, lambda one: one.record(0)),
    "last_payload.records": (Permission.PROCESS, lambda one: next(one.records(ANY))),
    "scheduling.change": (Permission.PROCESS, lambda one: one.change(Schedule(every=45))),
    "service.install": (Permission.PROCESS, lambda one: replace(one, registration=Unregistered()).install()),
    "service.uninstall": (Permission.PROCESS, lambda one: replace(one, registration=Unregistered()).uninstall()),
    "pairing.run": ("level 1", lambda one: one.run(PairOptions("http://127.0.0.1:9", 112, "x"))),
    "forgetting.run": ("level 1", lambda one: one.run("no such portal")),
    "users.listed": (Permission.SET_PASSWORDS, lambda one: one.listed()),
    "users.employees": (Permission.SET_PASSWORDS, lambda one: one.employees()),
    "users.named": (Permission.SET_PASSWORDS, lambda one: one.named("olivia")),
    "users.add": (Permission.SET_PASSWORDS, lambda one: one.add(UserForm("", 2))),
    "users.edit": (Permission.SET_PASSWORDS, lambda one: one.edit(GONE, UserForm("Gone", 3, boxes=frozenset()))),
    "users.remove": (Permission.SET_PASSWORDS, lambda one: one.remove(GONE)),
    "users.activate": (Permission.SET_PASSWORDS, lambda one: one.activate()),
    "users.deactivate": ("level 1", lambda one: one.deactivate()),
}
"""Attribute of `Office` and method, what it needs, and a call of it that does as little as can be."""

ASK_NOTHING: Final = {
    "replace.runs": "gives nothing to who may not see it",
    "replace.settle": "only says what became of a replacement that was cut short",
    "writing": "writes for use cases that have asked",
    "own_passwords": "tells use cases that have asked who chose a password himself",
    "customers.find": "gives back the number that was typed",
    "requests.waiting": "counts nothing for who may not see them",
    "exchange": "keeps what comes and sends what was answered by who may; shows nothing of it",
    "telling": "copies what was done, and by whom, to the audit log; shows nothing of it",
    "backup.before": "the automatic backup within a replacement, which has asked",
    "backup.make": "the automatic backup within a restore, which has asked",
    "backup.sweep": "removes what a copy that was cut short has left",
    "restore.settle": "only says what became of a restore that was cut short",
    "timetable": "tells when uploads run, and nothing of customers",
    "history": "tells what was done and by whom, without anything of a customer",
    "first_steps": "counts what is missing for a first Process",
    "self_check": "looks at this computer; whoever has trouble may",
    "diagnostics": "holds nothing of customers and no secret; whoever has trouble may",
    "what_leaves.listed": "names fields, and nothing that stands in them",
    "fields": "reads for use cases that have asked",
    "user_book": "keeps users for use cases that have asked",
    "door": "lets people in",
}


def nothing(engine: Replace) -> Wish:
    """A replacement that no row is meant by."""
    catalog = engine.writing.practice.catalog
    no_one = condition(catalog.field("CU.Customer Number"), Comparison.EQUALS, "no such number")
    return Wish(catalog.field("CU.Email"), (no_one,), "x")


def email(fields: Fields) -> Field:
    """A field that can be changed."""
    return fields.practice.catalog.field("CU.Email")


def use_cases() -> Iterator[tuple[str, type]]:
    """What the composition root offers of `agent.usecases`, by attribute."""
    for part in Office.__mro__:
        for name, made in vars(part).items():
            function = made.func if isinstance(made, cached_property) else getattr(made, "fget", None)
            if function is not None and not name.startswith("_"):
                kind = get_type_hints(function)["return"]
                if inspect.isclass(kind) and kind.__module__.startswith("agent.usecases") and not _is_port(kind):
                    yield name, kind


def _is_port(kind: type) -> bool:
    return kind.__module__.endswith("ports")


def methods(kind: type) -> list[str]:
    """Its public methods."""
    return [name for name, one in vars(kind).items() if inspect.isfunction(one) and not name.startswith("_")]


@dataclass(frozen=True)
class Tried:
    """One office for all."""

    office: Office

    def refuses(self, action: str, actor: Actor) -> bool:
        """Whether this actor may not do this."""
        name = action.partition(".")[0]
        made = getattr(self.office, name)
        if isinstance(made, RestoreOffice):
            asked: object = replace(made, making=replace(made.making, actor=actor))
        else:
            asked = replace(made, actor=actor)
        try:
            with suppress(StopIteration):
                MATRIX[action][1](asked)
        except NotAllowed:
            return True
        except AgentError:
            return False
        return False


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """A sample office."""
    folder = tmp_path_factory.mktemp("matrix")
    make_sample(folder / "practice.db", 12, 1, PolledProgress())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")
        office = Office(folder / "home")
        office.set_up(str(folder / "practice.db"), None)
        yield Tried(office)


def test_T8_the_paired_device_may_publish_and_nothing_else(tried: Tried) -> None:
    for action, (need, _) in MATRIX.items():
        assert tried.refuses(action, paired_device()) == (need != Permission.PROCESS), action


def test_T8_every_use_case_is_in_the_matrix() -> None:
    offered = {
        name if name in ASK_NOTHING else f"{name}.{method}" for name, kind in use_cases() for method in methods(kind)
    }
    assert len(offered) > 20
    assert offered - set(MATRIX) - set(ASK_NOTHING) == set()
    assert (set(MATRIX) | set(ASK_NOTHING)) - offered == set()


@pytest.mark.parametrize("action", MATRIX)
def test_T8_a_right_opens_its_own_use_case_and_no_other(tried: Tried, action: str) -> None:
    need = MATRIX[action][0]
    assert not tried.refuses(action, Actor("Olivia", HIGHEST, frozenset()))
    for level in (2, 3):
        for box in Permission:
            refused = tried.refuses(action, Actor("Pat", level, {box}, ("Olivia",)))
            assert refused == (need != box), f"{action} at level {level} with {box}"
    assert tried.refuses(action, Actor("Pat", 0, ()))
    everything_else = frozenset(one for one in Permission if one != need)
    assert tried.refuses(action, Actor("Pat", 2, everything_else))
