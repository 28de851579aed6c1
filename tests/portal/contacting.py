"""A customer at Contact Company, without a browser: the form with photos, and what a page of the thread shows."""

from __future__ import annotations

import io
from dataclasses import dataclass

import requests
from PIL import Image

from tests.support.pages import Element
from tests.support.visitor import Visitor

Photo = tuple[str, bytes]
"""The name of a file, and what is in it."""


def noise(width: int, height: int, quality: int = 90) -> bytes:
    """A photo that is hard to press together, as those of a phone."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


@dataclass
class Writer:
    """A signed-in customer who writes messages; `form` is the page that he has before him."""

    visitor: Visitor
    form: Element

    @classmethod
    def at(cls, visitor: Visitor) -> Writer:
        """He opens Contact Company."""
        return cls(visitor, visitor.get("message"))

    @property
    def hidden(self) -> dict[str, str]:
        """What his form carries besides."""
        form = next(one for one in self.form.all("form") if one.attributes.get("action", "").endswith("/message"))
        return {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type="hidden")}

    def post(self, text: str, *photos: Photo, follow: bool = False, **fields: str) -> requests.Response:
        """Send the form, with photos or without; the answer, redirects followed where that is wanted."""
        files = [("photos", (name, data, "image/jpeg")) for name, data in photos] or [
            ("photos", ("", b"", "application/octet-stream"))
        ]
        return self.visitor.session.post(
            self.visitor.address("message"),
            data={**self.hidden, "text": text, **fields},
            files=files,
            headers={"Origin": self.visitor.url},
            allow_redirects=follow,
            timeout=30,
        )

    def send(self, text: str, *photos: Photo) -> Element:
        """Send it, which must work; the page that follows."""
        answer = self.post(text, *photos)
        assert answer.status_code == 303, answer.text[:2000]
        self.form = self.visitor.get("message")
        return self.form

    def refused(self, status: int, text: str, *photos: Photo) -> str:
        """Send it, which must fail; the words at the field."""
        answer = self.post(text, *photos)
        assert answer.status_code == status, answer.text[:2000]
        return answer.text


def messages(page: Element) -> list[str]:
    """The messages on a page, each as a person reads it."""
    return [one.text for one in page.all("article")]
