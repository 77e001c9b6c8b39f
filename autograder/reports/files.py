"""Writing a file of the report, or an export, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import KitError
from autograder.grading import store


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace a file at once, as results are written; its folder is made if it is not there.

    Raises:
        KitError: the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        store.write_atomically(path, content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        mend = "Check the path and who may write there; on Windows, close the program that has the file open."
        raise KitError(f"{path} cannot be written: {error.strerror or error}.", mend) from error
