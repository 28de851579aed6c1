"""Secrets in the keyring of the operating system."""

from __future__ import annotations

import base64
import binascii
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from secrets import token_bytes
from typing import Final, TypeVar

from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import KeyringError, PasswordDeleteError

from agent.domain.errors import SetupError

ALLOWED: Final = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "linux": ("keyring.backends.SecretService.Keyring", "keyring.backends.kwallet.DBusKeyring"),
}
"""Backends that really keep secrets, by `sys.platform`. Whatever else is installed (`keyrings.alt`) is never asked."""

PROBE_SECONDS = 5.0
ANSWER_SECONDS = 60.0
"""A person may be typing the password of the keyring meanwhile."""

_KEY_BYTES = 32
_Answer = TypeVar("_Answer")


class OsKeyring:
    """The `Secrets` in one backend. `service` keeps the agent folders of one account apart."""

    def __init__(self, backend: KeyringBackend, service: str) -> None:
        self._backend = backend
        self._service = service

    def get(self, name: str) -> bytes | None:
        """See `ports.Secrets`."""
        text = _asked(lambda: self._backend.get_password(self._service, name), ANSWER_SECONDS)
        try:
            return None if text is None else base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise SetupError(
                f'The secret "{name}" in the keyring is damaged.',
                remedy="Pair this computer again: System > Portals, or agent pair",
            ) from error

    def put(self, name: str, value: bytes) -> None:
        """See `ports.Secrets`."""
        text = base64.b64encode(value).decode()
        _asked(lambda: self._backend.set_password(self._service, name, text), ANSWER_SECONDS)

    def remove(self, name: str) -> None:
        """See `ports.Secrets`."""

        def remove() -> None:
            try:
                self._backend.delete_password(self._service, name)
            except PasswordDeleteError:
                if self._backend.get_password(self._service, name) is not None:
                    raise

        _asked(remove, ANSWER_SECONDS)

    def key(self, name: str) -> bytes:
        """See `ports.Secrets`. What is given is read back, for two processes may ask at once."""
        if self.get(name) is None:
            self.put(name, token_bytes(_KEY_BYTES))
        found = self.get(name)
        if found is None:
            raise SetupError("The keyring of this computer does not keep what is put into it.")
        return found


def load(name: str) -> KeyringBackend:
    """The backend of that name. Raises `SetupError` where it is not allowed here or can't be reached."""
    if name not in ALLOWED.get(sys.platform, ()):
        raise SetupError(f'The keyring "{name}" is not one that Porchlight uses on this computer.')
    return _asked(lambda: load_keyring(name), PROBE_SECONDS)


def find(service: str) -> str | None:
    """The name of the first allowed backend that keeps a secret and gives it back, None where there is none."""
    if sys.platform == "linux" and not _at_a_desk():
        return None
    for name in ALLOWED.get(sys.platform, ()):
        try:
            backend = load(name)
            token = token_bytes(8).hex()
            _asked(partial(_probe, backend, service, token), ANSWER_SECONDS)
        except SetupError:
            continue
        return name
    return None


def _at_a_desk() -> bool:
    """Whether there is a session bus and somewhere to show the question for the keyring's password: without a desk
    that question would wait for ever."""
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) and bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _probe(backend: KeyringBackend, service: str, value: str) -> None:
    backend.set_password(service, "probe", value)
    if backend.get_password(service, "probe") != value:
        raise KeyringError("it forgets")
    backend.delete_password(service, "probe")


def _asked(question: Callable[[], _Answer], seconds: float) -> _Answer:
    """The keyring's answer. It is asked on a thread of its own, because some backends wait without end."""
    answers: list[_Answer] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(question())
        except Exception as error:
            faults.append(error)

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if answers:
        return answers[0]
    silence = f"It did not answer within {seconds:.0f} seconds."
    detail = f"{type(faults[0]).__name__}: {faults[0]}" if faults else silence
    raise SetupError(
        "The keyring of this computer can't be used.",
        detail=detail,
        remedy="Sign in to this computer's desktop and unlock the keyring, then try again.",
    ) from (faults[0] if faults else None)
