"""Somebody between a stage's tap and its receiver who keeps, repeats and replaces what passes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.campaign.stage import Stage
from tests.support.proxy import Proxy


@contextmanager
def between(stage: Stage) -> Iterator[Proxy]:
    """While inside, everything goes through the proxy that is given."""
    with Proxy(stage.receiver.port).open() as proxy:
        stage.tap.port = int(proxy.url.rpartition(":")[2])
        try:
            yield proxy
        finally:
            stage.tap.port = stage.receiver.port
