"""The campaign of mails in short (reliability F42, F43; goal R10)."""

from __future__ import annotations

from pathlib import Path

from tests.campaign import mail
from tests.campaign.report import table


def test_F43_R10_no_mail_is_lost_between_a_failing_server_and_a_killed_worker(tmp_path: Path) -> None:
    found = mail.run(tmp_path, "sqlite", 12, 1)
    assert found.holds, table(found)
