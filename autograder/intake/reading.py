"""From a upload to a submission: its notebook, the files beside it, and the notes on both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from autograder.intake.choosing import Candidate, choose, rank_of, read_candidate
from autograder.intake.hand_out import HandOut
from autograder.intake.names import clean, notebook_key
from autograder.intake.notebook import parse_notebook, plain_text
from autograder.intake.people import perhaps_several, several_people
from autograder.intake.scripts import kind_of, parse_script
from autograder.intake.submission import ReadLimits, Submission
from autograder.intake.systems.times import otter_time
from autograder.intake.tree import Entry, UnreadableError, size_in_words
from autograder.intake.upload import NOTEBOOK, SCRIPT, SYSTEM_FILES, ZIP, Upload, is_notebook_name
from autograder.intake.zips import Budget, walk_zip
from autograder.messages import NO_MESSAGE, Message

_LINK = re.compile(r"(\.(gdoc|gsheet|gslides|url|webloc|desktop|lnk)|(^|_)link\.html)$", re.I)
_RENAMED = re.compile(r"(\.(txt|json)|^[^.]+)$", re.I)
"""Names that mail programs and browsers give a notebook; whether it is one, its content says."""


@dataclass(frozen=True)
class Reader:
    """Reads uploads of one class.

    Args:
        assignment: the assignment's folder name.
        limits: sizes beyond which reading stops.
        hand_out: what students were given, if it is known.
    """

    assignment: str
    limits: ReadLimits
    hand_out: HandOut | None = None

    def submission(self, upload: Upload, name: str) -> Submission:
        """The submission of a upload, without its contents: it reads them anew when it is asked for them."""
        full = self._full(upload, name)
        return Submission(
            full.id, full.student, full.source, None, full.problem, None, full.digest, full.notes,
            choice=full.choice, read_as=full.read_as, hand_in=full.hand_in,
            read=None if full.problem else lambda: self._full(upload, name),
        )  # fmt: skip

    def _full(self, upload: Upload, name: str) -> Submission:
        """With its contents. Nothing that was handed in gets past this: what surprises us is a problem as well."""
        try:
            return self._full_or_raise(upload, name)
        except UnreadableError as problem:
            return _unreadable(upload, name, upload.source, problem.message)
        except (Exception, RecursionError) as error:  # a class of thirty must not wait for one file that nobody foresaw
            why = Message("reading it failed ({error})", error=type(error).__name__)
            return _unreadable(upload, name, upload.source, why)

    def _full_or_raise(self, upload: Upload, name: str) -> Submission:
        every = expanded(upload.entries, self.limits, Budget(self.limits.zip_bytes))
        entries = [entry for entry in every if not entry.foreign]
        if people := several_people(entries, upload, self.assignment):
            raise UnreadableError(
                Message(
                    "it holds what several people handed in: {names}. Take it apart, or grade it by itself",
                    names=", ".join(people[:5]) + (", …" if len(people) > 5 else ""),
                )
            )
        candidates = self._candidates(upload, entries)
        if not candidates:
            raise UnreadableError(without_notebook(entries, upload))
        if people := perhaps_several(candidates, upload, self.assignment, self.hand_out):
            raise UnreadableError(
                Message(
                    "it holds notebooks of several names, each with answers: {names}. Are they several people's, take it apart or "
                    "grade it by itself; is it one person's, leave only the one that counts",
                    names=", ".join(people[:5]) + (", …" if len(people) > 5 else ""),
                )
            )
        hand_out = self.hand_out if len(candidates) > 1 else None  # else there is nothing to compare
        ranked = [(rank_of(candidate, self.assignment, hand_out), candidate) for candidate in candidates]
        chosen, choice = choose(ranked)
        if chosen.notebook is None:
            return _unreadable(upload, name, chosen.entry.source, chosen.problem, chosen.content, choice)
        files, left_out = self._files(upload, entries, chosen.entry)
        foreign = sorted({clean(entry.name) for entry in every if entry.foreign})
        if foreign:
            left_out.append(
                Message("Left out as installed packages, and nobody's work: {folders}.", folders=", ".join(foreign[:5]))
            )
        told = [choice] if choice else []
        notes = (*told, *upload.notes, *chosen.notes, *left_out)
        read_as = (*told, *chosen.notes, *left_out)
        hand_in = _with_attempt(upload, chosen, entries)
        return Submission(
            name, upload.student or name, chosen.entry.source, chosen.notebook, NO_MESSAGE, files,
            _digest(chosen.content, files), notes, choice=choice, read_as=read_as, hand_in=hand_in,
        )  # fmt: skip

    def _candidates(self, upload: Upload, entries: list[Entry]) -> list[Candidate]:
        """The notebooks; where none has an answer in it, also Python files and others that are notebooks by what is in them."""

        def from_json(content: bytes) -> tuple[dict[str, Any], list[Message]]:
            return parse_notebook(content, self.limits, self.hand_out)

        def from_script(content: bytes) -> tuple[dict[str, Any], list[Message]]:
            return parse_script(content, self.limits, self.hand_out)

        def named(pattern: re.Pattern[str]) -> list[Entry]:
            return [entry for entry in entries if pattern.search(upload.name_of(entry)) and not entry.folder]

        found = [self._candidate(upload, entry, from_json) for entry in named(NOTEBOOK)]
        scripts = [entry for entry in named(SCRIPT) if not entry.problem and entry.size <= self.limits.file_bytes]
        if found and (not scripts or any(self._is_answered(candidate) for candidate in found)):
            return found
        for entry in scripts:
            candidate = self._candidate(upload, entry, from_script)
            if candidate.notebook or kind_of(candidate.content, self.hand_out):
                found.append(candidate)
        if not found:
            renamed = [self._candidate(upload, entry, from_json) for entry in named(_RENAMED)]
            found = [candidate for candidate in renamed if candidate.notebook]
        return found

    def _is_answered(self, candidate: Candidate) -> bool:
        if candidate.notebook is None or self.hand_out is None:
            return candidate.notebook is not None
        return self.hand_out.answered(candidate.notebook["cells"]) > 0

    def _candidate(
        self, upload: Upload, entry: Entry, parse: Callable[[bytes], tuple[dict[str, Any], list[Message]]]
    ) -> Candidate:
        return read_candidate(entry, upload.name_of(entry), parse, self.limits.notebook_bytes)

    def _files(self, upload: Upload, entries: list[Entry], chosen: Entry) -> tuple[dict[str, bytes], list[Message]]:
        """The other files, by path relative to the notebook's folder where they lie below it; and notes on the rest.

        Files beside the notebook come first, and code before data: where the allowance ends, what the notebook needs is in it.
        """
        base = chosen.parts[:-1]
        files: dict[str, bytes] = {}
        taken: set[str] = set()
        left_out: list[Message] = []
        total = 0
        others = []
        for entry in entries:
            own_name = upload.name_of(entry)
            if entry is chosen or entry.folder or is_notebook_name(own_name) or own_name in SYSTEM_FILES:
                continue
            inside = entry.parts[: len(base)] == base
            below = entry.parts[len(base) :] if inside else entry.parts[upload.under :]
            others.append((not inside, len(below), not SCRIPT.search(own_name), (*below[:-1], own_name), entry))
        for _outside, _depth, _data, below, entry in sorted(others, key=lambda one: one[:4]):
            path = _safe_path(below)
            reason = entry.problem
            if not reason and entry.size > self.limits.file_bytes:
                reason = Message("larger than {size}", size=size_in_words(self.limits.file_bytes))
            if not reason and (len(files) >= self.limits.files or total + entry.size > self.limits.files_bytes):
                reason = Message("too many or too large files")
            if not reason and _clashes(path, taken):
                reason = Message("another file has the same name")
            if not reason:
                try:
                    content = entry.read(self.limits.file_bytes)
                except UnreadableError as problem:
                    reason = problem.message
                else:
                    total += len(content)
                    files[path] = content
                    taken.add(path.casefold())
                    continue
            left_out.append(Message("{file} was left out: {reason}.", file=clean(below[-1]), reason=reason))
        more = [Message("… and {number} more files.", number=len(left_out) - 5)] if len(left_out) > 5 else []
        return dict(sorted(files.items())), left_out[:5] + more


def _unreadable(
    upload: Upload, name: str, source: str, problem: Message, content: bytes = b"", choice: Message = NO_MESSAGE
) -> Submission:
    digest = hashlib.sha256(b"unreadable\0" + problem.encode() + b"\0" + content).hexdigest()
    notes = (*([choice] if choice else []), *upload.notes)
    return Submission(
        name, upload.student or name, source, None, problem.sentence(), {}, digest, notes, hand_in=upload.hand_in
    )


def entered(entry: Entry, limits: ReadLimits, budget: Budget, source: str | None = None) -> list[Entry]:
    """The members of a zip among the entries; where it cannot be read, the zip itself with its problem.

    Nothing is raised: what is wrong with the zip becomes the problem.

    Args:
        entry: the zip.
        limits: of what is read at all.
        budget: how many entries there may still be; each member takes one.
        source: where it was handed in, for people; without it, the entry's own.
    """
    source = source or entry.source
    try:
        if entry.problem:
            raise UnreadableError(entry.problem)
        where = entry.path or entry.read(limits.notebook_bytes)
        return walk_zip(where, entry.parts, source, limits, depth=entry.depth + 1, budget=budget)
    except UnreadableError as problem:
        return [replace(entry, source=source, problem=problem.message)]


def expanded(entries: list[Entry], limits: ReadLimits, budget: Budget) -> list[Entry]:
    """The entries with the members of zips in the place of the zips, as deep as is allowed."""
    result = []
    for entry in entries:
        if not ZIP.search(entry.name) or entry.folder:
            result.append(entry)
            continue
        members = entered(entry, limits, budget)
        own_problem = len(members) == 1 and members[0].parts == entry.parts
        result += members if own_problem else expanded(members, limits, budget)
    return result


def without_notebook(entries: list[Entry], upload: Upload) -> Message:
    """Why there is nothing to grade in a upload, and what to hand in instead."""
    entries = [entry for entry in entries if upload.name_of(entry) not in SYSTEM_FILES]
    problems = [entry for entry in entries if entry.problem]
    if problems:
        entry = problems[0]
        single = len(entries) == 1 and entry.source == upload.source
        return (
            entry.problem
            if single or not entry.name
            else Message("“{file}” is in it, and {problem}", file=clean(entry.name), problem=entry.problem)
        )
    names = sorted(clean(upload.name_of(entry)) for entry in entries if not entry.folder)
    if not names:
        return Message("nothing is in it")
    files = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    if all(_LINK.search(name) for name in names):
        return Message(
            "there is no notebook in it, but a link: {files}. Open it, download the notebook (in Colab: File → Download → "
            "Download .ipynb) and hand that file in",
            files=files,
        )
    if any(SCRIPT.search(name) for name in names):
        return Message(
            "there is no notebook in it, but {files}, and that Python file is no notebook that was saved as one. Hand in the "
            ".ipynb (in Jupyter: File → Download)",
            files=files,
        )
    return Message(
        "there is no notebook in it, but {files}. Hand in the .ipynb (in Jupyter: File → Download)", files=files
    )


def _with_attempt(upload: Upload, chosen: Candidate, entries: list[Entry]) -> Any:
    """What is known of the hand-in, with what only the chosen file and Otter's marks in a zip tell."""
    hand_in = upload.hand_in
    if upload.numbers_attempts and (number := notebook_key(chosen.name)[1]):
        read_from = {**hand_in.read_from, "attempt": f"the number behind “{clean(chosen.name)}”"}
        hand_in = replace(hand_in, attempt=number + 1, read_from=read_from)
    if hand_in.time is None and (mark := _otter_mark(entries)) and (time := otter_time(mark)):
        read_from = {**hand_in.read_from, "time": "the name of Otter's zip, by the clock of the student's machine"}
        system = "otter" if hand_in.system == "plain" else hand_in.system
        hand_in = replace(hand_in, system=system, time=time, read_from=read_from)
    return hand_in


def _otter_mark(entries: list[Entry]) -> str | None:
    """The name that Otter gave its zip, which it writes into it."""
    for entry in entries:
        if entry.name == "__zip_filename__":
            try:
                return entry.read(1000).decode("utf-8", "replace")
            except UnreadableError:
                return None
    return None


def _safe_path(parts: tuple[str, ...]) -> str:
    """A relative path that can be written anywhere: no "..", no control characters, no part longer than 150 bytes."""
    safe = []
    for part in parts:
        part = re.sub(r'[/\\:*?"<>|]', "_", clean(plain_text(part))).strip(". ") or "file"
        while len(part.encode()) > 150:
            part = part[1:]  # the extension stays
        safe.append(part)
    return "/".join(safe[-8:])


def _clashes(path: str, taken: set[str]) -> bool:
    """The same file on some system, or a file where another needs a folder."""
    path = path.casefold()
    return path in taken or any(other.startswith(path + "/") or path.startswith(other + "/") for other in taken)


def _digest(content: bytes, files: dict[str, bytes]) -> str:
    """SHA-256 over lengths and contents, so that no two submissions share one by moving a boundary."""
    digest = hashlib.sha256()
    for name, data in (("", content), *files.items()):
        for piece in (name.encode(), data):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()
