"""Confines a child at one level and ends: exit code 0 says that this machine has that level.

Run as ``python -m autograder.runner.rehearsal SETTINGS`` (JSON: level, as_root, work).
"""

from __future__ import annotations

import json
import os
import sys

from . import confine, kernel, syscall_filter


def main() -> int:
    settings = json.loads(sys.argv[1])
    level = settings["level"]
    program = b"" if level == "process" else syscall_filter.compile_filter(shared_system=level == "landlock")
    if level == "landlock" and kernel.landlock_version() < 1:
        print("this kernel has no Landlock", file=sys.stderr)
        return 1
    kernel.hide_memory()
    home = -1
    if level == "namespaces":
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        kernel.unshare(kernel.CLONE_NEWPID)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work = settings["work"]
            if level == "namespaces":
                work = "/tmp/work"
                confine.enter_namespaces(0, settings["as_root"], file_mb=16)
            confine.make_work_folder(None, work)
            if settings["as_root"] and level != "namespaces":
                confine.stop_being_root(0, work)
            confine.set_limits(confine.ChildLimits(10, 512, 8, 16, 64), counted_apart=level == "namespaces")
            kernel.forbid_new_privileges()
            if level != "process":
                if level == "landlock":
                    kernel.landlock(["/usr"], [work, os.devnull])
                kernel.install_filter(program)
            code = 0
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    if home >= 0:
        kernel.setns(home, kernel.CLONE_NEWPID)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
