"""Temporary files of a grader, in one folder that goes with it: removed at its end, or by the next grader if it was killed.

A grader holds a lock on its own folder as long as it lives. The kernel frees the lock of one that was killed, and so a
folder that can be locked is nobody's any more.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path

from autograder.errors import KitError

PREFIX = "autograder-scratch-"


@functools.cache
def scratch() -> Path:
    """The folder of this process and of those that it forks; others may enter it, but not list it.

    Raises:
        KitError: if there is no temporary folder, or no room in it.
    """
    try:
        return _made()
    except OSError as error:
        raise KitError(
            "The temporary folder {folder} cannot be used ({reason}).",
            "Make room there, or name another folder in TMPDIR.",
            folder=os.environ.get("TMPDIR", "/tmp"),
            reason=error.strerror or error,
        ) from error


def _made() -> Path:
    _sweep()
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        if _lock(folder) is not None and folder.is_dir():  # else another grader has just swept it up
            break
    folder.chmod(0o711)
    maker = os.getpid()

    def remove() -> None:
        if os.getpid() == maker:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def _sweep() -> None:
    """Remove the folders of graders that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        if (descriptor := _lock(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(descriptor)


def _lock(folder: Path) -> int | None:
    """An open file that holds the lock of our own ``folder``; None if somebody else has it, or it is not ours."""
    import fcntl  # there is none on Windows, where nothing can be graded but assignments can be built

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None
