"""Every planted fault by what it is. A new guard registers at least one here."""

from __future__ import annotations

from tests.planted import answers, companies, kills, pages, project, secrets, texts, window
from tests.planted.fault import Fault

FAULTS: dict[str, Fault] = {
    **companies.FAULTS,
    **answers.FAULTS,
    **pages.FAULTS,
    **project.FAULTS,
    **secrets.FAULTS,
    **kills.FAULTS,
    **window.FAULTS,
    **texts.FAULTS,
}
