"""An administrator who changes how the portal looks."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from receiver.domain.audit.models import AuditEntry
from receiver.domain.looks.models import Picture
from tests.admin.boss import Boss
from tests.portal.cast import Office
from tests.support.pages import Element

SECTIONS = ("contact", "schedule", "history", "message", "invoices", "people")


class Decorator(Boss):
    """Ann, with the forms of Change Splash Screen and Admin."""

    def upload(self, data: bytes, name: str = "splash.png", status: int = 200) -> Element:
        """Choose that file and press Upload."""
        return self._sent("splash", {}, data, name, status)

    def save(
        self,
        fields: Mapping[str, str],
        *,
        status: int = 200,
        logo: bytes = b"",
        hidden: tuple[str, ...] = (),
        page: Element | None = None,
    ) -> Element:
        """Press Save on the Admin screen with that in its fields, those sections not ticked, and that logo chosen."""
        page = page or self.get("look")
        held = {one.attributes["name"]: one.attributes.get("value", "") for one in page.all("input", type="hidden")}
        typed = ("logo_link", "copyright", "copyright_link", "privacy_link", "terms_link", "accent")
        now = {name: page.one("input", id=name).attributes["value"] for name in typed}
        ticks = {f"section-{one}": "1" for one in SECTIONS if one not in hidden}
        told = {**held, **now, "welcome": page.one("textarea").exact_text.removeprefix("\n"), **ticks, "do": "save"}
        if any("checked" in one.attributes for one in page.all("input", name="no_logo")):
            told["no_logo"] = "1"
        told.pop("back", None)
        return self._sent("look", {**told, **fields}, logo, "logo.png" if logo else "", status)

    def _sent(self, path: str, fields: Mapping[str, str], data: bytes, name: str, status: int) -> Element:
        token = self.get(path).all("input", name="csrf_token")[0].attributes["value"]
        answer = self.session.post(
            self.address(path),
            data={"csrf_token": token, **fields},
            # As a browser sends a field for files: empty and without a name where nothing was chosen.
            files={"picture": (name, data)},
            headers={"Origin": self.url},
            timeout=60,
        )
        return self._page(answer, status)


def kept(office: Office) -> list[str]:
    """The kinds of the pictures that are kept."""
    with office.work.reading(office.company_id) as session:
        return sorted(session.scalars(select(Picture.kind).where(Picture.company_id == office.company_id)))


def noted(office: Office) -> list[str]:
    """What the audit log says of looks."""
    with office.work.reading(office.company_id) as session:
        told = session.scalars(
            select(AuditEntry.action).where(AuditEntry.company_id == office.company_id).order_by(AuditEntry.number)
        )
        return [one for one in told if one.startswith("looks.")]
