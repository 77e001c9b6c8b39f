"""The outer wall of the strongest level: a bubblewrap command line that shows the zygote only what it needs."""

from __future__ import annotations

import compileall
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import autograder
from autograder.startup import ONE_THREAD

from .scratch import scratch

PACKAGE = Path(autograder.__file__).resolve().parent
INSIDE_PACKAGE = "/kit/autograder"
GIVEN = "/assignment"
VISIBLE_ROOMS = ("__init__.py", "messages.py", "source_code.py", "wire", "runner")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types", "ssl/certs")

PACKAGES = {"bwrap": "bubblewrap"}


def bubblewrap() -> str | None:
    """The bwrap program, or None where it is not installed."""
    return shutil.which("bwrap")


def interpreter_folders() -> list[Path]:
    """The folders that this Python and its packages live in.

    Packages may lie outside the environment, where a .pth file points. Only folders named as folders of packages are
    taken: an editable install puts the kit itself on the path, with the tests in it.
    """
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent}
    folders |= {Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")}
    return sorted(folder for folder in folders if folder != Path("/") and folder.is_dir())


def without(folder: Path, secrets: list[Path]) -> list[Path]:
    """The folder itself or, where a secret lies in it, all that it holds except the secrets.

    For Landlock, which can allow a folder but not forbid a part of it.
    """
    if any(folder.is_relative_to(secret) for secret in secrets):
        return []
    if not folder.is_dir() or not any(secret.is_relative_to(folder) for secret in secrets):
        return [folder]
    return [path for entry in sorted(folder.iterdir()) for path in without(entry, secrets)]


def without_needed(folder: Path, needed: list[Path]) -> list[Path]:
    """The folder itself or, where something that is needed lies in it, all that it holds besides."""
    if any(folder.is_relative_to(one) for one in needed):
        return []
    if not folder.is_dir() or not any(one.is_relative_to(folder) for one in needed):
        return [folder]
    return [path for entry in sorted(folder.iterdir()) for path in without_needed(entry, needed)]


def shown_roots() -> list[Path]:
    """The folders that a sandbox shows for the sake of programs and libraries, each as it really lies."""
    system = {Path(name).resolve() for name in _SYSTEM if Path(name).is_dir()}
    roots: list[Path] = []
    for folder in sorted(system | {folder.resolve() for folder in interpreter_folders()}):
        if not any(folder.is_relative_to(other) for other in roots):
            roots.append(folder)
    return roots


def readable_paths(hidden: list[Path]) -> list[str]:
    """What Landlock lets a child read: programs, libraries and the interpreter, but nothing hidden among them.

    Landlock goes by what a path leads to, not by its name; so links are followed before anything is compared.
    """
    secrets = [secret.resolve() for secret in hidden]
    paths = [str(path) for root in shown_roots() for path in without(root, secrets)]
    return [*paths, "/etc/ld.so.cache", "/dev/urandom", "/dev/null", *(str(PACKAGE / room) for room in VISIBLE_ROOMS)]


def environment(work: str, package_root: str, temporary: str = "/tmp") -> dict[str, str]:
    """The whole environment of the sandbox: nothing of the grader's own is handed on.

    Args:
        work: the home folder.
        package_root: where the kit's own modules are found.
        temporary: where libraries keep files of theirs; at the strongest level /tmp is the sandbox's own.
    """
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin")),
        "PYTHONPATH": package_root,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "USER": "student",
        "LOGNAME": "student",
        "HOME": work,
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{temporary}/matplotlib",
        "IPYTHONDIR": f"{temporary}/ipython",
        "HF_HUB_OFFLINE": "1",
        # An installer that a notebook starts by itself fails at once, instead of waiting for a network that there is not.
        "PIP_NO_INDEX": "1",
        "PIP_RETRIES": "0",
        "PIP_TIMEOUT": "1",
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "CONDA_OFFLINE": "1",
        "UV_OFFLINE": "1",
        "NBGRADER_EXECUTION": "autograde",  # nbgrader's sign, by which notebooks leave long demonstrations out
        "TOKENIZERS_PARALLELISM": "false",
        **ONE_THREAD,
    }


def command(program: list[str], *, given: Path | None, secrets: list[Path], work: str) -> list[str]:
    """The bwrap command line around ``program``.

    Args:
        program: what runs inside, as an argument list.
        given: the folder of the assignment's given files, shown read-only as ``/assignment``.
        secrets: folders that must not be seen even where a folder above them is shown (hidden tests, solutions).
        work: the home folder inside.

    Raises:
        FileNotFoundError: where bubblewrap is not installed.
    """
    bwrap = bubblewrap()
    if bwrap is None:
        raise FileNotFoundError("bwrap")
    line = [bwrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent"]
    line += ["--cap-add", "ALL"]  # the zygote makes its children's namespaces; each child gives every capability up
    if os.getuid() != 0:
        line += ["--unshare-user", "--uid", "0", "--gid", "0"]
    line += ["--clearenv"]
    for name, value in environment(work, str(Path(INSIDE_PACKAGE).parent)).items():
        line += ["--setenv", name, value]
    shown: list[Path] = []
    for name in _SYSTEM:
        folder = Path(name)
        if folder.is_symlink():
            line += ["--symlink", os.readlink(folder), name]  # noqa: PTH115
        elif folder.is_dir():
            line += ["--ro-bind", name, name]
            shown.append(folder)
    line += _open_parents(Path("/etc") / "any")
    for name in _ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    line += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for folder in interpreter_folders():
        if not any(folder.is_relative_to(other) for other in shown):
            line += [*_open_parents(folder), "--ro-bind", str(folder), str(folder)]
            shown.append(folder)
    for secret in sorted(path.resolve() for path in secrets):
        for folder in shown:
            if secret.is_relative_to(folder.resolve()) and secret.exists():
                seen_at = str(folder / secret.relative_to(folder.resolve()))
                line += ["--tmpfs", seen_at] if secret.is_dir() else ["--ro-bind", os.devnull, seen_at]
    line += _open_parents(Path(INSIDE_PACKAGE) / "wire")
    for room in VISIBLE_ROOMS:
        line += ["--ro-bind", str(PACKAGE / room), f"{INSIDE_PACKAGE}/{room}"]
    line += ["--bind", str(matplotlib_cache()), "/tmp/matplotlib"]
    if given is not None:
        line += ["--ro-bind", str(given), GIVEN]
    # Where the grader is not root, these belong to the user that the children are too: one could leave a file, or a module
    # to import, for the next.
    line += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*line, "--chdir", "/tmp", *program]


def _open_parents(path: Path) -> list[str]:
    """Folders above ``path`` that everybody may enter: bubblewrap would make them for root alone."""
    return [part for parent in reversed(path.parents[:-1]) for part in ("--perms", "0755", "--dir", str(parent))]


@functools.cache
def compile_rooms() -> None:
    """Compile what is run inside, where that has not been done or the source is newer.

    A sandbox cannot write there, and every one would compile it again as it starts. Where it cannot be written here either, it does.
    """
    for room in VISIBLE_ROOMS:
        if (PACKAGE / room).is_dir():
            compileall.compile_dir(PACKAGE / room, quiet=2)


def matplotlib_cache() -> Path:
    """A folder that holds matplotlib's font list, so that the sandbox does not search all fonts at each start."""
    try:
        base = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(base) if base else Path.home() / ".cache") / "from-tokens-to-rag" / "matplotlib"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home, or one that cannot be written to: then for this grader alone
        folder = scratch() / "matplotlib"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    if not any(folder.glob("fontlist-*.json")):
        subprocess.run(
            [sys.executable, "-c", "import matplotlib.font_manager"],
            env={**os.environ, "MPLCONFIGDIR": str(folder)},
            check=False,
            capture_output=True,
        )
    return folder
