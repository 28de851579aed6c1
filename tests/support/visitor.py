"""A visitor of the portal without a browser: cookies, forms and redirects, and a look at every page he is given."""

from __future__ import annotations

import time
from typing import Final, Self

import requests

from tests.support.pages import Element, looked_at

IDLE_SECONDS: Final = 5.0
"""The receiver closes a connection after ten: who sends in that very moment gets no answer."""


class Browsing(requests.Session):
    """Leaves connections alone that nobody used for long, as browsers do. Cookies stay."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self._asked = time.monotonic()

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """See `requests`: comes before each request that is no redirect."""
        if time.monotonic() - self._asked > IDLE_SECONDS:
            self.close()
        self._asked = time.monotonic()
        return super().prepare_request(request)


class Visitor:
    """Somebody at company `company` of the receiver at `url`. `answer` is the last answer, redirects followed."""

    def __init__(self, url: str, company: int) -> None:
        self.url = url
        self.company = company
        self.session = Browsing()
        self.answer = requests.Response()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def address(self, path: str) -> str:
        """The address of a page of the company: `address("schedule")`."""
        return f"{self.url}/{self.company}/{path}"

    def get(self, path: str = "", status: int = 200) -> Element:
        """Fetch a page, which must answer with `status`."""
        return self._page(self.session.get(self.address(path), timeout=30), status)

    def submit(self, page: Element, action: str, fields: dict[str, str], status: int = 200) -> Element:
        """Send the form of `page` whose action ends with `action`, hidden fields included."""
        form = next(one for one in page.all("form") if one.attributes.get("action", "").endswith(action))
        hidden = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type="hidden")}
        # The address bar says where a form comes from; the receiver checks it.
        headers = {"Origin": self.url, "Referer": self.address(action)}
        target = requests.compat.urljoin(self.address(action), form.attributes["action"])
        return self._page(
            self.session.post(target, data={**hidden, **fields}, headers=headers, timeout=30),
            status,
        )

    def sign_in(self, identifier: str, password: str, status: int = 200) -> Element:
        """Type into the sign-in page; gives the page that follows."""
        page = self.get("sign-in")
        names = [one.attributes["name"] for one in page.all("input") if one.attributes.get("type") in ("text", "email")]
        assert len(names) == 1, f"one text field is expected on the sign-in page: {names}"
        secret = page.one("input", type="password").attributes["name"]
        return self.submit(page, "sign-in", {names[0]: identifier, secret: password}, status)

    @property
    def signed_in(self) -> bool:
        """Whether the last page stands behind the sign-in: it offers to sign out."""
        return any(
            one.attributes.get("action", "").endswith("sign-out") for one in looked_at(self.answer.text).all("form")
        )

    def _page(self, answer: requests.Response, status: int) -> Element:
        self.answer = answer
        assert answer.status_code == status, f"{answer.url}: {answer.status_code}\n{answer.text[:1000]}"
        return looked_at(answer.text)
