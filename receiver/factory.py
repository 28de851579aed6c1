"""Puts the receiver's web application together; the only module that knows all its parts."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.files import Files
from receiver.settings import Settings, read_secrets
from receiver.sites import admin, agent_api, portal, public
from receiver.web import (
    access,
    assets,
    body_size,
    compression,
    errors,
    forgery,
    forms,
    host_names,
    pages,
    parts,
)
from receiver.web.address_numbers import CompanyNumber, WholeNumber
from receiver.web.address_words import Word
from receiver.web.form_cookie import FormCookie
from receiver.web.headers import HeadedFlask


def create_app(settings: Settings) -> Flask:
    """The application for `settings`. Raises `SettingsError` where the receiver is not set up or not built."""
    app = HeadedFlask(__name__, static_folder=None)
    made = parts.Parts(
        settings=settings,
        secrets=read_secrets(settings.secret_file),
        work=UnitOfWork(make_engine(settings.database_url)),
        assets=assets.Assets.read(),
        files=Files.at(settings.files_url),
    )
    parts.install(app, made)
    _configure(app, made)
    app.session_interface = FormCookie()
    pages.install(app, made.assets)
    app.url_map.converters.update(default=Word, string=Word, company=CompanyNumber, whole=WholeNumber)
    host_names.refuse_other_names(app, settings)
    access.deny_unmarked(app)
    body_size.limit_bodies(app)
    forms.read_strictly(app)
    forgery.refuse_forgeries(app, exempt=agent_api.blueprint)
    errors.answer_errors(app)
    compression.compress_long_pages(app)
    for blueprint in (agent_api.blueprint, portal.blueprint, admin.blueprint, public.blueprint, assets.blueprint):
        app.register_blueprint(blueprint)
    return app


def _configure(app: Flask, made: parts.Parts) -> None:
    secure = made.settings.secure
    app.config.update(
        SECRET_KEY=made.secrets.form_key,
        SESSION_COOKIE_NAME="__Host-porchlight" if secure else "porchlight",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
        # A page may stay open on a phone for days; the token is good as long as its cookie.
        WTF_CSRF_TIME_LIMIT=None,
        # Over https flask-wtf wants a Referer, which our own Referrer-Policy withholds; Origin is checked instead.
        WTF_CSRF_SSL_STRICT=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
