"""The hidden test of the RAG system, through the engine that grades students: what small and degenerate systems earn."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import inspect
import json
import re
import subprocess
import sys
import textwrap
import tomllib
import zipfile
from collections.abc import Callable, Iterator

import pytest
from one_pool import graded_in
from simple_system import SIMPLE, TESTS, make_assignment
from small_world import KIT, rag_contract, rag_matching, rag_places, rag_scorer, recorded_model

from autograder.authoring.assignment import Assignment
from autograder.authoring.solution_marks import strip_solution
from autograder.authoring.solved import solved_notebook
from autograder.authoring.test_files import Case, load_test_file, public_source
from autograder.grading.staging import given_files
from autograder.grading.warm_pool import WarmPool
from autograder.grading.worker import Rules
from autograder.intake import Submission
from autograder.isolation.levels import choose
from autograder.judge.cases import measured
from autograder.judge.reference import importable
from autograder.results import QuestionResult

Grade = Callable[[dict[str, str]], dict[str, QuestionResult]]
TESTED = load_test_file(TESTS)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_assignment(tmp_path_factory.mktemp("system"))


@pytest.fixture(scope="module")
def pool(assignment: Assignment) -> Iterator[WarmPool]:
    level = choose("best", None)
    with given_files(assignment) as given, WarmPool(assignment, given, level, 1, Rules(), KIT) as made:
        yield made


@pytest.fixture(scope="module")
def grade(assignment: Assignment, pool: WarmPool) -> Grade:
    """Grades answer cells, by name, one after the other in one judge."""

    def graded(sources: dict[str, str]) -> dict[str, QuestionResult]:
        submissions = [_submission(assignment, name, source) for name, source in sources.items()]
        return {one.id: graded_in(pool, one).questions[0] for one in submissions}

    return graded


def _submission(assignment: Assignment, name: str, source: str) -> Submission:
    notebook = solved_notebook(assignment)
    [cell] = [cell for cell in notebook.cells if cell.metadata.get("exercise")]
    cell.source = source or strip_solution(assignment.master.cells[-1].source)
    return Submission(id=name, student=name, source="", notebook=notebook, digest=name)


def passed(result: QuestionResult) -> set[str]:
    return {case.name for case in result.cases if case.passed}


def variant(body: str) -> str:
    """The simple system with some methods of its own."""
    return f"{SIMPLE}\n\nclass RagSystem(RagSystem):\n{body}"


ALWAYS_ABSTAINS = """
    def answer(self, query):
        return abstention()
"""
QUOTES_PASSAGES = """
    def answer(self, query):
        best = self.retrieve(query, 1)
        if not best:
            return abstention()
        return Answer(text=self.says[best[0]], citations=best, abstained=False, confidence=1.0)
"""
QUOTES_THE_CORPUS = """
    def answer(self, query):
        text = " ".join(self.says.values())
        return Answer(text=text, citations=list(self.says), abstained=False, confidence=1.0)
"""
CITES_EVERYTHING = """
    def answer(self, query):
        answer = super().answer(query)
        return answer if answer["abstained"] else answer | {"citations": list(self.says)}
"""
ECHOES = """
    def answer(self, query):
        return Answer(text=query["text"], citations=self.retrieve(query, 1), abstained=False, confidence=1.0)
"""
FIRST_OF_TWO_NAMES = """
    def answer(self, query):
        names = re.findall(r"(?:[A-Z][a-z]+ ?)+", query["text"][1:])
        if not names:
            return abstention()
        return Answer(text=names[0], citations=self.retrieve(query, 1), abstained=False, confidence=1.0)
"""
DEGENERATE = {
    "always abstains": variant(ALWAYS_ABSTAINS),
    "quotes passages": variant(QUOTES_PASSAGES),
    "quotes the corpus": variant(QUOTES_THE_CORPUS),
    "cites everything": variant(CITES_EVERYTHING),
    "echoes the question": variant(ECHOES),
    "first of two names": variant(FIRST_OF_TWO_NAMES),
    "untouched": "",
}
MEMORISED = """
from rag_contract import Answer, abstention, load_world


class RagSystem:
    def __init__(self, corpus):
        world = load_world("public_world")
        self.known = {one["id"] for one in corpus["passages"]}
        self.gold = {(one["text"], one["recording"], one["image"]): world["gold"][one["id"]] for one in world["queries"]}

    def found(self, query):
        return self.gold.get((query["text"], query["recording"], query["image"]), {"answers": [], "relevance": {}})

    def retrieve(self, query, k=10):
        relevance = self.found(query)["relevance"]
        return [id for id in sorted(relevance, key=lambda id: -relevance[id]) if id in self.known][:k]

    def answer(self, query):
        if not self.found(query)["answers"]:
            return abstention()
        text, cited = self.found(query)["answers"][0], self.retrieve(query, 1)
        return Answer(text=text, citations=cited, abstained=False, confidence=1.0)
"""


@pytest.mark.slow
def test_a_simple_system_earns_something_and_degenerate_ones_nothing(grade: Grade) -> None:
    """In one judge, the good one first: what it was memorised for is not what the others are given."""
    results = grade({"simple": SIMPLE, **DEGENERATE, "memorised": MEMORISED})
    assert results["simple"].score >= 8, passed(results["simple"])
    assert {name: result.score for name, result in results.items() if name != "simple"} == dict.fromkeys(
        [*DEGENERATE, "memorised"], 0
    )


@contextlib.contextmanager
def busy_neighbours(count: int = 3) -> Iterator[None]:
    """Processes that compute as long as the block lasts: one more than there are cores on a small machine."""
    loop = "while True: pass"
    neighbours = [subprocess.Popen([sys.executable, "-c", loop]) for _ in range(count)]
    try:
        yield
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()


@pytest.mark.slow
def test_busy_neighbours_change_no_byte_of_a_result(grade: Grade) -> None:
    quiet = grade({"simple": SIMPLE})["simple"]
    with busy_neighbours():
        loaded = grade({"simple": SIMPLE})["simple"]
    assert quiet.score > 0 and any(not case.passed for case in quiet.cases)
    first, second = (json.dumps(dataclasses.asdict(one), sort_keys=True, default=str) for one in (quiet, loaded))
    assert first == second


@pytest.mark.slow
def test_what_a_mistake_costs(grade: Grade) -> None:
    """Each mistake, on top of the simple system, loses the cases that are about it."""
    worse = {
        "one exception": variant(
            """
    def answer(self, query):
        if query["id"] == "q07":
            raise ValueError("q07")
        return super().answer(query)
"""
        ),
        "nothing without passages": variant(
            """
    def __init__(self, corpus):
        super().__init__(corpus)
        self.first = corpus["passages"][0]
"""
        ),
        "remembers what was asked": variant(
            """
    asked = ""

    def words(self, query):
        return f"{self.asked} {super().words(query)}"

    def answer(self, query):
        found = super().answer(query)
        self.asked = query["text"]
        return found
"""
        ),
    }
    results = grade({"simple": SIMPLE, **worse})
    whole = passed(results["simple"])
    lost = {name: whole - passed(results[name]) for name in worse}
    assert lost["one exception"] == {"Contract"}
    assert lost["nothing without passages"] == {"Closed book"}
    assert "Same answer in any order" in lost["remembers what was asked"]


@pytest.mark.slow
def test_no_message_tells_what_is_hidden(assignment: Assignment, grade: Grade) -> None:
    """What a student reads of a system that fails everything, against every name, answer and id of the hidden worlds."""
    [result] = grade({"always abstains": variant(ALWAYS_ABSTAINS)}).values()
    told = "\n".join(case.output for case in result.cases if case.hidden)
    assert all(case.output for case in result.cases if case.hidden)
    for world in ("one", "two"):
        folder = assignment.folder.parents[1] / "hidden" / world
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            names = [text for text in (question["text"], *question["answers"]) if len(text) > 4]
            assert question["id"] not in told and not any(name in told for name in names), question


# The test file itself.


def calibrated(system: str) -> dict[str, dict[str, float]]:
    """Measure -> mean, deviation and threshold, as calibrate.py measured them on fresh seeds."""
    found = json.loads((KIT / "solutions" / "06_rag_project" / "calibration.json").read_text(encoding="utf-8"))
    return found["systems"][system]["measures"]


def source_of(case: Case) -> str:
    return ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(case.function)))).replace("'", '"')


def test_a_case_fails_by_what_it_asserts_and_says_what_it_measured(assignment: Assignment) -> None:
    """And nothing else: a text of the test file, filled with numbers."""
    names: dict = {}
    exec(SIMPLE, names)
    tests = load_test_file(assignment.exercise("RagSystem").tests)
    told = {}
    with given_files(assignment) as given, importable(given):
        with contextlib.chdir(assignment.folder):
            tests.namespace["load_hidden"]()
        for case in tests.cases:
            try:
                case.function(names["RagSystem"])
            except AssertionError as error:
                told[case.name] = measured(error)
        of_measures = [tests.namespace["measured"](names["RagSystem"], one, 0) for one in tests.namespace["BANDS"]]
    steps = {name: said for name, said in told.items() if said}
    assert {"test_answers_6", "test_two_hops_4", "test_pictures_4", "test_edited_3", "test_deleted_3"} <= steps.keys()
    written = re.sub(r'"\n +"', "", TESTS.read_text(encoding="utf-8"))
    for said in steps.values():
        assert said.text in written and said.parameters, said
    for one in of_measures:
        assert one.template in written and one == one.template.format(**one.numbers) and len(one.numbers) > 1, one
    for name in ("test_pictures_4", "test_two_hops_4"):
        asked, right, silent = (steps[name].parameters[key] for key in ("asked", "right", "silent"))
        assert 0 <= right < asked > 10 and 0 <= silent <= asked - right


def test_a_message_says_what_is_asked_and_guesses_no_cause() -> None:
    """Each step of a measure says the same, and asks nothing back; the numbers behind it are what was measured."""
    for measure in TESTED.namespace["BANDS"]:
        said = {case.failure_message for case in TESTED.cases if f'reaches(RagSystem, "{measure}"' in source_of(case)}
        assert len(said) == 1 and "?" not in said.pop(), measure


def test_only_numbers_are_told_of_what_was_measured() -> None:
    """An assertion of another form, or with a text among its numbers, tells nothing."""
    said = rag_scorer.Measured("{right} of {asked}", right=3, asked=12)
    assert measured(AssertionError(said)) == "3 of 12"
    assert measured(AssertionError("the answer is 09:40")) == measured(AssertionError()) == ""
    said.numbers = {"right": "09:40"}
    assert measured(AssertionError(said)) == ""
    with pytest.raises(TypeError):
        rag_scorer.Measured("{right}", right="09:40")


def test_each_measure_pays_in_equal_steps_that_begin_low() -> None:
    """A third of the reference's mean earns something of every measure, except where the skeleton has as much."""
    measures = calibrated("reference")
    baseline = calibrated("baseline")
    for measure, bands in TESTED.namespace["BANDS"].items():
        reached = measures[measure]["mean"]
        assert len(bands) >= 2 or measure == "hebrew_ndcg"
        assert bands[0] <= max(0.45 * reached, baseline[measure]["mean"] + 0.08) or measure == "hebrew_ndcg", measure
        names = [case.points for case in TESTED.cases if f'reaches(RagSystem, "{measure}"' in source_of(case)]
        assert len(names) == len(bands) and len(set(names)) == 1, measure


def test_the_public_part_carries_no_band_of_the_hidden_one() -> None:
    source = public_source(TESTS)
    assert "hidden" not in source and "BANDS" not in source and "variants" not in source
    assert sum(case.points for case in TESTED.cases if not case.hidden) <= 0.2 * 40


def test_every_band_decides_a_case() -> None:
    text = TESTS.read_text(encoding="utf-8")
    for measure, bands in TESTED.namespace["BANDS"].items():
        assert list(bands) == sorted(bands)
        for place in range(len(bands)):
            call = f'reaches(RagSystem, "{measure}")' if place == 0 else f'reaches(RagSystem, "{measure}", {place})'
            assert call in text, call
    for measure, bands in TESTED.namespace["PUBLIC"].items():
        assert list(bands) == sorted(bands)
        assert all(f'PUBLIC["{measure}"][{place}]' in text for place in range(len(bands)))


def points_of(run: dict[str, float]) -> float:
    """What a system earns that has these values, where it fails no case that is about something else than a measure."""
    tests = TESTED.namespace
    missed = 0.0
    for case in TESTED.cases:
        asked = re.search(r'reaches\(RagSystem, "(\w+)"(?:, (\d+))?\)', source_of(case))
        public = re.search(r'public_value\(RagSystem, "(\w+)"\) >= PUBLIC\["\w+"\]\[(\d+)\]', source_of(case))
        if asked and run[asked[1]] < tests["BANDS"][asked[1]][int(asked[2] or 0)]:
            missed += case.points
        if public and run.get(f"public {public[1]}", 0.0) < tests["PUBLIC"][public[1]][int(public[2])]:
            missed += case.points
    return 40 - missed


def test_the_reference_earns_nearly_all_on_every_seed_and_the_skeleton_little() -> None:
    """As calibrate.py measured them on seeds that nothing was tuned on."""
    found = json.loads((KIT / "solutions" / "06_rag_project" / "calibration.json").read_text(encoding="utf-8"))
    runs = {name: one["runs"] for name, one in found["systems"].items()}
    assert len(runs["reference"]) == len(runs["baseline"]) >= 10
    assert min(map(points_of, runs["reference"])) >= 36
    assert max(map(points_of, runs["baseline"])) <= 10


def test_the_highest_band_of_each_measure_is_out_of_the_skeletons_reach() -> None:
    """In the mean over the seeds; but for the public ranking, which the skeleton may have."""
    reference, baseline = calibrated("reference"), calibrated("baseline")
    tests = TESTED.namespace
    bands = {**tests["BANDS"], **{f"public {name}": steps for name, steps in tests["PUBLIC"].items()}}
    assert bands.keys() == reference.keys()
    for name, steps in bands.items():
        assert baseline[name]["mean"] < max(steps) <= reference[name]["mean"] or name == "public ndcg", name


def test_the_estimate_of_the_cost_counts_what_grading_asks() -> None:
    """Corpora with passages, and the questions that are asked of them; the limit is the assignment's."""
    from rag_report import CORPORA, LIMIT, QUESTIONS
    from rag_variants import WITHHELD, load_variants, only_in

    with zipfile.ZipFile(TESTS.with_name("hidden_worlds.zip")) as archive:
        folders = sorted({file.split("/")[0] for file in archive.namelist() if "/" in file})
        paths = [zipfile.Path(archive, f"{folder}/") for folder in folders]
        worlds = [(rag_contract.load_world(path), load_variants(path)) for path in paths]
    public = rag_contract.load_world(KIT / "datasets" / "public_world")
    asked = [public["queries"], worlds[0][0]["queries"][::-3]]
    for world, variants in worlds:
        asked += [world["queries"], *(variant["questions"] for variant in variants.values())]
        asked += [only_in(world, kind) for kind in WITHHELD.values()]
    assert len(asked) == CORPORA and abs(sum(map(len, asked)) - QUESTIONS) <= 0.1 * QUESTIONS, sum(map(len, asked))
    settings = tomllib.loads((KIT / "solutions" / "06_rag_project" / "assignment.toml").read_text(encoding="utf-8"))
    assert settings["limits"]["cpu_seconds"] == LIMIT


RECORDED = r'''
import json

from rag_contract import NotRecordedError
from rag_nuggets import with_marks
from recorded_model import Replayer


class RagSystem(RagSystem):
    """Answers in short as before, but in sentences, which earns little; at length with what a model once said."""

    def answer(self, query):
        answer = super().answer(query)
        return answer if answer["abstained"] else answer | {"text": f"It is said that the answer is {answer['text']}."}

    def long_answer(self, query):
        try:
            model = Replayer("weights/recorded.json")
        except ValueError as error:
            raise NotRecordedError(str(error)) from None
        text, *ids = json.loads(model.generate(query["id"]))
        return {"sentences": with_marks(text, ids), "abstained": not text}
'''


def test_recorded_long_answers_earn_public_points_and_inventions_do_not(assignment: Assignment, pool: WarmPool) -> None:
    """What a model said is replayed from a file that was handed in; without it, and if it is made up, nothing is earned."""
    world = rag_contract.load_world(next(one for one in assignment.files if one.name == "public_world"))
    texts = {one["id"]: world["said"].get(one["id"], one["text"]) for one in world["corpus"]["passages"]}

    def recorded(honest: bool) -> bytes:
        answers = {}
        for query in world["queries"]:
            gold, id = world["gold"][query["id"]], query["id"]
            best = next((one for one, grade in gold["relevance"].items() if grade == 3), None)
            told = ["", ""]
            if best:
                spans = rag_places.sentences(texts[best])
                lines = [texts[best][start:end] for start, end in spans]
                holds = [one for one in lines if any(rag_matching.stands_in(a, one) for a in gold["answers"])]
                told = [f"{(holds or lines)[0].rstrip('.')} [1].", best]
                if not honest:
                    told = [f"Professor Quentin Falk wrote in 1612 that it is {gold['answers'][0]} [1].", best]
            key = recorded_model.prompt_hash(id, 64)
            answers[key] = {"prompt": id, "max_new_tokens": 64, "text": json.dumps(told)}
        return json.dumps({"form": recorded_model.FORM, "model": "m", "answers": answers}).encode()

    handed = {
        "with it": {"weights/recorded.json": recorded(True)},
        "made up": {"weights/recorded.json": recorded(False)},
    }
    handed |= {"without it": {}, "broken": {"weights/recorded.json": b"{"}}
    found = {}
    for name, files in handed.items():
        notebook = _submission(assignment, name, SIMPLE + RECORDED).notebook
        one = Submission(name, name, "", notebook=notebook, files=files, digest=name)
        found[name] = passed(graded_in(pool, one).questions[0])
    extra = {"Public answers well", "Public citations"}
    assert found["with it"] >= extra
    for name in ("made up", "without it", "broken"):
        assert found[name] == found["with it"] - extra, name
