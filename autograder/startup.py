"""What must be settled before heavy libraries are imported, and where their programs are."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import importlib.util
import os
import sys
import sysconfig
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)
"""Environment in which numeric libraries compute on one thread: the kit is parallel over submissions, and never inside one."""


def prepare() -> None:
    """Set this process up; before anything imports torch or nbformat.

    A process that has computed on two threads cannot be forked: the fork would wait for the second thread for ever.
    Whoever has set a number of threads keeps it.
    """
    for name, count in ONE_THREAD.items():
        os.environ.setdefault(name, count)
    # jsonschema, which nbformat imports, would build the grammar of a kind of address that no notebook is checked for; that
    # took two thirds of the time until any command of ours had started.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def leave_out_jupyter_server() -> None:
    """Let jupytext come up without the parts that only a Jupyter server uses; before anything imports it.

    They take as long as the rest of it, and jupytext expects that they may not be there. Only for a process that is a command:
    whoever serves notebooks needs them.
    """
    for name in ("sync_contentsmanager", "async_contentsmanager"):
        sys.modules.setdefault(f"jupytext.{name}", None)  # type: ignore[arg-type]


def leave_out_otters_front() -> None:
    """Let Otter's parts come up without what ``import otter`` brings along, until somebody asks for that; before anything imports it.

    Test files are made with ``otter.test_files.test_case``. The package's own front imports pandas, nbconvert and ipywidgets: 36 MB
    and a second; that of its test files, IPython and what validates notebooks: a quarter of one. Grading needs nothing of these.
    """
    if _leave_out_front("otter"):
        _leave_out_front("otter.test_files", "exception_test", "abstract_test")


def _leave_out_front(package: str, *parts: str) -> bool:
    """Put a package's place on the list of modules, and load its front when a name is asked for that none of some parts has."""
    spec = None if package in sys.modules else importlib.util.find_spec(package)
    if spec is None or spec.loader is None:
        return False
    front = importlib.util.module_from_spec(spec)

    def ask(name: str) -> Any:
        special = name.startswith("__") and name != "__version__"
        if special or importlib.util.find_spec(f"{package}.{name}") is not None:  # a part: whoever wants it imports it
            raise AttributeError(name)
        for part in parts:
            found = importlib.import_module(f"{package}.{part}")
            if hasattr(found, name):
                return getattr(found, name)
        del front.__getattr__
        assert spec is not None and spec.loader is not None
        spec.loader.exec_module(front)
        return getattr(front, name)

    front.__getattr__ = ask  # type: ignore[method-assign]
    sys.modules[package] = front
    around, _, name = package.rpartition(".")
    if around:
        setattr(sys.modules[around], name, front)
    return True


@contextlib.contextmanager
def without_collections() -> Iterator[None]:
    """While it lasts, no garbage is collected: imports make hundreds of thousands of objects and next to no garbage.

    The collector would go through them again and again, which takes a tenth of the time that importing torch does.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def leave(code: int) -> NoReturn:
    """End this process, without taking every module of torch apart first: that takes a third of a second and leaves nothing else behind.

    Whatever has asked to be called at the end is called, and what was printed is written. Where other threads still run, or
    standard output takes nothing more, Python ends as it always does.

    Args:
        code: the exit code.
    """
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


@contextlib.contextmanager
def tools_on_path() -> Iterator[None]:
    """nbgrader starts the command ``alembic`` by its name, which is not found where a venv was not activated."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
