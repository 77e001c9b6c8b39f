"""Assignment 5's solution on the real data, the thresholds' calibration, and what a forged hand-in earns."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from one_pool import graded_in
from sklearn.metrics import accuracy_score, f1_score
from sklearn.metrics.pairwise import cosine_similarity
from torch.nn import functional as F

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.test_files import load_test_file
from autograder.grading.staging import given_files
from autograder.grading.warm_pool import WarmPool
from autograder.grading.worker import Rules
from autograder.intake import Submission
from autograder.isolation.levels import choose
from autograder.judge.reference import importable, load_reference
from autograder.results import QuestionResult

KIT = Path(__file__).resolve().parents[2]
FOLDER = KIT / "solutions" / "05_fine_tuning"
CALIBRATION = json.loads((FOLDER / "calibration.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(FOLDER, KIT / "autograder" / "tests" / "05_fine_tuning")


@pytest.fixture(scope="module")
def given(assignment: Assignment) -> Iterator[Path]:
    with given_files(assignment) as folder, importable(folder):
        yield folder


@pytest.fixture(scope="module")
def solution(assignment: Assignment, given: Path) -> SimpleNamespace:
    return SimpleNamespace(**load_reference(assignment, given))


@pytest.fixture(scope="module")
def right(assignment: Assignment) -> list[int]:
    """The held-out texts' topics."""
    tests = load_test_file(assignment.exercise("train_topic_head").tests)
    return [int(digit) for digit in tests.namespace["HELD_OUT"]]


# The calibration.


def test_every_method_was_measured_over_ten_seeds() -> None:
    assert set(CALIBRATION["methods"]) == {
        "tfidf",
        "head_on_training_part",
        "mean_head_on_training_part",
        "head_on_all",
        "fine_tuned",
        "lora",
    }
    for method in CALIBRATION["methods"].values():
        assert [run["seed"] for run in method["runs"]] == list(range(10))
        for score in ("accuracy", "macro_f1"):
            values = np.array([run[score] for run in method["runs"]])
            found = method[score]
            assert found["mean"] == pytest.approx(values.mean(), abs=1e-4)
            assert found["deviation"] == pytest.approx(values.std(ddof=1), abs=1e-4)
            assert found["threshold"] == pytest.approx(values.mean() - 3 * values.std(ddof=1), abs=1e-3)


def test_the_encoder_is_worth_its_price() -> None:
    """The issue that the assignment teaches: counts, then a frozen encoder, then a fine-tuned one."""
    means = {name: method["macro_f1"]["mean"] for name, method in CALIBRATION["methods"].items()}
    assert means["tfidf"] + 0.05 < means["head_on_training_part"] < means["fine_tuned"]
    assert means["fine_tuned"] >= 0.886 and CALIBRATION["methods"]["fine_tuned"]["accuracy"]["mean"] >= 0.886


def test_the_head_still_reaches_what_was_measured(solution: SimpleNamespace, right: list[int]) -> None:
    measured = CALIBRATION["methods"]["head_on_all"]
    vectors, held_out = solution.topic_task.load_vectors()
    labels = torch.tensor(solution.topic_task.load_topics()[1])
    weight, bias = solution.train_topic_head(vectors, labels, 10, seed=measured["runs"][3]["seed"])
    predicted = (held_out @ weight.T + bias).argmax(-1).tolist()
    # another processor may round one or two texts to the other side
    assert accuracy_score(right, predicted) == pytest.approx(measured["runs"][3]["accuracy"], abs=0.01)
    assert f1_score(right, predicted, average="macro") == pytest.approx(measured["runs"][3]["macro_f1"], abs=0.01)


# What the notebook's text says beside a number or a picture.


def errors(method: str) -> float:
    return 1 - CALIBRATION["methods"][method]["accuracy"]["mean"]


def test_claims_of_the_comparison() -> None:
    """compare-after, fine-tune-text: shares of errors. lora-text: what is left of the gain."""
    assert errors("head_on_training_part") < errors("tfidf") / 2
    assert 0.2 < 1 - errors("fine_tuned") / errors("head_on_training_part") < 0.3  # "about a quarter"
    assert 0.007 < errors("mean_head_on_training_part") - errors("fine_tuned") < 0.013  # "one point above"
    gain = errors("head_on_training_part") - errors("fine_tuned")
    of_the_mean = errors("head_on_training_part") - errors("mean_head_on_training_part")
    assert 0.4 < of_the_mean / gain < 0.6  # "half of that gain"
    assert abs(errors("lora") - errors("fine_tuned")) < 0.01  # "near that of full fine-tuning"


def test_claims_of_what_full_points_take(assignment: Assignment) -> None:
    said = {cell.id: " ".join(cell.source.split()) for cell in assignment.master.cells}
    assert "reaches 93 % on the held-out texts; full points begin at 91.5 %" in said["head-exercise"]
    measured = CALIBRATION["methods"]["head_on_all"]
    for score in ("accuracy", "macro_f1"):
        assert round(measured[score]["mean"], 2) == 0.93
        assert 0.913 < measured[score]["threshold"] <= 0.915
    assert "150 test texts has a standard error of 2 to 3 points" in said["compare-all-text"]
    for name in ("tfidf", "head_on_training_part", "mean_head_on_training_part", "fine_tuned"):
        assert 0.015 < (errors(name) * (1 - errors(name)) / 150) ** 0.5 < 0.035


def test_claims_of_what_is_given(assignment: Assignment, solution: SimpleNamespace) -> None:
    said = {cell.id: " ".join(cell.source.split()) for cell in assignment.master.cells}
    words = solution.tiny_language.Words()
    assert f"The language has {len(words)} words" in said["pretrain-text"]
    assert "a transformer of two blocks, 64 wide" in said["pretrain-text"]
    tiny = solution.tiny_language.TinyModel(len(words))
    assert len(tiny.blocks.layers) == 2 and tiny.token.weight.shape[1] == 64
    table = solution.topic_task.load_glove()[1]
    assert f"has {len(table):,} of these words, {table.shape[1]} numbers each" in said["part-b"]


def test_claims_of_the_span_by_hand(assignment: Assignment, solution: SimpleNamespace) -> None:
    """span-look-text: the best start and the best end are no span; the second threshold is not reached."""
    cell = next(cell for cell in assignment.master.cells if cell.id == "span-look")
    printed: list[str] = []
    names = vars(solution) | {"print": lambda *said: printed.append(" ".join(said))}
    exec(cell.source.replace("pictures.spans", "(lambda *given: None)"), names)
    tokens, start, end = names["tokens"], names["start"], names["end"]
    assert tokens[start.argmax()] == "paris" and tokens[end.argmax()] == "france" and end.argmax() < 8
    assert printed == ["τ = 0: paris", "τ = 8: I don't know"]


def test_claims_of_the_learning_curve() -> None:
    curve = CALIBRATION["learning_curve"]
    at = {name: dict(zip(curve["sizes"], found["mean"], strict=True)) for name, found in curve["methods"].items()}
    assert set(at) == {"TF-IDF", "frozen [CLS]", "frozen mean"}
    for means in at.values():
        assert list(means.values()) == sorted(means.values())  # "rise"
    for name in ("frozen [CLS]", "frozen mean"):
        assert at[name][100] > at["TF-IDF"][700]
        assert at[name][50] > at["TF-IDF"][50] + 0.3  # "begin far above"
    assert all(at["frozen mean"][size] > at["frozen [CLS]"][size] for size in curve["sizes"])


def test_claim_of_the_lengths_of_static_vectors(solution: SimpleNamespace) -> None:
    lengths = solution.topic_task.load_glove()[1].norm(dim=1)
    assert (round(lengths.min().item(), 1), round(lengths.max().item(), 1)) == (2.4, 10.8)


def test_claims_of_the_two_meanings(assignment: Assignment, solution: SimpleNamespace, given: Path) -> None:
    """contexts: agreement within a meaning on average, and a sentence that does not obey."""
    encoder_file = pytest.importorskip("encoder")
    try:
        encoder = solution.topic_task.new_encoder()
    except encoder_file.EncoderMissingError:
        pytest.skip("the encoder is not on this machine")
    cell = next(cell for cell in assignment.master.cells if cell.id == "contexts")
    names = vars(solution) | {"encoder": encoder, "print": lambda *_: None}
    exec(cell.source.replace("pictures.similarities", "shown = (lambda *given: given)"), names)
    for table in names["tables"].values():
        same = torch.cat(
            [table[:3, :3][~torch.eye(3, dtype=torch.bool)], table[3:, 3:][~torch.eye(3, dtype=torch.bool)]]
        )
        across = table[:3, 3:]
        assert same.mean() > across.mean() + 0.1 and across.min() > 0.2
    apple = names["tables"]["apple, contextual"]
    fruit, company = apple[:3, 3:].max(dim=0).values, (apple[3:, 3:] - torch.eye(3)).max(dim=0).values
    assert bool((fruit > company - 0.02).any())  # "a sentence about the company that lies as near to a fruit"


def test_claim_of_the_numbers_that_learn(solution: SimpleNamespace) -> None:
    layer = solution.LoRALinear(torch.nn.Linear(384, 384), 4, 8)
    assert layer.base.weight.numel() == 147_456
    learns = sum(weight.numel() for weight in layer.parameters() if weight.requires_grad)
    assert learns == 3_072 and 6 * 2 * learns == 36_864  # "37 thousand"


def test_claims_of_mcnemars_table(solution: SimpleNamespace) -> None:
    assert solution.mcnemar([1] * 5, [1] * 5, [0] * 5)["p"] == 0.0625
    labels = [1] * 14
    found = solution.mcnemar(labels, [1] * 9 + [0] * 5, [0] * 9 + [1] * 5)
    assert (found["b"], found["c"], round(found["p"], 2)) == (9, 5, 0.42)


@pytest.mark.slow
def test_the_trainer_of_the_text_runs(
    assignment: Assignment, solution: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of trainer-text as they stand, on sixteen texts."""
    pytest.importorskip("accelerate")
    encoder_file = pytest.importorskip("encoder")
    try:
        folder = encoder_file.encoder_folder()
    except encoder_file.EncoderMissingError:
        pytest.skip("the encoder is not on this machine")
    monkeypatch.chdir(tmp_path)
    text = next(cell for cell in assignment.master.cells if cell.id == "trainer-text").source
    texts, labels = solution.topic_task.load_topics()
    ids, keep = solution.topic_task.pad(solution.topic_task.tokenize(texts[:16]))
    rows = [
        {"input_ids": row, "attention_mask": real.long(), "labels": label}
        for row, real, label in zip(ids, keep, labels[:16], strict=True)
    ]
    names = {"folder": str(folder), "TOPICS": solution.TOPICS, "train_set": rows, "validation_set": rows[:8]}
    exec(text.split("```python")[1].split("```")[0], names)
    assert names["trainer"].state.epoch == 3


# The data.


def test_no_text_is_in_two_places(solution: SimpleNamespace, right: list[int]) -> None:
    texts, labels = solution.topic_task.load_topics()
    held_out = solution.topic_task.load_held_out()
    assert len({text.lower() for text in texts + held_out}) == 1300
    assert np.bincount(labels).tolist() == [100] * 10 and np.bincount(right).tolist() == [30] * 10


def test_the_stored_vectors_are_the_encoders(solution: SimpleNamespace, given: Path) -> None:
    """Five texts, encoded here, against the file that everybody trains on."""
    encoder = pytest.importorskip("encoder")
    try:
        model, tokenizer = solution.topic_task.new_encoder(), encoder.load_tokenizer()
    except encoder.EncoderMissingError:
        pytest.skip("the encoder is not on this machine")
    stored = solution.topic_task.load_vectors()[0]
    ids, keep = solution.topic_task.pad(
        [tokenizer.encode(text).ids for text in solution.topic_task.load_topics()[0][:5]]
    )
    with torch.no_grad():
        found = solution.cls_pool(model(ids, keep), keep)
    assert torch.allclose(found, stored[:5], atol=5e-3)


def test_apple_is_a_company_in_glove(solution: SimpleNamespace) -> None:
    words, table = solution.topic_task.load_glove()
    found = solution.nearest_words("apple", words, table, 6)
    assert {"iphone", "microsoft"} <= {word for word, _ in found}
    cosines = cosine_similarity(table.numpy())[words.index("apple")]
    assert [cosine for _, cosine in found] == pytest.approx(sorted(cosines)[-2:-8:-1], abs=1e-4)


# The exercises together.


def test_a_small_encoder_learns_and_stops_in_time(solution: SimpleNamespace) -> None:
    """Split, pool, classifier, epochs, evaluation, early stopping: on a task that a bag of words can do."""
    torch.manual_seed(0)
    draw = torch.Generator().manual_seed(0)
    labels = torch.arange(120) % 3
    rows = [
        torch.randint(3 + 5 * int(n), 8 + 5 * int(n), (4 + i % 4,), generator=draw).tolist()
        for i, n in enumerate(labels)
    ]
    train, validation, test = solution.stratified_split([str(i) for i in range(120)], labels.tolist(), seed=0)

    class Table(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table = torch.nn.Embedding(20, 12)

        def forward(self, ids: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
            return self.table(ids)

    batches = {
        name: solution.topic_task.batches_of([rows[i] for i in part], labels[part].tolist(), seed=0)
        for name, part in (("train", train), ("validation", validation), ("test", test))
    }
    model = solution.Classifier(Table(), 12, 3, solution.mean_pool)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
    history, best = solution.fit(
        model,
        lambda: solution.train_epoch(model, batches["train"], optimizer),
        {"validation": lambda: solution.evaluate(model, batches["validation"])["loss"]},
        max_epochs=12,
        patience=3,
    )
    found = solution.evaluate(model, batches["validation"])
    assert found["loss"] == pytest.approx(min(entry["validation"] for entry in history), abs=1e-6)
    assert history[best]["validation"] == pytest.approx(found["loss"], abs=1e-6)
    result = solution.evaluate(model, batches["test"])
    scores = solution.classification_scores(result["labels"], result["predictions"], 3)
    assert scores["accuracy"] == pytest.approx(accuracy_score(result["labels"], result["predictions"]))
    assert scores["accuracy"] > 0.9


@pytest.mark.slow
def test_the_tiny_model_learns_each_objective(solution: SimpleNamespace) -> None:
    """Well below guessing after a few dozen steps: the loss that students see fall."""
    language = solution.tiny_language
    words, stories = language.Words(), language.stories(300, seed=1)
    torch.manual_seed(0)
    model = language.TinyModel(len(words))

    def next_token(step: int) -> torch.Tensor:
        inputs, labels = solution.next_token_targets(language.sentences_batch(stories, words, 16, step), language.PAD)
        return F.cross_entropy(model.words(model(inputs, causal=True)).flatten(0, 1), labels.flatten())

    def hidden(step: int) -> torch.Tensor:
        ids = language.sentences_batch(stories, words, 16, step)
        inputs, labels = solution.mask_tokens(ids, list(range(7)), language.MASK, len(words), step, 0.3)
        return F.cross_entropy(model.words(model(inputs)).flatten(0, 1), labels.flatten())

    guess = float(np.log(len(words)))
    for loss_of in (next_token, hidden):
        losses = language.learn(model, loss_of, 60, "", rate=3e-3)
        assert np.mean(losses[-5:]) < 0.6 * guess


# Handing in.


@pytest.fixture(scope="module")
def pool(assignment: Assignment, given: Path) -> Iterator[WarmPool]:
    with WarmPool(assignment, given, choose("best", None), 1, Rules(), KIT) as made:
        yield made


def grade(assignment: Assignment, pool: WarmPool, files: dict[str, bytes]) -> QuestionResult:
    """The solution with these files beside it, without demonstrations, through the engine that grades students."""
    notebook = solved_notebook(assignment)
    wanted = {"train_topic_head"}
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("exercise") in wanted or "setup" in cell.metadata.get("tags", [])
    ]
    submission = Submission(id="one", student="one", source="", notebook=notebook, files=files, digest="one")
    result = graded_in(pool, submission)
    return next(question for question in result.questions if question.name == "train_topic_head")


def handed_in(given: Path, solution: SimpleNamespace, topics: list[str]) -> dict[str, bytes]:
    """The files with the reference's weights and these topics as predictions."""
    from safetensors.torch import save

    text = io.StringIO()
    csv.writer(text).writerows([["row", "topic"], *enumerate(topics)])
    head = {name: solution.handed_in[name].contiguous() for name in ("weight", "bias")}
    return {"topic_head.safetensors": save(head), "topic_predictions.csv": text.getvalue().encode()}


@pytest.mark.slow
def test_predictions_from_elsewhere_are_flagged_and_earn_nothing(
    assignment: Assignment, given: Path, pool: WarmPool, solution: SimpleNamespace, right: list[int]
) -> None:
    """Somebody has looked the topics up: all 300 right, and no model that says so."""
    stolen = handed_in(given, solution, [solution.TOPICS[n] for n in right])
    question = grade(assignment, pool, stolen)
    failed = {case.name for case in question.cases if not case.passed}
    assert failed == {
        "Predictions follow from the weights",
        "Function gives such predictions",
        "Predictions are good",
    }
    assert any("FLAGGED" in case.output for case in question.cases)


@pytest.mark.slow
def test_what_the_cell_wrote_is_accepted_and_a_pickle_is_not_read(
    assignment: Assignment, given: Path, pool: WarmPool, solution: SimpleNamespace
) -> None:
    honest = handed_in(given, solution, solution.handed_in["predictions"])
    assert grade(assignment, pool, honest).score == 8
    pickled = io.BytesIO()
    torch.save({"weight": torch.zeros(10, 384), "bias": torch.zeros(10)}, pickled)
    question = grade(assignment, pool, honest | {"topic_head.safetensors": pickled.getvalue()})
    failed = {case.name for case in question.cases if not case.passed}
    assert "Handed in" in failed and "Predictions are good" in failed


def test_a_file_that_is_too_large_is_refused(
    solution: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    solution.topic_task.write_hand_in(torch.zeros(10, 384), torch.zeros(10), [0] * 300)
    assert solution.topic_task.read_hand_in()["predictions"] == ["chemistry"] * 300
    with (tmp_path / "topic_head.safetensors").open("ab") as file:
        file.write(bytes(solution.topic_task.LARGEST_HEAD))
    with pytest.raises(ValueError, match="larger than"):
        solution.topic_task.read_hand_in()


def test_nothing_that_students_get_unpickles(assignment: Assignment) -> None:
    for path in assignment.files:
        if path.suffix == ".py":
            calls = {
                ast.unparse(node.func)
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Call)
            }
            assert not calls & {"torch.load", "pickle.load", "pickle.loads", "joblib.load", "dill.load"}
