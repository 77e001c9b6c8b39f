"""What is told when tests or results change, and that the order of results changes nothing."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from term import a_result, write_course, write_results

from autograder.course.changes import outdated_overrides, read_record, record_of, up_and_down, write_record
from autograder.course.load import LoadedCourse, load_course
from autograder.people.matching import Candidate, match

OVERRIDES = "student,assignment,exercise,points,delta,by,when,reason\nu1,1,decode,45,,Prof,2026-03-20,appeal\n"
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def test_overrides_are_listed_when_the_exercises_tests_changed_since(tmp_path: Path) -> None:
    path = write_course(tmp_path, overrides=OVERRIDES)
    write_results(tmp_path, a_result("dana_levi", 80))
    loaded = load_course(path)

    def with_tests(digest: str) -> LoadedCourse:
        return LoadedCourse(loaded.course, loaded.people, loaded.decisions, {"01_tokenization": {"decode": digest}})

    marks = loaded.marks(NOW)
    old = with_tests("old").tests
    assert outdated_overrides(marks, old, read_record(tmp_path)) == []
    write_record(record_of(marks, old, None), tmp_path)
    assert outdated_overrides(marks, old, read_record(tmp_path)) == []
    new = with_tests("new").tests
    ((mark, exercise),) = outdated_overrides(marks, new, read_record(tmp_path))
    assert (mark.person.id, exercise) == ("u1", "decode")
    # The record keeps the tests for which the override was made, however often the grade book is written.
    write_record(record_of(marks, new, read_record(tmp_path)), tmp_path)
    assert len(outdated_overrides(marks, new, read_record(tmp_path))) == 1
    (tmp_path / "last_run.json").write_text("{broken")
    assert read_record(tmp_path) is None


def test_up_and_down() -> None:
    assert up_and_down([]) == ""
    assert up_and_down([(1, 2), (1, 3), (3, 2), (None, 1), (1, None)]) == "2 up, 1 down, 1 new, 1 gone"


people = st.lists(st.sampled_from(["Dana Levi", "Noa Cohen", "Ran Levi", "דנה לוי"]), min_size=1, max_size=4)
handed_in = st.lists(
    st.tuples(
        st.sampled_from(["Dana Levi", "Levi, Dana", "levidana", "Noa", "Ran Levi"]),
        st.sampled_from(["", "1", "2", "7"]),
    ),
    max_size=4,
)


@given(people, handed_in)
def test_the_order_of_results_and_people_is_irrelevant(names: list[str], given_in: list[tuple[str, str]]) -> None:
    candidates = [
        Candidate(str(n), name, (name,), {"canvas": frozenset({str(n)})}, frozenset({"canvas"}))
        for n, name in enumerate(names)
    ]
    results = [
        a_result(f"s{n}", 50, student=name, system="canvas", person_id=number or None)
        for n, (name, number) in enumerate(given_in)
    ]
    seen = set()
    for some in itertools.islice(itertools.permutations(results), 6):
        found = match(some, list(reversed(candidates)))
        of = sorted((key, *(r.submission for r in rs)) for key, rs in found.of.items())
        seen.add(
            (
                str(of),
                str(sorted(r.submission for r in found.nobodys)),
                str(sorted(c.submissions for c in found.conflicts)),
            )
        )
        taken = [r.submission for rs in found.of.values() for r in rs]
        assert len(taken) == len(set(taken))  # nobody's work is two people's
        blamed = {name for conflict in found.conflicts for name in conflict.submissions}
        assert {r.submission for r in results} == {
            *taken,
            *blamed,
            *(r.submission for r in found.nobodys),
        }  # none is lost
    assert len(seen) == 1
