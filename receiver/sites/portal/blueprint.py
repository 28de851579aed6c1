"""Where the pages of the portal are gathered, below the company number."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal", __name__, url_prefix="/<company:company_id>")
