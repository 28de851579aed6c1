"""The receiver's own application, for guards that read it instead of asking it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.factory import create_app
from receiver.settings import Settings
from tests.support.receiver import Receiver


def made(folder: Path) -> Flask:
    """The application of a fresh receiver below `folder`, with every blueprint."""
    receiver = Receiver(folder)
    receiver.init()
    return create_app(Settings.from_environment(receiver.environment))


def work(folder: Path) -> UnitOfWork:
    """The units of work of a fresh receiver below `folder`."""
    receiver = Receiver(folder)
    receiver.init()
    return UnitOfWork(make_engine(receiver.environment["PORCHLIGHT_DATABASE_URL"]))
