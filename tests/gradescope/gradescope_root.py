"""A root folder laid out as Gradescope's container is, in which a zip is set up and run: with bubblewrap, so without Docker.

What a container forbids is made by two means: capabilities are dropped to those that Docker leaves, and a seccomp filter refuses
what Docker's default profile does. What only the real thing could show (its image, its package index, its kernel) is not tried.
"""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.isolation import jail

DOCKER = "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE"
"""https://docs.docker.com/engine/security/#linux-kernel-capabilities"""
NAMESPACES_REFUSED = ("unshare", "setns", "mount", "umount2", "pivot_root")
LANDLOCK_MISSING = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
PLACES = {"namespaces": (), "landlock": NAMESPACES_REFUSED, "process": (*NAMESPACES_REFUSED, *LANDLOCK_MISSING)}
"""System calls that are refused, by the level that is left then."""
WATCH_SECONDS = 0.1
CALLS = {"landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446}


@dataclass
class GradescopeRoot:
    """``folder`` is what the container sees as ``/autograder``; ``level`` is what its rules leave."""

    folder: Path
    level: str
    user: int = 0
    most_mb: float = 0.0
    """Memory that all processes of the last run with a limit had together, at its peak."""

    @classmethod
    def made(cls, folder: Path, autograder_zip: Path, level: str) -> GradescopeRoot:
        """Unpack a zip as Gradescope does."""
        folder.mkdir(parents=True)
        with zipfile.ZipFile(autograder_zip) as archive:
            archive.extractall(folder / "source")
        for name in ("setup.sh", "run_autograder"):
            (folder / "source" / name).chmod(0o755)
        shutil.copy(folder / "source" / "run_autograder", folder)
        for name in ("submission", "results"):
            (folder / name).mkdir()
        return cls(folder, level)

    def hand_in(self, notebook: Path, metadata: dict[str, Any] | None = None) -> None:
        shutil.rmtree(self.folder / "submission")
        (self.folder / "submission").mkdir()
        shutil.copy(notebook, self.folder / "submission")
        if metadata is not None:
            (self.folder / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")

    def run(
        self,
        *program: str,
        timeout: float = 900,
        shown: dict[str, Path] | None = None,
        whole_proc: bool = False,
        memory_mb: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the container, as its root; ``shown`` are more folders, by where they are seen, to be read.

        With ``memory_mb`` the container has so much memory: it is ended, by SIGKILL, when its processes have more together.
        """
        bwrap = jail.bubblewrap()
        if bwrap is None:
            pytest.skip("bubblewrap is not installed")
        line = [bwrap, "--die-with-parent", "--unshare-ipc", "--clearenv"]
        for name, value in {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}.items():
            line += ["--setenv", name, value]
        line += ["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--dev", "/dev"]
        # bubblewrap's own /proc is covered in part; whoever is not root may then mount no other one below it.
        line += ["--bind", "/proc", "/proc"] if whole_proc else ["--unshare-pid", "--proc", "/proc"]
        home = self.folder.with_name("root's home")  # of the image: what setup.sh has left there is there later
        home.mkdir(exist_ok=True)
        line += ["--perms", "1777", "--tmpfs", "/tmp", "--bind", str(home), "/root"]
        for name in ("bin", "sbin", "lib", "lib64"):
            line += ["--symlink", f"usr/{name}", f"/{name}"]
        line += ["--bind", str(self.folder), "/autograder", "--ro-bind", sys.prefix, "/autograder/venv"]
        if not Path(sys.base_prefix).is_relative_to("/usr"):
            parents = list(reversed(Path(sys.base_prefix).parents))[1:]
            line += [part for parent in parents for part in ("--perms", "0755", "--dir", str(parent))]
            line += ["--ro-bind", sys.base_prefix, sys.base_prefix]
        for seen_at, folder in (shown or {}).items():
            line += ["--ro-bind", str(folder), seen_at]
        capabilities = ("ALL",) if self.level == "namespaces" else tuple(f"CAP_{name}" for name in DOCKER.split())
        for capability in capabilities:
            line += ["--cap-add", capability]
        with tempfile.TemporaryFile() as rules:
            refused = PLACES[self.level]
            if refused:
                _filter(refused).export_bpf(rules)
                rules.seek(0)
                line += ["--seccomp", str(rules.fileno())]
            line += ["--chdir", "/autograder", *program]
            with subprocess.Popen(
                line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=[rules.fileno()]
            ) as process:
                over = threading.Event()
                watch = threading.Thread(target=self._hold_to, args=(process, memory_mb, over))
                if memory_mb is not None:
                    watch.start()
                try:
                    out, err = process.communicate(timeout=timeout)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
                finally:
                    over.set()
                    if memory_mb is not None:
                        watch.join()
            return subprocess.CompletedProcess(line, process.returncode, out, err)

    def _hold_to(self, process: subprocess.Popen[str], memory_mb: int, over: threading.Event) -> None:
        """What a kernel does for a container (here without a control group of its own, which is not for tests to make)."""
        self.most_mb = 0.0
        while not over.wait(WATCH_SECONDS):
            held = 0
            with contextlib.suppress(psutil.Error):
                for one in psutil.Process(process.pid).children(recursive=True):
                    with contextlib.suppress(psutil.Error):
                        held += one.memory_full_info().pss  # what they share counts once
            self.most_mb = max(self.most_mb, held / 2**20)
            if self.most_mb > memory_mb:
                process.kill()
                return

    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "results" / "results.json").read_text(encoding="utf-8"))


def _filter(refused: tuple[str, ...]) -> Any:
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in refused:
        missing = name in LANDLOCK_MISSING
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS if missing else errno.EPERM), CALLS.get(name, name))
    if refused:
        new_user = 0x10000000
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, new_user, new_user))
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    return rules
