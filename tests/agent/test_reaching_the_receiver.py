"""What the office is told when the receiver can't be reached or is none (reliability F22, F24), and the one lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agent.domain.errors import AgentError, ReceiverError, TryLater, UsageError
from agent.jobs.lock import single_instance
from agent.upload.client import ReceiverClient, receiver_url
from tests.support.processes import free_port

KEY = bytes(range(32))


@contextmanager
def stranger(status: int, media_type: str, location: str = "") -> Iterator[str]:
    """A web server that is no receiver."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(b'{"state": "done"}')

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def refusal(url: str) -> AgentError:
    """What asking there for the status says."""
    with pytest.raises(AgentError) as caught:
        ReceiverClient.pairing(url, KEY).status()
    return caught.value


@pytest.mark.parametrize(
    ("status", "media_type", "location"),
    [
        (200, "text/html", ""),
        (200, "application/json", ""),
        (302, "text/html", "https://login.example/"),
        (404, "", ""),
    ],
)
def test_F22_a_sign_in_page_is_never_taken_for_success(status: int, media_type: str, location: str) -> None:
    with stranger(status, media_type, location) as url:
        said = refusal(url)
    assert isinstance(said, ReceiverError)
    assert "no Porchlight receiver" in said.title


def test_F22_a_gateway_without_a_receiver_behind_it_is_a_matter_of_time() -> None:
    with stranger(503, "text/html") as url:
        assert isinstance(refusal(url), TryLater)


def test_F22_nobody_listens() -> None:
    said = refusal(f"http://127.0.0.1:{free_port()}")
    assert isinstance(said, TryLater)
    assert "can't be reached" in said.title


def test_F22_no_such_name() -> None:
    said = refusal("https://receiver.invalid")
    assert isinstance(said, TryLater)
    assert "can't be found" in said.title


@pytest.mark.parametrize("url", ["http://portal.example.com", "ftp://portal.example.com", "portal", "https://a@b", ""])
def test_an_address_that_is_none_or_unprotected_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="https://"):
        receiver_url(url)


def test_an_address_is_kept_without_its_last_slash() -> None:
    assert receiver_url(" https://portal.example.com/ ") == "https://portal.example.com"
    assert receiver_url("http://localhost:8112") == "http://localhost:8112"


def test_one_at_a_time(tmp_path: Path) -> None:
    with single_instance(tmp_path), pytest.raises(TryLater, match="at work"), single_instance(tmp_path):
        pass
    with single_instance(tmp_path):
        pass
