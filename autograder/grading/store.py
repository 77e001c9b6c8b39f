"""The results folder: one file a submission, written whole or not at all, and one grader at a time.

```
RESULTS/
  dana.json            Gradescope's results.json schema; the same bytes for the same submission
  timings/dana.json    where the time went; not part of the result
  withdrawn/noa.json   of a submission that is no longer handed in; no table or report counts it
  .sources        for each result the folders, zips or files that its submission was read from
  grades.csv  report/  derived
```
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder.errors import KitError
from autograder.files import write_atomically
from autograder.results import SubmissionResult, seal, was_edited

LOCK = ".lock"
LOCK_SECONDS = 3.0
"""How long to wait for the lock of a grader that is just ending. One that was killed holds none, whatever its judges still do."""
TIMINGS = "timings"
WITHDRAWN = "withdrawn"
SOURCES = ".sources"


class ResultStore:
    """Reads and writes the results of one class.

    Args:
        folder: created if it is not there.
        translate: for what students read on Gradescope (``tests`` in a result file).

    Raises:
        KitError: if it cannot be written to.
    """

    def __init__(self, folder: Path, translate: Callable[[str], str] = str) -> None:
        self.folder = folder
        self.translate = translate
        self.edited: set[str] = set()
        """Submissions whose result was changed by hand: it does not count, and they are graded again."""
        try:
            (folder / TIMINGS).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"room for a result")
        except OSError as error:
            raise KitError(
                "The results folder {folder} cannot be written to ({reason}).",
                "Name another folder with --out, or mend its permissions.",
                folder=folder,
                reason=error.strerror or error,
            ) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other grader out while it lasts. The kernel frees the lock of a grader that was killed.

        Raises:
            KitError: if another grader is at work here.
        """
        lock = FileLock(self.folder / LOCK)
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise KitError(
                "Another grader is at work in {folder}.",
                "Wait for it, or name another folder with --out.",
                folder=self.folder,
            ) from error
        except OSError as error:
            raise self._not_written(self.folder / LOCK, error) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def _sweep(self) -> None:
        """Remove the half-written files of a grader that was killed."""
        for left_over in self.folder.rglob(".*.tmp"):
            left_over.unlink(missing_ok=True)

    def results(self) -> dict[str, SubmissionResult]:
        """All stored results that can be read, by submission."""
        names = [path.stem for path in sorted(self.folder.glob("*.json")) if not path.name.startswith(".")]
        return {name: result for name in names if (result := self.read(name)) is not None}

    def put_aside(self, submissions: Iterable[str]) -> None:
        """Move results out of the sight of tables and reports, and keep them.

        Raises:
            KitError: if the folder has become read-only.
        """
        for name in submissions:
            path = self.path(name)
            try:
                (self.folder / WITHDRAWN).mkdir(exist_ok=True)
                path.replace(self.folder / WITHDRAWN / path.name)
                (self.folder / TIMINGS / path.name).unlink(missing_ok=True)
            except OSError as error:
                raise self._not_written(path, error) from error

    def take_back(self, submission: str) -> SubmissionResult | None:
        """The withdrawn result of a submission that is handed in again, back in its place; None where there is none.

        Raises:
            KitError: if the folder has become read-only.
        """
        withdrawn = self.folder / WITHDRAWN / f"{submission}.json"
        if not withdrawn.exists():
            return None
        try:
            withdrawn.replace(self.path(submission))
        except OSError as error:
            raise self._not_written(self.path(submission), error) from error
        return self.read(submission)

    def sources(self) -> dict[str, list[str]]:
        """For each result what its submission was read from: a folder, a zip or a file."""
        try:
            stored = json.loads((self.folder / SOURCES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        plain = stored if isinstance(stored, dict) else {}
        return {name: list(map(str, places)) for name, places in plain.items() if isinstance(places, list)}

    def write_sources(self, sources: dict[str, list[str]]) -> None:
        """Remember what each submission was read from.

        Raises:
            KitError: as :meth:`write`.
        """
        self._write(self.folder / SOURCES, sources)

    def path(self, submission: str) -> Path:
        return self.folder / f"{submission}.json"

    def read(self, submission: str) -> SubmissionResult | None:
        """The stored result, or None where there is none or it is damaged or was changed by hand (then it is graded again)."""
        try:
            document = json.loads(self.path(submission).read_text(encoding="utf-8"))
            if was_edited(document):
                self.edited.add(submission)
                return None
            return SubmissionResult.from_gradescope(document)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, result: SubmissionResult, timings: Any) -> None:
        """Store one result.

        Raises:
            KitError: if the disk is full or the folder has become read-only; what was stored before is untouched.
        """
        # Timings first: the result is what says that this submission is done.
        file = self.folder / TIMINGS / f"{result.submission}.json"
        self._write(file, asdict(timings) if timings else {}, durable=False)
        self.write_result(result)

    def write_result(self, result: SubmissionResult) -> None:
        """Store a result anew, and leave its timings: nothing was run.

        Raises:
            KitError: as :meth:`write`.
        """
        self._write(self.path(result.submission), seal(result.to_gradescope(self.translate)))

    def _write(self, path: Path, document: dict[str, Any], durable: bool = True) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            write_atomically(path, text.encode("utf-8", "replace"), durable)
        except OSError as error:
            raise self._not_written(path, error) from error

    def _not_written(self, path: Path, error: OSError) -> KitError:
        return KitError(
            "{path} could not be written ({reason}).",
            "Make room or mend the permissions, and run the same command again: it goes on where it stopped.",
            path=path,
            reason=error.strerror or error,
        )
