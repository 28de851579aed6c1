"""B2: whom an identifier names, and whose password is looked at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from receiver.domain.people import sign_in
from tests.portal.cast import Office, Person

NETWORK = "192.0.2.1"
NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def opened(office: Office, identifier: str, password: str, now: datetime = NOW) -> list[str]:
    """The numbers that the password opens."""
    company = office.company()
    with office.work.writing(office.company_id) as session:
        found = sign_in.candidates(session, office.company_id, company.published, identifier)
        tried = sign_in.count_attempt(session, office.company_id, found, identifier, NETWORK, now)
    opened = sign_in.right_ones(office.secrets.peppers, office.company_id, tried.candidates, password)
    return [one.number for one in opened]


def mail(address: str) -> dict[str, object]:
    return {"email": address}


@pytest.fixture
def town(office: Office) -> Office:
    """Numbers that look alike, and an e-mail address that several hold."""
    office.publish(
        Person("1047", "maple", details=mail("Ruth@Example.com")),
        Person("1048", "birch", details=mail("ruth@example.com")),
        Person("1049", "maple", details=mail("ruth@example.com ")),
        Person("Val2 ", "oak"),
        Person("ab", "elm"),
        Person("AB", "ash"),
        Person("no-password", ""),
        Person("0112", "fir"),
    )
    return office


@pytest.mark.parametrize(
    ("identifier", "password", "numbers"),
    [
        ("1047", "maple", ["1047"]),
        ("1047", "birch", []),
        (" 1047 ", "maple", ["1047"]),
        ("Val2 ", "oak", ["Val2 "]),
        ("val2", "oak", ["Val2 "]),
        ("ab", "elm", ["ab"]),
        ("AB", "ash", ["AB"]),
        ("Ab", "elm", []),
        ("ruth@example.com", "maple", ["1047", "1049"]),
        ("RUTH@example.com", "birch", ["1048"]),
        ("ruth@example.com", "nothing", []),
        ("no-password", "", []),
        ("112", "fir", []),
        ("１０４７", "maple", []),
        ("%", "maple", []),
        ("' OR 1=1--", "maple", []),
        ("10\x0047", "maple", []),
        ("\u00a0", "maple", []),
    ],
)
def test_B2_the_identifier_names(town: Office, identifier: str, password: str, numbers: list[str]) -> None:
    assert opened(town, identifier, password) == numbers


def test_B2_the_same_word_in_another_unicode_form_is_the_same_password(office: Office) -> None:
    office.publish(Person("1", "caf\u00e9"))
    assert opened(office, "1", "cafe\u0301") == ["1"]


def test_A9_a_reused_number_is_not_opened_by_the_former_customers_password(office: Office) -> None:
    office.publish(Person("1047", "maple", record_id="1"))
    # As between the two snapshots of one Process: the number has a new owner, the credential is still the old one.
    office.publish(Person("1047", "maple", record_id="2", credential_of="1"))
    assert opened(office, "1047", "maple") == []


def test_B2_no_more_than_five_accounts_of_an_address_are_tried(office: Office) -> None:
    office.publish(*(Person(str(number), "same", details=mail("a@example.com")) for number in range(8)))
    assert len(opened(office, "a@example.com", "same")) == sign_in.MOST_ACCOUNTS
