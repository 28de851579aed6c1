"""The virtual environment `.venv` at the root: filled from the hashed locks and kept while they stay.

A stamp beside the packages says which lock they came from, so that a second start needs neither time nor network.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from installer import debian
from installer.errors import SetUpError
from installer.project import PYTHON, ROOT, VENV, lock_file
from installer.say import call, say, step

OLDEST = (3, 11)
LOCKED = ("--require-hashes", "--no-deps", "-r")
"""Words of pip and uv before the name of a lock."""
STAMPS = VENV / "porchlight"
HALF_MADE = VENV / "half-made"
"""Stands in the environment while it is being made: who finds it makes the environment anew."""


def check_python() -> None:
    """Raise `SetUpError` where this Python is too old for Porchlight."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise SetUpError(
            f"Porchlight needs Python {wanted} or newer; this is {sys.version.split()[0]}.",
            f"Start it with a newer one, for example: python{wanted} -m installer demo",
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two set-ups of one clone happen one after the other."""
    handle = os.open(Path(__file__).parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this clone is at work; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def prepare(*uses: str) -> None:
    """Make `.venv` hold everything the uses (agent, receiver, test) need, and the project itself."""
    if not healthy():
        make()
    for use in uses:
        install(use)
    install_project()


def healthy() -> bool:
    """Whether `.venv` is whole: not given up half-way, its Python still there and able to install."""
    if HALF_MADE.exists() or not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    return asked.returncode == 0


def make() -> None:
    """Make `.venv` anew, whatever stands there."""
    if importlib.util.find_spec("ensurepip") is None:
        debian.need("python3-venv")
    with step("Making the virtual environment .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        HALF_MADE.touch()
        # A new process: what apt-get has just installed is unknown to this one.
        call(
            [sys.executable, "-m", "venv", VENV],
            "Python could not make a virtual environment.",
            "On Debian and Ubuntu run: sudo apt-get install -y python3-venv",
        )
        HALF_MADE.unlink()


def install(use: str) -> None:
    """Install the lock of a use, where it, or the test lock, which holds all of it, is not installed already."""
    if is_stamped("test", digest("test")) or is_stamped(use, digest(use)):
        return
    with step(f"Installing the packages of requirements-{use}.lock"):
        if not install_by_uv(use):
            pip("install", *LOCKED, str(lock_file(use)))
    write_stamp(use, digest(use))


def install_by_uv(use: str) -> bool:
    """The same by uv, where the lock holds it: on all cores, in a fifth of pip's time. False where it did not work, as
    behind a registry that only pip is told of."""
    found = re.search(r"^uv==.*(?:\n .*)*", lock_file(use).read_text(), re.MULTILINE)
    if found is None:
        return False
    with NamedTemporaryFile("w", suffix=".lock") as alone:
        alone.write(found[0] + "\n")
        alone.flush()
        pip("install", *LOCKED, alone.name)
    words: list[str | Path] = [
        VENV / "bin" / "uv",
        "pip",
        "install",
        "--python",
        PYTHON,
        "--compile-bytecode",
        *LOCKED,
        lock_file(use),
    ]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def digest(use: str) -> str:
    """What the lock of a use is recognised by."""
    return hashlib.sha256(lock_file(use).read_bytes()).hexdigest()


def install_project() -> None:
    """Make `agent`, `receiver` and `shared` importable from everywhere in this environment, as they stand here."""
    text = (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    stamp = hashlib.sha256(text).hexdigest()
    if is_stamped("project", stamp):
        return
    with step("Installing the project"):
        pip("install", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    write_stamp("project", stamp)


def pip(*words: str) -> None:
    """pip of `.venv`."""
    quiet = ["--disable-pip-version-check", "--no-input"]
    call([PYTHON, "-m", "pip", *words, *quiet], "pip failed; see above.", "Check the network, then start again.")


def is_stamped(name: str, stamp: str) -> bool:
    """Whether the step `name` was done with exactly this `stamp`."""
    file = STAMPS / name
    return file.exists() and file.read_text() == stamp


def write_stamp(name: str, stamp: str) -> None:
    """Note that the step `name` is done; in one piece, as somebody may pull the plug."""
    STAMPS.mkdir(exist_ok=True)
    half = STAMPS / f"{name}.new"
    half.write_text(stamp)
    half.replace(STAMPS / name)
