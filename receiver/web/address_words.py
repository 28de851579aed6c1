"""Words in addresses: names, tokens, kinds. No control character stands in any of ours, and databases refuse some."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class Word(BaseConverter):
    """`<name>`: one part of an address, without control characters; with one it is no address of ours."""

    regex = r"[^/\x00-\x1f\x7f-\x9f]+"
