"""S1, T4: what was chosen, mailed and typed wrongly on the portal can be read or guessed nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.guards.recoverable import guessed, readable
from tests.portal.cast import Person
from tests.portal.conftest import NO_SERVER, portal_on
from tests.portal.mailed import mails
from tests.support.databases import Databases
from tests.support.visitor import Visitor

FIRST = "walrus-umbra-7Qx"
OWN = "pelican-lagoon-88-zebra"
WRONG = "mistyped-otter-41-canary"
TOO_EARLY = "sent-too-late-heron-55"
RUTH = Person("1047", FIRST, details={"email": "ruth@example.com"}, shared=True)


def test_S1_nothing_that_was_chosen_mailed_or_typed_is_readable(databases: Databases, tmp_path: Path) -> None:
    folder = tmp_path / "receiver"
    with portal_on(databases, "sqlite", folder, PORCHLIGHT_SMTP_URL=NO_SERVER) as serving:
        office = serving.office()
        office.publish(RUTH)
        office.set_state("live")
        with Visitor(serving.receiver.url, office.company_id) as visitor:
            page = visitor.sign_in("1047", FIRST)
            code = mails(office)[0].code
            visitor.submit(page, "sign-in/first", {"code": code, "password": OWN})
            form = visitor.get("account/password")
            visitor.submit(form, "account/password", {"current": WRONG, "password": TOO_EARLY}, status=400)
            visitor.submit(form, "sign-out", {})
            visitor.submit(form, "account/password", {"current": OWN, "password": TOO_EARLY}, status=401)
            visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": "1047"})
            token = next(one.link for one in mails(office) if one.kind == "sign-in-link").rpartition("/")[2]
            visitor.sign_in("1047", OWN)
            assert visitor.signed_in, "there has to be a verifier for the guess to mean something"
            cookies = "".join(str(one.value) for one in visitor.session.cookies)
    copy = tmp_path / "stolen"
    shutil.copytree(folder / "data", copy)
    assert readable(folder, [FIRST, OWN, WRONG, TOO_EARLY, code, code.replace("-", ""), token]) == []
    assert guessed(copy, OWN) == []
    assert OWN not in cookies
