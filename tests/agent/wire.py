"""A wire between agent and receiver that remembers what went over it, and can lose an answer or hold a request."""

from __future__ import annotations

import base64
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

from shared import parts
from shared.messages import Begin


@dataclass(frozen=True)
class Sent:
    """One request as it went over the wire."""

    method: str
    path: str
    body: bytes

    @property
    def changes(self) -> list[parts.Change]:
        """The records it carried, as a part or inside the request to publish."""
        if self.method == "PUT":
            return parts.unpack(self.body)
        if not self.path.endswith("/snapshots"):
            return []
        change = msgspec.json.decode(self.body, type=Begin).change
        return parts.unpack(base64.b64decode(change)) if change else []


class Wire:
    """Listens on `url` and passes on to `port` of this computer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sent: list[Sent] = []
        self.lose_answer_to = ""
        """The answer to the next request whose path ends so is lost, after it took effect."""
        self.hold_at = ""
        """A request whose path ends so is not passed on until the wire is closed."""
        self.held = threading.Event()
        self._closed = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def of(self, method: str, ending: str) -> list[Sent]:
        """What was sent with this method to paths that end so."""
        return [one for one in self.sent if one.method == method and one.path.endswith(ending)]

    @contextmanager
    def open(self) -> Iterator[Wire]:
        """While inside, the wire works."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self._closed.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if wire.hold_at and self.path.endswith(wire.hold_at):
                    wire.held.set()
                    wire._closed.wait()
                    self.close_connection = True
                    return
                wire.sent.append(Sent(self.command, self.path, body))
                upstream = http.client.HTTPConnection("127.0.0.1", wire.port, timeout=60)
                upstream.request(self.command, self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                data = answer.read()
                upstream.close()
                if wire.lose_answer_to and self.path.endswith(wire.lose_answer_to):
                    wire.lose_answer_to = ""
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = pass_on

        return Handler
