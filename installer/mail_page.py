"""The web page of the demo's mails: a list, and each mail as text. Nothing of a mail is taken for anything but text,
except addresses, which become links."""

from __future__ import annotations

import email.policy
import html
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HEADS = ("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "List-Unsubscribe")
NAMES = ("127.0.0.1", "localhost")
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem; }
h1 { font-size: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .5rem 1rem .5rem 0; text-align: start; vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
pre { font: inherit; overflow-wrap: anywhere; white-space: pre-wrap; }
@media (max-width: 40rem) { .when { display: none; } }
"""
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>{title}</h1>
{body}
</main></body>
</html>
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def server(place: tuple[str, int], files: Callable[[], list[Path]]) -> ThreadingHTTPServer:
    """Shows the mails in `files`."""
    return ThreadingHTTPServer(place, type("MailPages", (Pages,), {"files": staticmethod(files)}))


class Pages(BaseHTTPRequestHandler):
    """Answers a browser."""

    files: Callable[[], list[Path]]

    def do_GET(self) -> None:
        """Show the list, or one mail."""
        if self.headers.get("Host", "").rpartition(":")[0] not in NAMES:
            self._answer(HTTPStatus.BAD_REQUEST, page("Not here", "<p>Open this page by its own address.</p>"))
        elif self.path == "/style.css":
            self._answer(HTTPStatus.OK, STYLE, "text/css")
        elif self.path == "/":
            self._answer(HTTPStatus.OK, list_page([(file.stem, read(file)) for file in self.files()]))
        else:
            found = next((file for file in self.files() if self.path == f"/mail/{file.stem}"), None)
            if found is None:
                self._answer(HTTPStatus.NOT_FOUND, page("No such mail", '<p><a href="/">All mails</a></p>'))
            else:
                self._answer(HTTPStatus.OK, mail_page(read(found)))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written about each request."""

    def _answer(self, status: HTTPStatus, text: str, kind: str = "text/html") -> None:
        content = text.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def read(file: Path) -> EmailMessage:
    """The mail in a file."""
    return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(file.read_bytes())


def list_page(mails: list[tuple[str, EmailMessage]]) -> str:
    """Every mail, the newest first."""
    if not mails:
        return page("Mails", '<p>Nothing was sent yet. <a href="/">Look again</a></p>')
    rows = [
        f'<tr><td class="when">{head(mail, "Date")}</td><td>{head(mail, "To")}</td>'
        f'<td><a href="/mail/{name}">{head(mail, "Subject") or "(no subject)"}</a></td></tr>'
        for name, mail in mails
    ]
    names = '<tr><th class="when" scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr>'
    table = f"<table><thead>{names}</thead><tbody>{''.join(rows)}</tbody></table>"
    return page("Mails", f'<p>What the demo sent. Nothing left this computer. <a href="/">Look again</a></p>{table}')


def mail_page(mail: EmailMessage) -> str:
    """One mail."""
    rows = [f'<tr><th scope="row">{name}</th><td>{head(mail, name)}</td></tr>' for name in HEADS if mail[name]]
    body = mail.get_body(("plain",))
    text = linked(str(body.get_content())) if body is not None else ""
    table = f"<table><tbody>{''.join(rows)}</tbody></table>"
    return page(head(mail, "Subject") or "(no subject)", f'{table}<pre>{text}</pre><p><a href="/">All mails</a></p>')


def head(mail: EmailMessage, name: str) -> str:
    """What a header says, safe to be put into a page."""
    return html.escape(str(mail[name] or ""))


def linked(text: str) -> str:
    """The text, safe to be put into a page, its addresses as links."""
    parts, at = [], 0
    for found in LINK.finditer(text):
        address = html.escape(found[0])
        parts += [html.escape(text[at : found.start()]), f'<a rel="noreferrer" href="{address}">{address}</a>']
        at = found.end()
    return "".join([*parts, html.escape(text[at:])])


def page(title: str, body: str) -> str:
    """A whole page; both are HTML."""
    return PAGE.format(title=title, body=body)
