"""The limit at the other end: stores what a `prototype` sends, unchecked. Imports nothing of ours.

`bare_receiver.py PORT DATABASE`: the path of a SQLite file, or the address of a PostgreSQL database.
"""

from __future__ import annotations

import sqlite3
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import psycopg
from backports import zstd

SQLITE = """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE records (kind, key, hash, body, PRIMARY KEY (kind, key))"""
POSTGRESQL = """CREATE TABLE records (kind text COLLATE "C", key text COLLATE "C", hash bytea, body bytea,
    PRIMARY KEY (kind, key))"""

Rows = list[tuple[str, str, bytes, bytes]]


class InFile:
    """Rows in a SQLite file."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.executescript(SQLITE)

    def insert(self, rows: Rows) -> None:
        """Add rows."""
        self.connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)


class OnServer:
    """Rows in PostgreSQL, compressed: it has to write them twice."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address)
        self.connection.execute(POSTGRESQL)

    def insert(self, rows: Rows) -> None:
        """Add rows."""
        with self.connection.cursor() as cursor, cursor.copy("COPY records FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "text", "bytea", "bytea"])
            for kind, key, hash_, body in rows:
                copy.write_row((kind, key, hash_, zstd.compress(body, 1)))


class Receiving(BaseHTTPRequestHandler):
    """Stores a batch; an empty one commits."""

    rows: InFile | OnServer

    def do_POST(self) -> None:
        """Take a batch."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        batch = msgspec.msgpack.decode(zstd.decompress(data), type=Rows)
        if batch:
            self.rows.insert(batch)
        else:
            self.rows.connection.commit()
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    port, database = sys.argv[1:]
    Receiving.rows = OnServer(database) if database.startswith("postgresql") else InFile(database)
    HTTPServer(("127.0.0.1", int(port)), Receiving).serve_forever()
