"""The limit for a page: Flask, SQLAlchemy, Jinja, one read by key, on granian. Imports nothing of ours.

`bare_view.py PORT THREADS` serves `/`, whose bytes it makes of the row "page" of the database whose address is
BARE_DATABASE: a JSON list of lines.
"""

from __future__ import annotations

import os
import sys

import msgspec
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, create_engine, select

PAGE = "{% for line in lines %}{{ line }}\n{% endfor %}"

metadata = MetaData()
pages = Table("pages", metadata, Column("key", Text, primary_key=True), Column("body", LargeBinary))


def make() -> Flask:
    """The application, made once in each worker."""
    app = Flask("bare")
    engine = create_engine(os.environ["BARE_DATABASE"])
    template = app.jinja_env.from_string(PAGE)

    def view() -> str:
        with engine.connect() as connection:
            body = connection.execute(select(pages.c.body).where(pages.c.key == "page")).scalar_one()
        return template.render(lines=msgspec.json.decode(body))

    app.add_url_rule("/", view_func=view)
    return app


if __name__ == "__main__":
    Granian(
        "tests.bench.bare_view:make",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(sys.argv[2]),
        factory=True,
    ).serve()
