"""Which practice database the office chose at `agent init`, and whether it is still that one.

The mapping file stays where the office keeps it, and is known by its path and its digest: edits are wanted, but not
without looking at what they change. A URL with a password goes into the keyring as a whole.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from agent.domain.errors import SetupError, UsageError
from agent.settings.declared import PracticeSettings
from agent.usecases.ports import Secrets

KEPT_URL = "database-url"
_SQLITE = "sqlite"


def chosen(url: str, mapping: Path | None, practice_id: str, secrets: Secrets) -> PracticeSettings:
    """The settings for a practice database that was opened; its URL goes into the keyring where it holds a secret."""
    hidden = "://" in url and not url.startswith(_SQLITE)
    if hidden:
        secrets.put(KEPT_URL, url.encode())
    else:
        secrets.remove(KEPT_URL)
    return PracticeSettings(
        url=_shown(url) if hidden else url,
        practice_id=practice_id,
        mapping=str(mapping.absolute()) if mapping else "",
        mapping_digest=_digest(mapping) if mapping else "",
        url_secret=hidden,
    )


def url_of(settings: PracticeSettings, secrets: Secrets) -> str:
    """The whole URL. Raises `SetupError` where the keyring no longer has it."""
    if not settings.url_secret:
        return settings.url
    kept = secrets.get(KEPT_URL)
    if kept is None:
        raise SetupError(
            "The keyring no longer holds the database's URL.", remedy="Choose it again: Help > Set-up, or agent init"
        )
    return kept.decode()


def mapping_of(settings: PracticeSettings) -> Path | None:
    """The mapping file, None for a native database. Raises `SetupError` where it is gone or was changed since."""
    if not settings.mapping:
        return None
    path = Path(settings.mapping)
    if _digest(path) != settings.mapping_digest:
        raise SetupError(
            f"The mapping file {path} was changed since it was set up.",
            detail="Nothing was read, so that nothing is published or replaced by a mapping that nobody looked at.",
            remedy=f"Choose it again: Help > Set-up, or agent init --database {settings.url} --mapping {path}",
        )
    return path


def absolute(url: str) -> str:
    """The URL of a file database with its path from the root, so that it means the same in every folder."""
    if "://" not in url:
        return str(Path(url).expanduser().absolute())
    file = file_of(url)
    if file is None:
        return url
    head, _, rest = url.partition("://")
    query = rest.partition("?")[2]
    return f"{head}:///{quote(str(file), safe='/:')}" + (f"?{query}" if query else "")


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, None for every other kind. In a URL, `%20` is a blank, as SQLAlchemy has it."""
    if "://" not in url:
        return Path(url).expanduser().absolute()
    scheme, _, rest = url.partition("://")
    name = unquote(rest.partition("?")[0].removeprefix("/"))
    if not scheme.startswith(_SQLITE):
        return None
    if not name or name == ":memory:":
        raise UsageError(f'"{url}" names no file.', remedy="Write for example: sqlite:////home/office/practice.db")
    return Path(name).expanduser().absolute()


def _digest(path: Path) -> str:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError as error:
        raise SetupError(
            f"The mapping file {path} can't be read.",
            detail=f"{error.strerror}.",
            remedy="Put it back there, or choose the database again: Help > Set-up, or agent init",
        ) from error


def _shown(url: str) -> str:
    """The place without what may be secret: user, password and words after the question mark are left out."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{unquote(parts.path)}"
