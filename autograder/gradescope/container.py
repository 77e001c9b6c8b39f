"""One submission, graded in the container that Gradescope starts for it, as strongly confined as that container allows."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.api import Grader
from autograder.errors import IsolationUnavailable, KitError
from autograder.files import write_output
from autograder.gradescope.results_file import results_document
from autograder.intake.systems.gradescope_container import METADATA, hand_in_of
from autograder.isolation.guarantees import GUARANTEES, Finding, Guarantee, attempts
from autograder.isolation.levels import PROMISES, Level, choose
from autograder.messages import Message
from autograder.results import Status, SubmissionResult
from autograder.translation import translator

SETTINGS = "gradescope.json"
"""In the zip, beside run_autograder: which assignment, and the language of what students read."""
KIT = "kit"
RESERVED_MB = 900
"""Of the container's memory, what judge and sandbox need besides a submission."""
LEAST_MB = 512
SECRETS = Message("the hidden tests, the solution and earlier results cannot be read")


class Container:
    """The container's folder, ``/autograder``, laid out as Gradescope does.

    In it are ``source`` (the zip, unpacked), ``submission`` (what the student uploaded), ``submission_metadata.json`` (who, when,
    what before) and ``results``, which gets results.json.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kit = folder / "source" / KIT
        try:
            self.settings: dict[str, Any] = json.loads((folder / "source" / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise KitError(
                "{folder} holds no {name}.",
                "Build the zip anew and upload it.",
                folder=folder / "source",
                name=SETTINGS,
            ) from error

        self.translate = translator(self.settings.get("language"))

    def check(self) -> None:
        """Whether this image can grade: the assignment is read, and each level of isolation tried."""
        with self._grader() as grader:
            ready = Message(
                "{assignment}: the hidden tests are loaded; isolation here: {level}",
                assignment=grader.assignment.name,
                level=grader.level.label,
            )
            print(self.translate(ready))

    def grade(self) -> Path:
        """Grade the submission and write results.json; returns its path.

        Raises:
            KitError: the grader itself cannot work here. Then nothing is written, and no student gets a mark for it.
        """
        begun = time.monotonic()
        metadata = self.folder / METADATA
        hand_in = hand_in_of(metadata.read_text(encoding="utf-8", errors="replace") if metadata.exists() else "")
        with self._grader() as grader, self._secrets_put_away(grader.level):
            findings = self._tried(grader.level)
            result = _graded(grader, self.folder / "submission")
        names = ", ".join(member.name for member in hand_in.members)
        result = dataclasses.replace(result, student=names or result.student, hand_in=hand_in)
        seconds = round(time.monotonic() - begun)
        document = results_document(result, findings, seconds, self.translate)
        place = self.folder / "results" / "results.json"
        write_output(place, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        told = Message(
            "{score} of {points}, {status}; isolation: {promises}",
            score=result.score,
            points=result.max_score,
            status=Message(str(result.status)),
            promises=PROMISES[grader.level],
        )
        print(self.translate(told))
        return place

    def _grader(self) -> Grader:
        level = choose("best")
        if level is Level.PROCESS and os.getuid() != 0:
            raise IsolationUnavailable(
                "This container can confine nothing, and the grader is not its root: a submission could read the hidden tests.",
                "Let Gradescope start it as root, or use the zip for plain Otter.",
            )
        return Grader(
            self.settings["assignment"], kit=self.kit, isolation=level.label, memory_mb=room_for_a_submission()
        )

    @contextlib.contextmanager
    def _secrets_put_away(self, level: Level) -> Iterator[None]:
        """At the weakest level, keep what a submission must not read in this process's memory alone while it runs.

        There the submission has a user of its own, but reads files as the grader may. What the judge needs it has loaded.
        """
        if level is not Level.PROCESS:
            yield
            return
        kept = {path: _File(path.read_bytes(), path.stat().st_mode) for path in self._secret_files()}
        for path in kept:
            path.unlink()
        try:
            yield
        finally:
            for path, file in kept.items():
                path.write_bytes(file.content)
                path.chmod(file.mode)

    def _secret_files(self) -> list[Path]:
        places = (self.kit / "autograder" / "tests", self.kit / "solutions", self.folder / "results")
        files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
        # Gradescope's own log of this run is open, and no secret
        kept = [path for path in files if path.parent != self.folder / "results" or path.name == "results.json"]
        return [path for path in (*kept, self.folder / METADATA) if path.is_file()]

    def _tried(self, level: Level) -> list[Finding]:
        """What a confined child tried in this container just now; the limits are left to each submission's own child.

        Raises:
            IsolationUnavailable: a submission could read the hidden tests.
        """
        places = (
            self.kit / "autograder" / "tests",
            self.kit / "solutions",
            self.folder / "results",
            self.folder / METADATA,
        )
        own = Guarantee(SECRETS, Level.PROCESS, lambda bait: _reading_all(places))
        outside = [one for one in GUARANTEES if one.promised_from > Level.PROCESS]
        findings = list(attempts(level, which=[own, *outside]))
        if not findings[0].held:
            raise IsolationUnavailable(
                "A submission could read the hidden tests in this container: {how}.",
                "Use the zip for plain Otter, or grade on a machine of your own.",
                how=findings[0].how,
            )
        return findings


@dataclass(frozen=True)
class _File:
    content: bytes
    mode: int


def _reading_all(places: Sequence[Path]) -> str:
    """An attempt (:mod:`autograder.isolation.guarantees`) to read any file at or below these places."""
    return f"""
import os
for place in {[str(place) for place in places]!r}:
    files = [place] if not os.path.isdir(place) else [os.path.join(a, c) for a, b, d in os.walk(place) for c in d]
    for path in files:
        if os.path.basename(path) not in ("stdout", "stderr"):
            try:
                got.append([path, len(open(path, "rb").read(1))])
            except OSError as error:
                why = str(error)
"""


def _graded(grader: Grader, submission: Path) -> SubmissionResult:
    """The result; where nothing was uploaded that could be one, a row without marks that says why."""
    try:
        return grader.grade(submission, layout="single")
    except KitError as problem:
        return SubmissionResult("submission", "", grader.assignment.name, Status.UNREADABLE, problem.message)


def room_for_a_submission() -> int:
    """Megabytes that a submission may use in this container, whatever its assignment allows."""
    return max(LEAST_MB, memory_mb() - RESERVED_MB)


def memory_mb(root: Path = Path("/")) -> int:
    """The memory of this container (version 2 or 1 of control groups), or of the machine where it has no limit."""
    for name in ("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):  # "max": no limit
            limit = int((root / name).read_text(encoding="ascii"))
            if limit < 1 << 50:  # version 1 writes a huge number where there is none
                return limit >> 20
    fields = (root / "proc/meminfo").read_text(encoding="ascii").split()
    return int(fields[fields.index("MemTotal:") + 1]) >> 10
