"""Confines a child at one level and ends: exit code 0 says that this machine has that level.

Run as ``python -m autograder.runner.rehearsal SETTINGS`` (JSON: level, first_user, work).
"""

from __future__ import annotations

import json
import os
import sys

from . import confine, kernel

LIMITS = confine.ChildLimits(cpu_seconds=10, memory_mb=512, processes=8, file_mb=16, output_kb=64)


def main() -> int:
    settings = json.loads(sys.argv[1])
    level = settings["level"]
    if level == "landlock" and kernel.landlock_version() < 1:
        print("this kernel has no Landlock", file=sys.stderr)
        return 1
    confinement = confine.Confinement.prepare(level, settings["first_user"], given=None, readable=["/usr"])
    kernel.hide_memory()
    pid = confinement.fork()
    if pid == 0:
        code = 1
        try:
            confinement.apply(0, LIMITS, confine.WORK if level == "namespaces" else settings["work"])
            code = 0
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
