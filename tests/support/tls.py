"""A web server on loopback that speaks TLS with a certificate made here: expired, self-signed, for another name."""

from __future__ import annotations

import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

LOCALHOST = "localhost"


class Authority:
    """Stands for certificates; `file` is what has to be trusted for that (`SSL_CERT_FILE`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = generate_private_key(SECP256R1())
        self._name = _named("Test Authority")
        made = _begun(self._name, self._name, self._key, timedelta(days=30))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(made.sign(self._key, SHA256()).public_bytes(Encoding.PEM))

    def certificate(self, name: str = LOCALHOST, ends_in: timedelta = timedelta(days=1), *, own: bool = False) -> Path:
        """A file with key and certificate for `name`; `own`: it stands for itself."""
        key, subject = generate_private_key(SECP256R1()), _named(name)
        made = _begun(subject, subject if own else self._name, key, ends_in)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        signed = made.sign(key if own else self._key, SHA256())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file = self._folder / f"{name}-{ends_in.days}-{own}.pem"
        file.write_bytes(private + signed.public_bytes(Encoding.PEM))
        return file


@contextmanager
def protected(certificate: Path) -> Iterator[str]:
    """The address of a server that answers with nothing but its certificate; it is no receiver."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>Welcome to the hotel</h1>")

    server = _Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://{LOCALHOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def front(certificate: Path, behind: int, port: int = 0, most: ssl.TLSVersion | None = None) -> Iterator[int]:
    """The port of a TLS front before the web server on port `behind` of this computer; `most` is the newest version of
    TLS that it speaks, where not all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if most is not None:
        # What is this old is switched off by default, for the front too.
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, most

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as office,
                socket.create_connection(("127.0.0.1", behind)) as receiver,
            ):
                _pass_on(office, receiver)

    server = _Front(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pass_on(office: ssl.SSLSocket, receiver: socket.socket) -> None:
    """Both ways, until one of them has had enough."""
    while True:
        ready = [office] if office.pending() else select.select([office, receiver], [], [])[0]
        for one in ready:
            data = one.recv(65_536)
            if not data:
                return
            (receiver if one is office else office).sendall(data)


class _Front(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_words: object) -> None:
        """Whoever does not trust us goes away in the middle: that is what is tested."""


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, ends_in: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(now - timedelta(days=60)).not_valid_after(now + ends_in)
