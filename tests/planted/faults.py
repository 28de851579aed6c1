"""Each planted fault by what it is: plants itself in an empty folder and gives what the guard says about it."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from backports import zstd
from flask import Flask
from packaging.requirements import Requirement
from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from receiver.web.access import anybody
from receiver.web.headers import HEADERS
from tests.guards import answer_headers, company_keys, feature_ids, import_rules, lock_files, recoverable
from tests.guards.company_sweep import Route, Stranger, leaks
from tests.guards.route_markers import unmarked
from tests.planted.careless import careless_portal
from tests.support.processes import free_port

PASSWORD = "clip"
HASH = "0" * 64


def route_without_marker(_folder: Path) -> list[str]:
    """One of two views does not say who may call it."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/open", "open", anybody(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    found = unmarked(app)
    return found if found == ["/forgotten (forgotten)"] else []


def route_that_shows_another_company(_folder: Path) -> list[str]:
    """A portal that looks at no cookie."""
    port = free_port()
    with careless_portal(port, "Agnes Ågren, 12 Mill Lane"):
        return leaks(f"http://127.0.0.1:{port}", 112, [Route("GET", "/contact")], Stranger({}, {}), ["12 Mill Lane"])


def answer_without_policy(_folder: Path) -> list[str]:
    """An answer whose CSP got lost."""
    whole = {**HEADERS, "Cache-Control": "no-store"}
    lost = {name: value for name, value in whole.items() if name != "Content-Security-Policy"}
    return answer_headers.faults(lost, public=False) if not answer_headers.faults(whole, public=False) else []


def answer_that_allows_inline_scripts(_folder: Path) -> list[str]:
    """A CSP that somebody softened."""
    policy = HEADERS["Content-Security-Policy"].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    held = {**HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return answer_headers.faults(held, public=False)


def page_that_caches_keep(_folder: Path) -> list[str]:
    """A signed-in page without no-store."""
    return answer_headers.faults({**HEADERS, "Cache-Control": "max-age=60"}, public=False)


def cookie_that_scripts_read(_folder: Path) -> list[str]:
    """A session cookie without HttpOnly."""
    return answer_headers.cookie_faults("porchlight-112=secret; Path=/; SameSite=Lax", secure=False)


def index_without_company(_folder: Path) -> list[str]:
    """An index that another column leads."""
    metadata = MetaData()
    table = Table("plants", metadata, Column("company_id", Integer, primary_key=True), Column("name", Text))
    Index("plants_by_name", table.c.name, table.c.company_id)
    return company_keys.faults(metadata)


def lock_with_address(_folder: Path) -> list[str]:
    """A lock that names a registry."""
    return lock_files.faults(f"--index-url https://example.org/simple\nflask==3.1.3 --hash=sha256:{HASH}\n", [])


def lock_without_hash(_folder: Path) -> list[str]:
    """A package that anybody could replace."""
    return lock_files.faults("flask==3.1.3\n", [])


def lock_that_is_behind(_folder: Path) -> list[str]:
    """A requirement that the lock does not meet."""
    return lock_files.faults(f"flask==3.1.3 --hash=sha256:{HASH}\n", [Requirement("flask>=4")])


def import_against_the_layers(folder: Path) -> list[str]:
    """One bad import for each contract; every contract has to say so."""
    tree = import_rules.copied(folder)
    for file, modules in BAD_IMPORTS.items():
        with (tree / file).open("a") as code:
            code.writelines(f"\nimport {module}\n" for module in modules)
    found = import_rules.broken(tree)
    contracts = (tree / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    return found if len(found) == contracts else []


BAD_IMPORTS = {
    "agent/domain/errors.py": ("agent.usecases.ports", "requests", "sqlalchemy", "keyring", "click"),
    "receiver/domain/__init__.py": ("receiver.web", "flask"),
    "shared/limits.py": ("agent.domain.errors", "receiver.settings"),
    "receiver/settings.py": ("agent.domain.errors",),
}


def feature_without_test(folder: Path) -> list[str]:
    """A landed row that only a comment names."""
    (folder / "test_plants.py").write_text("# test_A4_ is planned\ndef test_A40_other() -> None:\n    assert True\n")
    return feature_ids.untested(folder, ("A4",))


def verifier_as_text(folder: Path) -> list[str]:
    """A verifier that somebody stored as it came."""
    salt = bytes(range(16))
    spelled = [base64.b64encode(part).decode().rstrip("=") for part in (salt, recoverable.argon2id(PASSWORD, salt))]
    phc = f"$argon2id$v=19$m=19456,t=2,p=1${spelled[0]}${spelled[1]}"
    return recoverable.guessed(stored(folder, json.dumps({"record_id": "7", "verifier": phc})), PASSWORD)


def verifier_without_pepper(folder: Path) -> list[str]:
    """Salt and tag in fields of their own, the tag not wrapped."""
    salt = bytes(range(16))
    body = {
        "salt": base64.b64encode(salt).decode(),
        "tag": base64.b64encode(recoverable.argon2id(PASSWORD, salt)).decode(),
    }
    return recoverable.guessed(stored(folder, json.dumps(body)), PASSWORD)


def readable_password(folder: Path) -> list[str]:
    """A password in base64 in the middle of a compressed value."""
    hidden = base64.b64encode(b"her word: maple-orbit-canyon-quilt, do not lose").decode()
    return recoverable.readable(stored(folder, json.dumps({"note": hidden})), ["maple-orbit-canyon-quilt"])


def stored(folder: Path, body: str) -> Path:
    """A database with one compressed record."""
    with closing(sqlite3.connect(folder / "planted.db")) as connection, connection:
        connection.execute("CREATE TABLE records (body BLOB)")
        connection.execute("INSERT INTO records VALUES (?)", (zstd.compress(body.encode()),))
    return folder


FAULTS: dict[str, Callable[[Path], list[str]]] = {
    "a route without an access marker": route_without_marker,
    "a route that shows another company": route_that_shows_another_company,
    "an answer without CSP": answer_without_policy,
    "a CSP that allows inline scripts": answer_that_allows_inline_scripts,
    "a signed-in page that caches keep": page_that_caches_keep,
    "a session cookie that scripts can read": cookie_that_scripts_read,
    "an index that the company does not lead": index_without_company,
    "a lock that names a registry": lock_with_address,
    "a lock without a hash": lock_without_hash,
    "a lock that is behind pyproject.toml": lock_that_is_behind,
    "imports against every rule": import_against_the_layers,
    "a landed feature without a test": feature_without_test,
    "a verifier stored as it came": verifier_as_text,
    "a verifier not wrapped with the pepper": verifier_without_pepper,
    "a readable password": readable_password,
}
