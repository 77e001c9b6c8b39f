"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from autograder.errors import KitError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace a file at once: whoever reads it, and whoever is killed meanwhile, finds the old or the new one whole.

    Raises:
        KitError: the place cannot be written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)  # as an ordinary file; mkstemp's are their owner's only
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        mend = "Check the path and who may write there; on Windows, close the program that has the file open."
        raise KitError(f"{path} cannot be written: {error.strerror or error}.", mend) from error
