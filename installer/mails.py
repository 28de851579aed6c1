"""`python -m installer.mails --smtp PORT --web PORT --folder FOLDER`: a mail server that sends nothing on.

What it takes lies in the folder, a file for each mail, and is shown on a web page, so that whoever tries out the demo
reads what customers and the office would have got. It listens on this computer only. It needs nothing but Python: the
demo has no package of the tests.
"""

from __future__ import annotations

import argparse
import socketserver
import threading
import time
from pathlib import Path

from installer import mail_page

HOST = "127.0.0.1"
LONGEST_LINE = 4096
MOST_BYTES = 10_000_000
MOST_KEPT = 500
SECONDS = 60


class Kept:
    """The mails in a folder; the oldest make room for new ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes) -> None:
        """Keep a mail."""
        with self._lock:
            name = f"{time.time_ns()}.eml"
            half = self.folder / f"{name}.new"
            half.write_bytes(content)
            half.replace(self.folder / name)
            for old in self.files()[MOST_KEPT:]:
                old.unlink(missing_ok=True)

    def files(self) -> list[Path]:
        """Their files, the newest first."""
        return sorted(self.folder.glob("*.eml"), reverse=True)


class Smtp(socketserver.StreamRequestHandler):
    """One connection, as far as a mail needs it (RFC 5321, 4.5.1)."""

    timeout = SECONDS
    kept: Kept

    def handle(self) -> None:
        """Talk until the other side has said all."""
        self._say("220 porchlight demo")
        recipients = 0
        while words := self._line():
            verb = words[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb in ("HELO", "EHLO", "RSET", "NOOP", "MAIL"):
                recipients = recipients if verb == "NOOP" else 0
                self._say("250 porchlight demo")
            elif verb == "RCPT":
                recipients += 1
                self._say("250 ok")
            elif verb != "DATA":
                self._say("502 not known here")
            elif not recipients:
                self._say("503 nobody to send it to")
            elif not self._take():
                return

    def _take(self) -> bool:
        """Take a mail; False where it was cut off or is too long."""
        self._say("354 go on, and end with a dot")
        content = bytearray()
        while (line := self.rfile.readline(MOST_BYTES)) not in (b".\r\n", b".\n"):
            if not line or len(content) + len(line) > MOST_BYTES:
                return False
            content += line.removeprefix(b".")
        self.kept.keep(bytes(content))
        self._say("250 taken")
        return True

    def _line(self) -> str:
        return self.rfile.readline(LONGEST_LINE).decode("utf-8", "replace").strip()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Takes mails on a port of this computer."""

    allow_reuse_address = True
    daemon_threads = True


def serve(smtp: int, web: int, folder: Path) -> None:
    """Take mails and show them until this program is ended."""
    kept = Kept(folder)
    handler = type("KeptSmtp", (Smtp,), {"kept": kept})
    with Server((HOST, smtp), handler) as taking, mail_page.server((HOST, web), kept.files) as showing:
        threading.Thread(target=taking.serve_forever, name="smtp", daemon=True).start()
        showing.serve_forever()


def main() -> None:
    """Read the words of the command."""
    words = argparse.ArgumentParser(prog="python -m installer.mails")
    words.add_argument("--smtp", type=int, required=True)
    words.add_argument("--web", type=int, required=True)
    words.add_argument("--folder", type=Path, required=True)
    asked = words.parse_args()
    serve(asked.smtp, asked.web, asked.folder)


if __name__ == "__main__":
    main()
