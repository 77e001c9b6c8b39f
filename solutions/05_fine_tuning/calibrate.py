"""Measure what the solution reaches on the topic task over ten seeds, and write calibration.json.

    python solutions/05_fine_tuning/calibrate.py              everything (about fifteen minutes of processor time)
    python solutions/05_fine_tuning/calibrate.py --fast       what needs no fine-tuning (seconds), the rest as it was

The hidden tests' threshold is the mean minus three deviations of `head_on_all`; a test of the kit holds it to this file.
All accuracies and macro-F1 are those on the 300 held-out texts; deviations are those of a sample (n - 1).
"""

import argparse
import datetime
import importlib.metadata
import json
import platform
import random
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
KIT = HERE.parent.parent
RESULTS = HERE / "calibration.json"
SEEDS = range(10)
SIZES = (50, 100, 200, 400, 700)
"""Labelled texts of the learning curve."""
MAX_EPOCHS, PATIENCE = 3, 1


def scores(predicted: list[int], right: list[int]) -> dict[str, float]:
    """Accuracy and macro-F1, by scikit-learn."""
    from sklearn.metrics import accuracy_score, f1_score

    return {
        "accuracy": round(float(accuracy_score(right, predicted)), 4),
        "macro_f1": round(float(f1_score(right, predicted, average="macro")), 4),
    }


class Measurements:
    """The methods that are compared, each a function of a seed.

    Args:
        solution: the names that the solved notebook defines.
        right: the labels of the held-out texts.
    """

    def __init__(self, solution: dict, right: list[int]) -> None:
        import topic_task

        self.task, self.solution, self.right = topic_task, solution, right
        self.texts, self.labels = topic_task.load_topics()
        self.held_out = topic_task.load_held_out()
        self.vectors = {pool: topic_task.load_vectors(pool) for pool in ("cls", "mean")}

    def split(self, seed: int) -> list[list[int]]:
        return self.solution["stratified_split"](self.texts, self.labels, (0.7, 0.15, 0.15), seed)

    def tfidf(self, seed: int) -> dict[str, float]:
        """TF-IDF and logistic regression on the training part."""
        train = self.split(seed)[0]
        pairs = ([self.texts[i] for i in train], [self.labels[i] for i in train])
        return scores(self.task.baseline(pairs, self.held_out), self.right)

    def head_on_training_part(self, seed: int) -> dict[str, float]:
        """A head on frozen [CLS] vectors of the training part."""
        return self._head(self.split(seed)[0], seed)

    def head_on_all(self, seed: int) -> dict[str, float]:
        """The same on all labelled texts, as it is handed in."""
        return self._head(list(range(len(self.texts))), seed)

    def mean_head_on_training_part(self, seed: int) -> dict[str, float]:
        """A head on the frozen means of the training part."""
        return self._head(self.split(seed)[0], seed, "mean")

    def _head(self, rows: list[int], seed: int, pool: str = "cls") -> dict[str, float]:
        import torch

        labelled, held_out = self.vectors[pool]
        labels = torch.tensor([self.labels[i] for i in rows])
        weight, bias = self.solution["train_topic_head"](labelled[rows], labels, len(self.task.TOPICS), seed)
        return scores((held_out @ weight.T + bias).argmax(-1).tolist(), self.right)

    def learning_curve(self, seeds: range) -> dict:
        """Accuracy for more and more labelled texts, the same number of each topic, over seeds."""
        found: dict = {"sizes": list(SIZES), "methods": {}}
        for name, method in (
            ("TF-IDF", self._tfidf_on),
            ("frozen [CLS]", lambda rows, seed: self._head(rows, seed, "cls")),
            ("frozen mean", lambda rows, seed: self._head(rows, seed, "mean")),
        ):
            accuracies = [
                [method(self._of_each_topic(size, seed), seed)["accuracy"] for seed in seeds] for size in SIZES
            ]
            found["methods"][name] = {
                "mean": [round(statistics.mean(values), 4) for values in accuracies],
                "deviation": [round(statistics.stdev(values), 4) for values in accuracies],
            }
            print("learning curve", name, found["methods"][name], flush=True)
        return found

    def _of_each_topic(self, size: int, seed: int) -> list[int]:
        """So many rows, the same number of each topic, drawn anew for each seed."""
        draw, each = random.Random(seed), size // len(self.task.TOPICS)
        by_topic = [
            [i for i, label in enumerate(self.labels) if label == topic] for topic in range(len(self.task.TOPICS))
        ]
        return [row for rows in by_topic for row in draw.sample(rows, each)]

    def _tfidf_on(self, rows: list[int], seed: int) -> dict[str, float]:
        pairs = ([self.texts[i] for i in rows], [self.labels[i] for i in rows])
        return scores(self.task.baseline(pairs, self.held_out), self.right)

    def lora(self, seed: int) -> dict[str, float]:
        """LoRA of rank 4 around query and value of each layer, through [CLS], three epochs, as in the notebook."""
        import torch

        rows, train = self.task.tokenize(self.texts), self.split(seed)[0]
        torch.manual_seed(seed)
        encoder = self.task.new_encoder().requires_grad_(False)
        for layer in encoder.model.encoder.layer:
            attention = layer.attention.self
            attention.query = self.solution["LoRALinear"](attention.query, 4, 8)
            attention.value = self.solution["LoRALinear"](attention.value, 4, 8)
        model = self.solution["Classifier"](encoder, encoder.d_model, len(self.task.TOPICS), self.solution["cls_pool"])
        optimizer = self.task.optimizer_for(model, encoder_rate=2e-3)
        for epoch in range(MAX_EPOCHS):
            batches = self.task.batches_of(
                [rows[i] for i in train], [self.labels[i] for i in train], seed=100 * seed + epoch
            )
            self.solution["train_epoch"](model, batches, optimizer)
        held_out = self.task.batches_of(self.task.tokenize(self.held_out), self.right, 32)
        result = self.solution["evaluate"](model, held_out)
        return scores(result["predictions"], result["labels"])

    def fine_tuned(self, seed: int) -> dict[str, float]:
        """The whole encoder, through [CLS], trained on the training part; the epoch is chosen on the validation part."""
        import torch

        train, validation, _ = self.split(seed)
        rows = self.task.tokenize(self.texts)
        batches = {
            name: self.task.batches_of([rows[i] for i in part], [self.labels[i] for i in part], 32)
            for name, part in (("validation", validation),)
        }
        held_out = self.task.batches_of(self.task.tokenize(self.held_out), self.right, 32)
        torch.manual_seed(seed)
        encoder = self.task.new_encoder()
        model = self.solution["Classifier"](encoder, encoder.d_model, len(self.task.TOPICS), self.solution["cls_pool"])
        optimizer = self.task.optimizer_for(model)
        train_rows, train_labels = [rows[i] for i in train], [self.labels[i] for i in train]
        epochs = iter(range(MAX_EPOCHS))

        def run_epoch() -> float:
            shuffled = self.task.batches_of(train_rows, train_labels, seed=100 * seed + next(epochs))
            return self.solution["train_epoch"](model, shuffled, optimizer)

        def validate() -> float:
            return self.solution["evaluate"](model, batches["validation"])["loss"]

        history, best = self.solution["fit"](model, run_epoch, {"validation": validate}, MAX_EPOCHS, PATIENCE)
        result = self.solution["evaluate"](model, held_out)
        return scores(result["predictions"], result["labels"]) | {"epochs": len(history), "best_epoch": best + 1}


def summary(runs: list[dict[str, float]]) -> dict:
    """Mean, deviation and threshold (mean - 3 deviations) of each score, and the runs themselves."""
    found: dict = {}
    for score in ("accuracy", "macro_f1"):
        values = [run[score] for run in runs]
        mean, deviation = statistics.mean(values), statistics.stdev(values) if len(values) > 1 else 0.0
        found[score] = {
            "mean": round(mean, 4),
            "deviation": round(deviation, 4),
            "threshold": round(mean - 3 * deviation, 4),
        }
    return found | {"runs": runs}


def write(found: dict) -> None:
    """Put what was found into calibration.json, beside what stands there, with the versions that it was found with."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results["methods"] = results.get("methods", {}) | found.pop("methods", {})
    results |= found
    results["python"] = platform.python_version()
    results["packages"] = {
        package: importlib.metadata.version(package) for package in ("torch", "transformers", "scikit-learn")
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def run(methods: dict[str, Callable[[int], dict]], seeds: range = SEEDS) -> None:
    """Measure, and write the results after each method, so that a run that is stopped has not been for nothing."""
    for name, method in methods.items():
        runs: list[dict[str, float]] = []
        for seed in seeds:
            runs.append({"seed": seed, **method(seed)})
            print(name, runs[-1], flush=True)
        write({"methods": {name: {"measured": datetime.date.today().isoformat(), **summary(runs)}}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="leave out fine-tuning, whose last results stay")
    parser.add_argument("--only", nargs="+", metavar="METHOD", help="measure these methods alone")
    parsed = parser.parse_args()
    sys.path.insert(0, str(KIT))

    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.test_files import load_test_file
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)  # the same sums in the same order on every machine
    assignment = find_assignment(HERE.name, KIT)
    tests = load_test_file(assignment.exercise("train_topic_head").tests)
    with given_files(assignment) as given, importable(given):
        solution = load_reference(assignment, given)
        measurements = Measurements(solution, [int(digit) for digit in tests.namespace["HELD_OUT"]])
        methods: dict[str, Callable[[int], dict]] = {
            name: getattr(measurements, name)
            for name in ("tfidf", "head_on_training_part", "mean_head_on_training_part", "head_on_all")
        }
        slow = {"fine_tuned": measurements.fine_tuned, "lora": measurements.lora}
        chosen = parsed.only or [*methods, *(() if parsed.fast else slow)]
        run({name: method for name, method in (methods | slow).items() if name in chosen})
        if not parsed.only:
            write({"learning_curve": measurements.learning_curve(SEEDS)})


if __name__ == "__main__":
    main()
