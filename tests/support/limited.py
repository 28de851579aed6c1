"""`python -m tests.support.limited BYTES MODULE WORDS ...`: a module that can write no file beyond a size, as if the
disk were full."""

from __future__ import annotations

import os
import resource
import runpy
import sys

if __name__ == "__main__":
    # Python would keep the bytecode of what is loaded here cut off at the limit, and load that ever after.
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
