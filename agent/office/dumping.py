"""The dump that a database server's own program makes: what its documentation tells to restore.

The password goes to the program by its environment, which only this account can read, never among its words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection

from agent.domain.runs import CopyForm
from agent.usecases.ports import Progress

COPYING: Final = "Copying the practice database"
LOOK_SECONDS: Final = 0.1
_ASK_SECONDS: Final = 10
_ENDS_WITH: Final = b"-- Dump completed"
_LAST_BYTES: Final = 200
_LIBPQ_SECRETS: Final = frozenset({"password", "sslpassword", "passfile", "oauth_client_secret"})


@dataclass(frozen=True)
class Tool:
    """A program of a fitting version, and the form of what it makes."""

    form: CopyForm
    program: str


@dataclass(frozen=True)
class _Call:
    words: list[str]
    secrets: Mapping[str, str] = field(repr=False)


def tool_for(connection: Connection) -> Tool | None:
    """The server's own program for dumps, None where none of a fitting version is on the PATH. One that is older than
    its server may leave out what it does not know."""
    name, server = connection.dialect.name, connection.dialect.server_version_info or ()
    if name == "postgresql":
        return _fitting("pg_dump", ("pg_dump",), server[:1], "PostgreSQL")
    if name in ("mysql", "mariadb"):
        if getattr(connection.dialect, "is_mariadb", False):
            return _fitting("mysqldump", ("mariadb-dump", "mysqldump"), server[:2], "MariaDB")
        return _fitting("mysqldump", ("mysqldump",), server[:1], "")
    return None


def dump(connection: Connection, url: URL, target: Path, progress: Progress | None = None) -> CopyForm | None:
    """Let the server's own program write the new file `target`; None, and no file, where there is none or it does not
    come to a good end: whoever asked copies the tables then. Raises `Cancelled`."""
    tool = tool_for(connection)
    call = _call(tool, connection, url, target) if tool else None
    if tool is None or call is None:
        return None
    if progress:
        progress.step(COPYING)
    target.touch(0o600)
    if _run(call, progress) and _is_whole(tool, target):
        return tool.form
    target.unlink(missing_ok=True)
    return None


def _fitting(form: CopyForm, names: tuple[str, ...], server: tuple[object, ...], maker: str) -> Tool | None:
    for name in names:
        program = shutil.which(name)
        if program is None:
            continue
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        ).stdout
        found = re.findall(r"(\d+)\.(\d+)", said)
        version = max((tuple(map(int, one)) for one in found[-1:]), default=(0,))
        if maker.casefold() in said.casefold() and version[: len(server)] >= server:
            return Tool(form, program)
    return None


def _call(tool: Tool, connection: Connection, url: URL, target: Path) -> _Call | None:
    _, words = connection.dialect.create_connect_args(url)
    words = {str(name): str(value) for name, value in words.items()}
    if tool.form == "pg_dump":
        password = words.pop("password", "")
        if _LIBPQ_SECRETS & words.keys():
            return None
        where = " ".join(f"{name}={_quoted(value)}" for name, value in words.items() if name != "context")
        options = ["--format=custom", "--no-password", f"--file={target}", f"--dbname={where}"]
        return _Call([tool.program, *options], {"PGPASSWORD": password} if password else {})
    known = {"host": "--host", "port": "--port", "user": "--user", "unix_socket": "--socket"}
    options = [f"{known[name]}={value}" for name, value in words.items() if name in known]
    options += ["--single-transaction", "--routines", "--triggers", "--hex-blob", f"--result-file={target}"]
    database = words.get("database") or words.get("db") or ""
    return _Call([tool.program, *options, database], {"MYSQL_PWD": words.get("password", "")})


def _quoted(value: str) -> str:
    """As libpq reads a value."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _run(call: _Call, progress: Progress | None) -> bool:
    """Whether it came to a good end. What it says is not kept: it may quote values."""
    with subprocess.Popen(
        call.words,
        env={**os.environ, **call.secrets},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            while running.poll() is None:
                time.sleep(LOOK_SECONDS)
                if progress:
                    progress.advance(0)
        except BaseException:
            running.kill()
            raise
        return running.returncode == 0


def _is_whole(tool: Tool, target: Path) -> bool:
    """Whether the file can be read to its end: by the program that would restore it, or by the words it ends with."""
    if tool.form == "mysqldump":
        with target.open("rb") as file:
            file.seek(max(target.stat().st_size - _LAST_BYTES, 0))
            return _ENDS_WITH in file.read()
    reader = shutil.which("pg_restore", path=os.pathsep.join((str(Path(tool.program).parent), os.environ["PATH"])))
    if reader is None:
        return False
    listed = subprocess.run(
        [reader, "--file", os.devnull, str(target)], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return listed.returncode == 0
