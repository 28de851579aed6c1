"""Faults of the project itself: locks, imports, features without tests."""

from __future__ import annotations

import json
from pathlib import Path

from packaging.requirements import Requirement
from sqlalchemy import Column, MetaData, Text

from receiver.db.engine import make_engine
from receiver.db.migrations import upgrade
from receiver.domain.tables import TABLES
from tests.guards import feature_ids, import_rules, lock_files, table_layout
from tests.planted.fault import Fault

HASH = "0" * 64


def lock_with_address(_folder: Path) -> list[str]:
    """A lock that names a registry."""
    return lock_files.faults(f"--index-url https://example.org/simple\nflask==3.1.3 --hash=sha256:{HASH}\n", [])


def lock_without_hash(_folder: Path) -> list[str]:
    """A package that anybody could replace."""
    return lock_files.faults("flask==3.1.3\n", [])


def lock_that_is_behind(_folder: Path) -> list[str]:
    """A requirement that the lock does not meet."""
    return lock_files.faults(f"flask==3.1.3 --hash=sha256:{HASH}\n", [Requirement("flask>=4")])


def npm_lock_with_address(_folder: Path) -> list[str]:
    """A package of npm that says where it was found, and one that anybody could replace."""
    held = {"found": {"resolved": "https://example.org/found.tgz", "integrity": "sha512-x"}, "open": {}}
    found = lock_files.npm_faults(json.dumps({"packages": {"": {}, **held}}))
    return found if len(found) == 2 else []


def column_without_migration(folder: Path) -> list[str]:
    """A column that a model has and no migration makes."""
    engine = make_engine(f"sqlite:///{folder / 'planted.db'}")
    upgrade(engine)
    metadata = MetaData()
    for table in TABLES:
        table.to_metadata(metadata)
    agreed = table_layout.faults(engine, metadata)
    metadata.tables["companies"].append_column(Column("forgotten", Text))
    found = table_layout.faults(engine, metadata)
    engine.dispose()
    return found if not agreed else []


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
    "agent/domain/errors.py": (
        "agent.usecases.ports",
        "requests",
        "sqlalchemy",
        "keyring",
        "click",
        "PySide6",
        "segno",
        "PIL",
        "apscheduler",
    ),
    "receiver/domain/__init__.py": ("receiver.web", "flask", "huey", "reportlab"),
    "receiver/domain/people/__init__.py": ("icalendar",),
    "shared/limits.py": ("agent.domain.errors", "receiver.settings"),
    "receiver/settings.py": ("agent.domain.errors", "email_validator", "obstore", "webauthn", "pyotp", "segno"),
}


def feature_without_test(folder: Path) -> list[str]:
    """A landed row that only a comment names."""
    (folder / "test_plants.py").write_text("# test_A4_ is planned\ndef test_A40_other() -> None:\n    assert True\n")
    return feature_ids.untested(folder, ("A4",))


FAULTS = {
    "a lock that names a registry": Fault(lock_files, lock_with_address),
    "a lock without a hash": Fault(lock_files, lock_without_hash),
    "a lock that is behind pyproject.toml": Fault(lock_files, lock_that_is_behind),
    "an npm lock that names a registry": Fault(lock_files, npm_lock_with_address),
    "a column without a migration": Fault(table_layout, column_without_migration),
    "imports against every rule": Fault(import_rules, import_against_the_layers),
    "a landed feature without a test": Fault(feature_ids, feature_without_test),
}
