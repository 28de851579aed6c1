"""Where the pages of the administration site are gathered, below the company number."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/<company:company_id>/admin")
