"""The portal as it would look, for a preview on the administration site."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
from flask import url_for

from receiver.domain.looks.look import Look, Shown
from receiver.sites.admin.desk import Desk
from receiver.sites.frame import Frame


@dataclass(frozen=True)
class Sample(Frame):
    """The company as the portal would show it. A picture that waits for a yes is shown to administrators only."""

    waiting: str = ""
    """The name of that picture."""

    def picture(self, shown: Shown) -> str:
        """Where a picture of the look is."""
        if shown.name != self.waiting:
            return super().picture(shown)
        return url_for("admin.waiting_picture", company_id=self.company_id, name=shown.name)


def sample_of(desk: Desk, look: Look, waiting: Shown | None = None) -> Sample:
    """The company with that look."""
    company = replace(desk.frame.company, look=msgspec.json.encode(look))
    return Sample(company, desk.frame.office, desk.frame.published_at, waiting.name if waiting else "")
