"""An administrator without a browser."""

from __future__ import annotations

from tests.portal.cast import Chief
from tests.support.pages import Element
from tests.support.visitor import Visitor

ANN = Chief("Ann", "many green gardens", "ann@greenvalley.example")
"""The office's level-1 user."""
SAM = Chief("Sam", "slow brown rivers", "sam@greenvalley.example")
KIM = Chief("Kim", "three tall poplars")
"""Others of level 1, in the town: Sam has no second factor, Kim has one."""


class Boss(Visitor):
    """Somebody at the administration site of a company; paths count from there: `get("customers")`."""

    def address(self, path: str) -> str:
        """The address of a page of the site."""
        return f"{self.url}/{self.company}/admin/{path}"

    def sign_in(self, identifier: str = ANN.name, password: str = ANN.password, status: int = 200) -> Element:
        """Type into the sign-in page; gives the page that follows."""
        return self.submit(self.get("sign-in"), "sign-in", {"name": identifier, "password": password}, status)
