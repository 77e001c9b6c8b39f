"""Files that are written whole or not at all, and zips that come out the same each time."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import KitError
from autograder.messages import Message

FIXED_TIME = (2020, 1, 1, 0, 0, 0)
"""The time stamp of every member of every zip; a zip's clock starts in 1980."""


def write_atomically(path: Path, content: bytes, durable: bool = True) -> None:
    """Write a file so that at every moment either the old or the new content is there, whole.

    Args:
        path: of the file.
        content: the new one.
        durable: whether that holds after a power cut too, for which each file waits for the disk. What can be made again need not.

    Raises:
        OSError: as writing does; then the old content is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_output(path: Path, content: str | bytes, durable: bool = True) -> None:
    """Write what a person has asked for, atomically; its folder is made if it is not there.

    Args:
        path, content, durable: as for :func:`write_atomically`.

    Raises:
        KitError: the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content.encode("utf-8") if isinstance(content, str) else content, durable)
    except OSError as error:
        mend = Message("Check the path and who may write there; on Windows, close the program that has the file open.")
        raise KitError(
            "{path} cannot be written: {reason}.", mend, path=path, reason=error.strerror or error
        ) from error


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """A zip of these members, sorted, with fixed times and permissions (scripts may be executed)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, so that the permissions below are read
            executable = members[name].startswith(b"#!")
            info.external_attr = (0o100755 if executable else 0o100644) << 16
            archive.writestr(info, members[name])
