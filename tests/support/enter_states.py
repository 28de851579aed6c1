"""How administrators sign in, in every state: the second factor, passkeys, sessions, the password once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import requests
from sqlalchemy import update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.companies.queries import find_company
from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.models import Attempt
from tests.admin.boss import ANN, KIM, SAM, Boss
from tests.admin.factoring import Program, key_on, set_up
from tests.portal.cast import Chief
from tests.support.town import LIVE

if TYPE_CHECKING:
    from tests.support.pages import Element
    from tests.support.states import Tour

Reach = Callable[["Tour"], requests.Response]
FACTOR: Final = "own-sign-in/factor"


def at(tour: Tour, who: Chief) -> Boss:
    """Somebody, signed in by his password; the same one for all who ask."""

    def new() -> Boss:
        made = Boss(tour.url, LIVE)
        made.sign_in(who.name, who.password)
        return made

    found = tour.known(f"boss {who.name}", new)
    assert isinstance(found, Boss)
    return found


def kim(tour: Tour) -> Boss:
    """Kim, who has a second factor."""

    def new() -> Boss:
        made = Boss(tour.url, LIVE)
        made.sign_in(KIM.name, KIM.password)
        set_up(made)
        return made

    found = tour.known("Kim with a second factor", new)
    assert isinstance(found, Boss)
    return found


def page(who: Callable[[Tour], Boss], path: str, status: int = 200) -> Reach:
    """A page of somebody."""

    def reach(tour: Tour) -> requests.Response:
        someone = who(tour)
        someone.get(path, status=status)
        return someone.answer

    return reach


def sent(who: Callable[[Tour], Boss], path: str, action: str, fields: dict[str, str], status: int = 200) -> Reach:
    """What follows when somebody sends the form of a page."""

    def reach(tour: Tour) -> requests.Response:
        someone = who(tour)
        someone.submit(someone.get(path), action, fields, status)
        return someone.answer

    return reach


def sam(tour: Tour) -> Boss:
    """Sam, who has none."""
    return at(tour, SAM)


def ann(tour: Tour) -> Boss:
    """Ann."""
    return at(tour, ANN)


def halfway(tour: Tour, code: str | None = None, status: int = 200, times: int = 1) -> requests.Response:
    """Kim's second step at another browser."""
    kim(tour)
    other = Boss(tour.url, LIVE)
    shown: Element = other.sign_in(KIM.name, KIM.password)
    for turn in range(times if code is not None else 0):
        shown = other.submit(shown, "sign-in/factor", {"code": code or ""}, status if turn == times - 1 else 401)
    with tour.town.live.work.writing(LIVE, Lane.VISITORS) as session:
        held = session.get(Attempt, (LIVE, f"factor:staff:{KIM.name}"))
        if held is not None:
            session.delete(held)
    return other.answer


def _begun(tour: Tour) -> requests.Response:
    someone = sam(tour)
    someone.submit(someone.get("own-sign-in"), FACTOR, {"step": "begin"})
    return someone.answer


def _codes(tour: Tour) -> requests.Response:
    someone = sam(tour)
    begun = someone.submit(someone.get("own-sign-in"), FACTOR, {"step": "begin"})
    someone.submit(begun, FACTOR, {"step": "confirm", "code": Program(key_on(begun)).code()})
    shown = someone.answer
    someone.submit(someone.get(FACTOR), FACTOR, {"step": "remove"})
    return shown


def _required(tour: Tour) -> requests.Response:
    someone = sam(tour)
    with _switched_on(tour):
        someone.get("settings")
    return someone.answer


def _switched_to_and_fro(tour: Tour) -> requests.Response:
    someone = kim(tour)
    someone.submit(someone.get("sign-ins"), "sign-ins/required", {})
    shown = someone.answer
    someone.submit(someone.get("sign-ins"), "sign-ins/required", {})
    return shown


def _locked(tour: Tour) -> requests.Response:
    with tour.town.live.work.writing(LIVE, Lane.VISITORS) as session:
        session.add(Attempt(company_id=LIVE, subject=f"staff:{SAM.name}", failures=LOCKED_AFTER, updated_at=now()))
    someone = ann(tour)
    shown = someone.get("sign-ins")
    answer = someone.answer
    someone.submit(shown, "sign-ins/help", {"do": "unlock", "user": f"staff:{SAM.name}"})
    return answer


def _helped(tour: Tour) -> requests.Response:
    someone = ann(tour)
    someone.submit(someone.get("sign-ins"), "sign-ins/help", {"do": "unlock", "user": f"staff:{SAM.name}"})
    return someone.answer


def _others_session(tour: Tour) -> requests.Response:
    someone = ann(tour)
    before = _marks(someone.get("sign-ins"))
    Boss(tour.url, LIVE).sign_in(SAM.name, SAM.password)
    shown = someone.get("sign-ins")
    # Where the clock stands still, the newest session is not the first one: the one that came is ended.
    (new,) = _marks(shown) - before
    someone.submit(shown, "sign-ins/end", {"end": new})
    return someone.answer


def _marks(sign_ins: Element) -> set[str]:
    """The sessions of that page that can be ended."""
    return {one.attributes["value"] for one in sign_ins.all("button", name="end")}


def _own_session(tour: Tour) -> requests.Response:
    Boss(tour.url, LIVE).sign_in(SAM.name, SAM.password)
    someone = sam(tour)
    someone.submit(someone.get("own-sign-in"), "own-sign-in/sessions", {"end": "others"})
    return someone.answer


def _stale(tour: Tour, proof: str | None, status: int) -> requests.Response:
    someone = sam(tour)
    with tour.town.live.work.writing(LIVE, Lane.VISITORS) as session:
        mine = update(AdministratorSession).where(
            AdministratorSession.company_id == LIVE, AdministratorSession.administrator == f"staff:{SAM.name}"
        )
        session.execute(mine.values(proved_at=now() - timedelta(hours=1)))
    shown = someone.get("prove")
    if proof is not None:
        someone.submit(shown, "prove", {"proof": proof}, status)
    answer = someone.answer
    someone.submit(someone.get("prove"), "prove", {"proof": SAM.password})
    return answer


def _no_passkey(tour: Tour) -> requests.Response:
    stranger = Boss(tour.url, LIVE)
    shown = stranger.get("sign-in")
    form = next(one for one in shown.all("form") if one.attributes.get("action", "").endswith("sign-in"))
    token = form.one("input", name="csrf_token").attributes["value"]
    data, headers = {"csrf_token": token, "credential": "{}"}, {"Origin": tour.url}
    return stranger.session.post(stranger.address("sign-in/passkey"), data=data, headers=headers, timeout=30)


def _no_own_passkey(tour: Tour) -> requests.Response:
    someone = sam(tour)
    shown = someone.get("own-sign-in/passkeys")
    token = shown.all("input", name="csrf_token")[0].attributes["value"]
    data, headers = {"csrf_token": token, "credential": "{}"}, {"Origin": tour.url}
    return someone.session.post(someone.address("own-sign-in/passkeys"), data=data, headers=headers, timeout=30)


@contextmanager
def _switched_on(tour: Tour) -> Iterator[None]:
    """Every administrator needs a second factor meanwhile."""
    for required in (True, False):
        with tour.town.live.work.writing(LIVE) as session:
            company = find_company(session, LIVE)
            assert company is not None
            company.second_factor = required
        if required:
            yield


ENTER_STATES: Final[dict[str, Reach]] = {
    "admin-sign-in-passkey-unknown": _no_passkey,
    "admin-factor": halfway,
    "admin-factor-wrong": lambda tour: halfway(tour, "000000", 401),
    "admin-factor-empty": lambda tour: halfway(tour, "", 400),
    "admin-factor-wait": lambda tour: halfway(tour, "000000", 429, 6),
    "admin-own-sign-in": page(sam, "own-sign-in"),
    "admin-own-sign-in-required": _required,
    "admin-own-sign-in-factor": page(kim, "own-sign-in"),
    "admin-own-sign-in-others-ended": _own_session,
    "admin-own-factor-none": page(sam, FACTOR),
    "admin-own-factor-begun": _begun,
    "admin-own-factor-wrong": sent(sam, FACTOR, FACTOR, {"step": "confirm", "code": "1"}, 400),
    "admin-own-factor": page(kim, FACTOR),
    "admin-own-factor-codes": _codes,
    "admin-own-passkeys": page(sam, "own-sign-in/passkeys"),
    "admin-own-passkeys-fault": _no_own_passkey,
    "admin-prove": lambda tour: _stale(tour, None, 200),
    "admin-prove-wrong": lambda tour: _stale(tour, "wrong", 401),
    "admin-sign-ins": page(ann, "sign-ins"),
    "admin-sign-ins-required": _switched_to_and_fro,
    "admin-sign-ins-locked": _locked,
    "admin-sign-ins-helped": _helped,
    "admin-sign-ins-ended": _others_session,
}
