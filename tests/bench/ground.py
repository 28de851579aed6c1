"""Where receivers, and the prototypes of receivers, keep what they take: SQLite files, or a PostgreSQL of the bench's
own that writes as safely as a host's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.measuring import processor_seconds
from tests.support.postgres import Cluster, running_cluster
from tests.support.receiver import Receiver

MEGABYTE = 1_000_000


@dataclass
class Ground:
    """Fresh databases below `folder`, or in the `cluster`."""

    folder: Path
    cluster: Cluster | None
    receivers: list[Receiver] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def receiver(self) -> Receiver:
        """A receiver that serves."""
        receiver = Receiver(self.folder / f"receiver-{next(self._numbers)}")
        if self.cluster is not None:
            receiver.use_database(self.cluster.url(self.cluster.database()))
        receiver.init()
        receiver.serve()
        self.receivers.append(receiver)
        return receiver

    def bare(self) -> str:
        """An empty database for a prototype: the path of a file that is not there, or an address as libpq reads it."""
        if self.cluster is None:
            return str(self.folder / f"bare-{next(self._numbers)}.db")
        return self.cluster.url(self.cluster.database()).replace("+psycopg", "")

    @property
    def server_seconds(self) -> float:
        """Processor time of the database server so far; none for files."""
        return 0.0 if self.cluster is None else processor_seconds(self.cluster.pid)


@contextmanager
def ground(folder: Path, kind: str) -> Iterator[Ground]:
    """A ground of that kind; what serves on it ends with it. Raises `PostgresMissing`."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        made = Ground(folder, stack.enter_context(safe_cluster()) if kind == "postgresql" else None)
        try:
            yield made
        finally:
            for one in made.receivers:
                one.end()


@contextmanager
def safe_cluster() -> Iterator[Cluster]:
    """A PostgreSQL that has on the disk what it said it has."""
    with running_cluster() as cluster, cluster.durable():
        yield cluster


def listens(port: int) -> bool:
    """Whether somebody answers at a port of the loopback interface."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
