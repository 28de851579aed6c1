"""A receiver that serves; each test makes its own company on it, with a level-1 user."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.admin.boss import ANN, Boss
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving, mailing, mailing_receiver, posting, serving, serving_on_postgresql

__all__ = ["mailing", "mailing_receiver", "posting", "serving", "serving_on_postgresql"]

RUTH = Person("1047", "maple syrup", details={"email": "ruth@example.com"})
TOM = Person("1048", "quiet river", "Tom Baker")


@pytest.fixture
def office(serving: Serving) -> Office:
    """A fresh company that has published two customers and Ann."""
    made = serving.office()
    made.publish(ANN, RUTH, TOM)
    return made


@pytest.fixture
def boss(serving: Serving, office: Office) -> Iterator[Boss]:
    """Ann, signed in."""
    with Boss(serving.receiver.url, office.company_id) as ann:
        ann.sign_in()
        yield ann


@pytest.fixture
def desk(serving: Serving, office: Office, page: Page) -> Page:
    """Ann at her desk, on the overview."""
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(f"{serving.receiver.url}/{office.company_id}/admin/")
    page.get_by_label("User name").fill(ANN.name)
    page.get_by_label("Password", exact=True).fill(ANN.password)
    page.get_by_role("button", name="Sign in").click()
    return page
