"""The states of the audit log's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import requests

from tests.admin.boss import Boss
from tests.support.admin_states import Reach, page
from tests.support.town import LIVE

if TYPE_CHECKING:
    from tests.support.states import Tour


def _in_spanish(tour: Tour) -> requests.Response:
    ann = Boss(tour.url, LIVE)
    ann.sign_in()
    ann.submit(ann.get("audit"), "language", {"language": "es"})
    return ann.answer


AUDIT_STATES: Final[dict[str, Reach]] = {
    "admin-audit": page("audit"),
    "admin-audit-spanish": _in_spanish,
    "admin-audit-chosen": page("audit?what=administrators&where=administration&who=ann&since=2020-01-01"),
    "admin-audit-nothing": page("audit?who=nobody+at+all"),
    "admin-audit-no-such-choice": page("audit?what=evil&since=2026-02-30&until=x&about=%07", status=400),
    "admin-audit-check": page("audit/check"),
    "admin-audit-check-mark": page(f"audit/check?mark=900000:{'0' * 24}"),
    "admin-audit-check-no-mark": page("audit/check?mark=nonsense", status=400),
}
