"""List Customers, the pages that follow from it, and the portal's page for the code of a letter, in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import requests

from tests.admin import customers
from tests.support.at_the_desk import Reach, boss, in_spanish, page
from tests.support.people_states import LONG, extra
from tests.support.printed import code_in
from tests.support.town import BEA, FIRM, IDA, LEO, MIA, RUTH, TOM
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from tests.support.states import Tour

LETTER: Final = "sign-in/letter"
SECRET: Final = "six red apples on a plate"


def _go(do: str, *numbers: str, status: int = 200) -> Reach:
    """What follows Go with those that are ticked."""

    def reach(tour: Tour) -> requests.Response:
        customers.go(boss(tour), do, *numbers, status=status)
        return boss(tour).answer

    return reach


def _confirmed(do: str, action: str, *numbers: str, **fields: str) -> Reach:
    """What follows when the question after Go is answered."""

    def reach(tour: Tour) -> requests.Response:
        ann = boss(tour)
        ann.submit(customers.go(ann, do, *numbers), action, fields)
        return ann.answer

    return reach


def _alone(number: str, do: str) -> Reach:
    """What follows a button on the page of one customer."""

    def reach(tour: Tour) -> requests.Response:
        ann = boss(tour)
        ann.submit(ann.get(f"customer?number={number}"), "customers/go", {"do": do})
        return ann.answer

    return reach


def _with_people(tour: Tour) -> requests.Response:
    extra(tour, f"See {LONG}", "see")
    return page(f"customer?number={FIRM}")(tour)


def _viewer(tour: Tour) -> Visitor:
    """Somebody who looks at the portal as Ruth."""
    ann = boss(tour)
    ann.submit(ann.get(f"customer?number={RUTH}"), "customers/view", {})
    looking = tour.stranger()
    looking.session.cookies.update(ann.session.cookies)
    looking.get("")
    return looking


def _view_begun(tour: Tour) -> requests.Response:
    ann = boss(tour)
    ann.submit(ann.get(f"customer?number={RUTH}"), "customers/view", {})
    return ann.answer


def _viewed(tour: Tour) -> requests.Response:
    return _viewer(tour).answer


def _refused(tour: Tour) -> requests.Response:
    looking = _viewer(tour)
    looking.submit(looking.get("message"), "message", {"text": "Not mine."}, 403)
    return looking.answer


def _ended(tour: Tour) -> requests.Response:
    looking = _viewer(tour)
    looking.submit(looking.get(""), "looking-on/end", {})
    return looking.answer


def _typed(number: str, code: str, password: str, status: int) -> Reach:
    """What follows when that is typed into the page for the code of a letter."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        fields = {"identifier": number, "code": code, "password": password}
        visitor.submit(visitor.get(LETTER), LETTER, fields, status)
        return visitor.answer

    return reach


def _letter_page(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.get(LETTER)
    return visitor.answer


def _used(tour: Tour) -> requests.Response:
    ann = boss(tour)
    code = code_in(customers.letters(ann, BEA), BEA)
    return _typed(BEA, code, SECRET, 200)(tour)


CUSTOMERS_STATES: Final[dict[str, Reach]] = {
    "admin-customers": page("customers"),
    "admin-customers-spanish": in_spanish("customers"),
    "admin-customers-found": page("customers?q=a&sort=name"),
    "admin-customers-locked": page("customers?which=locked&sort=signed-in"),
    "admin-customers-nobody": page("customers?q=%25%5F"),
    "admin-customers-too-long": page(f"customers?q={'x' * 101}", status=400),
    "admin-customers-nothing-ticked": _go("unlock", status=400),
    "admin-customers-nothing-chosen": _go("", MIA, status=400),
    "admin-customers-unlock": _go("unlock", LEO, MIA),
    "admin-customers-deactivate": _go("deactivate", MIA, IDA),
    "admin-customers-deactivated": _confirmed("deactivate", "customers/deactivate", MIA, IDA),
    "admin-customer-deactivated": page(f"customer?number={MIA}"),
    "admin-customers-activated": _go("activate", MIA, IDA),
    "admin-customers-invite": _go("invite", RUTH, TOM),
    "admin-customers-invite-nobody": _go("invite", TOM),
    "admin-customers-invite-tried": _confirmed("invite", "customers/invite", RUTH, **{"try": "yes", "language": "en"}),
    "admin-customers-invited": _confirmed("invite", "customers/invite", RUTH, language="en"),
    "admin-customers-letters": _go("letters", MIA, TOM),
    "admin-customer": page(f"customer?number={RUTH}"),
    "admin-customer-invite": _alone(RUTH, "invite"),
    "admin-customer-people": _with_people,
    "admin-customer-gone": page("customer?number=nobody", status=404),
    "admin-view-begun": _view_begun,
    "view-as-customer": _viewed,
    "view-as-customer-refused": _refused,
    "admin-view-ended": _ended,
    "letter-page": _letter_page,
    "letter": _typed("", "", "", 400),
    "letter-no-match": _typed(BEA, "ABCD-EFGH-JKMN", SECRET, 401),
    "letter-used": _used,
}
