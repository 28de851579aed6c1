"""What the application was made of, for the views: settings, secrets, the database, the file store, the
built assets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, cast

from flask import Flask, current_app

from receiver.db.unit_of_work import UnitOfWork
from receiver.files import Files
from receiver.settings import Secrets, Settings
from receiver.web.assets import Assets

EXTENSION: Final = "porchlight"


@dataclass(frozen=True, slots=True)
class Parts:
    """Made once by the factory; nothing in it changes while the application lives."""

    settings: Settings
    secrets: Secrets = field(repr=False)
    work: UnitOfWork
    assets: Assets
    files: Files


def install(app: Flask, parts_: Parts) -> None:
    """Hand the parts to the application."""
    app.extensions[EXTENSION] = parts_


def parts() -> Parts:
    """The parts of the application that answers this request."""
    return cast(Parts, current_app.extensions[EXTENSION])
