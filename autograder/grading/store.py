"""The results folder: one file a submission, written whole or not at all, and one grader at a time.

```
RESULTS/
  dana.json            Gradescope's results.json schema; the same bytes for the same submission
  timings/dana.json    where the time went; not part of the result
  grades.csv  report/  derived
```
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder.errors import KitError

from .results import SubmissionResult

LOCK = ".lock"
TIMINGS = "timings"


class ResultStore:
    """Reads and writes the results of one class.

    Args:
        folder: created if it is not there.

    Raises:
        KitError: if it cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / TIMINGS).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise KitError(
                f"The results folder {folder} cannot be written to ({error.strerror or error}).",
                "Name another folder with --out, or mend its permissions.",
            ) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other grader out while it lasts. The kernel frees the lock of a grader that was killed.

        Raises:
            KitError: if another grader is at work here.
        """
        lock = FileLock(self.folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise KitError(
                f"Another grader is at work in {self.folder}.", "Wait for it, or name another folder with --out."
            ) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def _sweep(self) -> None:
        """Remove the half-written files of a grader that was killed."""
        for folder in (self.folder, self.folder / TIMINGS):
            for left_over in folder.glob(".*.tmp"):
                left_over.unlink(missing_ok=True)

    def path(self, submission: str) -> Path:
        return self.folder / f"{submission}.json"

    def key_of(self, submission: str) -> str | None:
        """The key of the stored result, or None where there is none that can be read."""
        result = self.read(submission)
        return result.key if result else None

    def read(self, submission: str) -> SubmissionResult | None:
        """The stored result, or None where there is none or it is damaged (it is then graded again)."""
        try:
            return SubmissionResult.from_gradescope(json.loads(self.path(submission).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, result: SubmissionResult, timings: Any) -> None:
        """Store one result.

        Raises:
            KitError: if the disk is full or the folder has become read-only; what was stored before is untouched.
        """
        self._write(self.folder / TIMINGS / f"{result.submission}.json", asdict(timings) if timings else {})
        self._write(self.path(result.submission), result.to_gradescope())

    def _write(self, path: Path, document: dict[str, Any]) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            write_atomically(path, text.encode("utf-8", "replace"))
        except OSError as error:
            raise KitError(
                f"The result {path} could not be written ({error.strerror or error}).",
                "Make room or mend the permissions, and run the same command again: it goes on where it stopped.",
            ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment either the old or the new content is there, whole.

    Raises:
        OSError: as writing does; then the old content is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
