"""What each part of retrieval adds to BM25 and a plain reader, in points of 40, seed by seed.

    python benchmarks/ladder.py --keep FOLDER       ten pairs of demanding worlds; some minutes of processor time each
    python benchmarks/ladder.py --seeds 3           fewer
    python benchmarks/ladder.py --ways BM25 fused   only these
    python benchmarks/ladder.py --table             the tables of what is measured already
    python benchmarks/ladder.py --plain             in place of points nDCG@10, on worlds as the public one is, in its sentences and in others

A seed is one of calibrate.py's: two worlds as hidden ones are made, with their variants and perfect transcripts. The hidden test
itself is asked of each way of `retrieval.WAYS`, and of the single tricks of `TRICKS`; its public cases of the public world. What a
way reaches is written to ladder.json beside calibration.json after each, and is not measured again: a run that is stopped goes on where it was. Points follow
from what was reached and the test's bands of today; the reference's and the skeleton's from calibration.json.

The reader behind each way looks into the first three passages or chunks, and answers from the first of them that has something of the
kind that is asked for: of the sentence that covers most of the question, the span nearest to the question's words (`reader.nearest`). It never doubts.

FOLDER has the worlds, and what the encoder and the cross-encoder made of their texts, which are most of the cost.

Behind a mean stands the 95 % interval of Student's t over the seeds; behind what a part adds, that of the differences
on the same worlds.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import inspect
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from retrieval import ADDED, WAYS, Corpora, Models

KIT = Path(__file__).resolve().parent.parent
NAME = "06_rag_project"
FOLDER = KIT / "solutions" / NAME
RESULTS = FOLDER / "ladder.json"
TRICKS = ("shortcut_public_templates", "shortcut_closed_ontology")
SYSTEMS = {"the skeleton": "baseline", "the reference": "reference"}
"""Row -> its name in calibration.json."""
PLAIN = {"public": ("public", "plain"), "held-out": ("held-out", "plain")}
CONFIDENCE = 0.95
STEP = re.compile(r'reaches\(RagSystem, "(\w+)"(?:, (\d+))?\)')
PUBLIC_STEP = re.compile(r'PUBLIC\["(\w+)"\]\[(\d+)\]')
GROUPS = ("English", "Hebrew", "long", "not found")
Question = tuple[int, str]
"""Number of its world, and its id."""
Reached = dict[str, Any]
"""Of a system on a pair of worlds: its value of each measure, whether the corpus counts for it, the other cases that it fails, and
what it finds for groups of questions."""


class Test:
    """The test of RagSystem, asked of one system after another."""

    def __init__(self, exercise: Any) -> None:
        from autograder.authoring.test_files import load_test_file

        loaded = load_test_file(exercise.tests)
        self.cases, self.names = loaded.cases, loaded.namespace
        self.sources = {case.name: inspect.getsource(case.function) for case in self.cases}

    def passes(self, case: Any, system: type) -> bool:
        with contextlib.suppress(Exception):  # what fails earns nothing, whatever it raises: as in grading
            case.function(system)
            return True
        return False

    def public_points(self, system: type) -> float:
        """What it earns on the public world."""
        self.names["MEMO"].clear()
        return sum(case.points for case in self.cases if not case.hidden and self.passes(case, system))

    def reached(self, system: type, worlds: list[Any]) -> Reached:
        """What it reaches on a pair of worlds with their variants, taken for the hidden ones."""
        self.names["MEMO"].clear()
        self.names["load_hidden"] = lambda: worlds
        others = [case for case in self.cases if case.hidden and not STEP.search(self.sources[case.name])]
        return {
            "values": {name: round(float(self.names["value_of"](system, name)), 4) for name in self.names["BANDS"]},
            "counts": bool(self.names["corpus_counts"](system, [world for world, _ in worlds])),
            "fails": [case.name for case in others if not self.passes(case, system)],
        }

    def must_answer(self, system: type, worlds: list[Any]) -> None:
        """Stop where a question breaks the system: in grading that costs the question, here it would be a figure that is none."""
        broken = [
            one["error"] for world, _ in worlds for one in self.names["scores"](system, world).values() if one["error"]
        ]
        if broken:
            raise SystemExit(f"{len(broken)} questions break {system}: {broken[0]}")

    def of_groups(self, system: type, worlds: list[Any], groups: dict[str, set[Question]]) -> dict[str, Any]:
        """Of each group of questions how many there are, and the means of nDCG@10, recall@10 and what was answered rightly."""
        scores = {
            (number, id): one
            for number, (world, _) in enumerate(worlds)
            for id, one in self.names["scores"](system, world).items()
        }
        return {
            name: [
                len(group),
                *(round(_mean(scores[one][of] for one in group), 4) for of in ("ndcg", "recall", "right")),
            ]
            for name, group in groups.items()
        }

    def hidden_points(self, reached: Reached) -> float:
        """What the hidden cases are worth to who has reached this, with the bands of today."""
        earned = 0.0
        for case in self.cases:
            step = STEP.search(self.sources[case.name])
            if case.hidden and step:
                least = self.names["BANDS"][step[1]][int(step[2] or 0)]
                earned += case.points * (reached["counts"] and reached["values"][step[1]] >= least)
            elif case.hidden:
                earned += case.points * (case.name not in reached["fails"])
        return earned

    def calibrated(self, run: dict[str, float]) -> float:
        """Points of a system that calibrate.py measured, if it fails nothing but steps."""
        missed = 0.0
        for case in self.cases:
            step = PUBLIC_STEP.search(self.sources[case.name])
            if step and run.get(f"public {step[1]}", 0.0) < self.names["PUBLIC"][step[1]][int(step[2])]:
                missed += case.points
        public = sum(case.points for case in self.cases if not case.hidden)
        return public - missed + self.hidden_points({"values": run, "counts": True, "fails": []})


def groups_of(worlds: list[Any], corpora: Corpora) -> dict[str, set[Question]]:
    """Questions that the worlds answer: by language; English ones whose answer stands only in documents that are longer than the
    encoder reads; those for which BM25 has nothing that is needed among its first ten.
    """
    from encoder import load_tokenizer
    from rag_contract import readable_text
    from rag_scorer import retrieval_scores
    from text_vectors import MAX_TOKENS

    tokenizer = load_tokenizer()
    found: dict[str, set[Question]] = {name: set() for name in GROUPS}
    for number, (world, _) in enumerate(worlds):
        system = corpora.system(WAYS["BM25"])(world["corpus"])
        passages = {one["id"]: one for one in world["corpus"]["passages"]}
        for query in world["queries"]:
            gold = world["gold"][query["id"]]
            if not gold["answers"]:
                continue
            telling = [passages[id] for id, grade in gold["relevance"].items() if grade == 3]
            lengths = [len(tokenizer.encode(readable_text(one, world["corpus"]["transcripts"])).ids) for one in telling]
            of_question = {
                "English": query["language"] == "en",
                "Hebrew": query["language"] == "he",
                "long": query["language"] == "en" and min(lengths, default=0) > MAX_TOKENS,
                "not found": retrieval_scores(system.retrieve(query), gold["relevance"])[1] == 0,
            }
            for name, is_in in of_question.items():
                if is_in:
                    found[name].add((number, query["id"]))
    return found


def pair(seed: int, folder: Path) -> list[Any]:
    """A seed's two worlds with their variants, which are made if they are not in the folder yet."""
    from rag_contract import load_world
    from rag_variants import load_variants

    from autograder.worlds import write_world
    from autograder.worlds.hidden import HIDDEN_WORLDS, PROFILE, WORDING, hidden_worlds

    folders = [folder / f"{WORDING}-{PROFILE}-{seed}-{number}" for number in range(1, HIDDEN_WORLDS + 1)]
    if not all((place / "variants.json").exists() for place in folders):
        for world, place in zip(hidden_worlds(f"calibration {seed}", media=False), folders, strict=True):
            write_world(world, place)
    return [(load_world(place), load_variants(place)) for place in folders]


def measure(
    test: Test, parts: dict[str, Any], folder: Path, options: argparse.Namespace, results: dict[str, Any]
) -> None:
    """Measure what is missing in the results, and write them after each way."""

    def systems(corpora: Corpora) -> Iterator[tuple[str, type]]:
        for name in options.ways:
            yield name, corpora.system(WAYS[name]) if name in WAYS else trick(name, parts)

    def write(models: Models) -> None:
        results["measured"] = datetime.date.today().isoformat()
        results["packages"] = {name: importlib.metadata.version(name) for name in ("numpy", "scipy", "torch")}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        models.write()

    if missing := [name for name in options.ways if name not in results["public"]]:
        models = Models(folder / "models-public.npz")
        for name, system in systems(Corpora(parts, models)):
            if name in missing:
                results["public"][name] = test.public_points(system)
                write(models)
    for seed in range(options.seeds):
        found = results["seeds"].setdefault(str(seed), {})
        wanted = test.names["BANDS"].keys()
        missing = [name for name in options.ways if name not in found or not wanted <= found[name]["values"].keys()]
        if missing:
            models, worlds = Models(folder / f"models-{seed}.npz"), pair(seed, folder)
            corpora = Corpora(parts, models)
            groups = groups_of(worlds, corpora)
            for name, system in systems(corpora):
                if name in missing:
                    found[name] = test.reached(system, worlds) | {"groups": test.of_groups(system, worlds, groups)}
                    if name in WAYS:
                        test.must_answer(system, worlds)
                    print(
                        seed,
                        name,
                        results["public"][name] + test.hidden_points(found[name]),
                        file=sys.stderr,
                        flush=True,
                    )
                    write(models)


def trick(name: str, parts: dict[str, Any]) -> type:
    """A single trick's system: a wrong solution of the assignment."""
    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.variants import load_variants
    from autograder.judge.reference import run_source

    [variant] = [one for one in load_variants(find_assignment(NAME, KIT)) if one.name == name]
    names = dict(parts)
    run_source(variant.source, names, variant.path)
    return names["RagSystem"]


def with_interval(values: list[float], digits: int = 1) -> str:
    """The mean and, of several values, its interval by Student's t."""
    from scipy.stats import t

    mean = _mean(values)
    if len(values) < 2:
        return f"{mean:.{digits}f}"
    half = t.ppf((1 + CONFIDENCE) / 2, len(values) - 1) * statistics.stdev(values) / len(values) ** 0.5
    low, high = (round(end, digits) + 0.0 for end in (mean - half, mean + half))  # no -0.0
    return f"{mean:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return statistics.mean(values) if values else 0.0


def points_of(test: Test, results: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Row -> seed -> points of 40, with the bands of today; the skeleton and the reference as calibrate.py measured them."""
    points = {
        name: {
            seed: results["public"][name] + test.hidden_points(found[name])
            for seed, found in results["seeds"].items()
            if name in found
        }
        for name in [*WAYS, *TRICKS]
        if name in results["public"]
    }
    calibration = json.loads((FOLDER / "calibration.json").read_text(encoding="utf-8"))["systems"]
    for row, name in SYSTEMS.items():
        points[row] = {str(run["seed"]): test.calibrated(run) for run in calibration[name]["runs"]}
    return {name: of_seed for name, of_seed in points.items() if of_seed}


def gains_of(points: dict[str, dict[str, float]], name: str) -> list[float]:
    """What a way has more than the one that it is added to, on each seed that both were measured on."""
    base = points.get(ADDED.get(name, ""), {})
    return [points[name][seed] - base[seed] for seed in points[name] if seed in base]


def tables(test: Test, results: dict[str, Any]) -> str:
    """Markdown: points of each row and what it adds to another; then nDCG@10 and recall@10 of groups of questions."""
    points = points_of(test, results)
    lines = ["| | seeds | points of 40 | least, most | adds to | points |", "|---|---:|---:|---:|---|---:|"]
    for name, of_seed in points.items():
        cells = [
            str(len(of_seed)),
            with_interval(list(of_seed.values())),
            f"{min(of_seed.values())}, {max(of_seed.values())}",
        ]
        gains = gains_of(points, name)
        cells += [ADDED[name], with_interval(gains)] if gains else ["", ""]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for column, measure in enumerate(("nDCG@10", "recall@10"), 1):
        lines += ["", f"| {measure} | {' | '.join(GROUPS)} |", f"|---|{'---:|' * len(GROUPS)}"]
        for name in WAYS:
            found = [of_seed[name]["groups"] for of_seed in results["seeds"].values() if name in of_seed]
            cells = [with_interval([one[group][column] for one in found if one[group][0]], 2) for group in GROUPS]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def plain(parts: dict[str, Any], seeds: int, folder: Path) -> str:
    """Markdown: nDCG@10 of each way on plain worlds."""
    from rag_contract import load_world
    from rag_scorer import retrieval_scores

    from autograder.worlds import make_world, write_world

    found: dict[str, dict[str, list[float]]] = {name: {} for name in WAYS}
    for seed in range(seeds):
        for kind, (wording, profile) in PLAIN.items():
            made = make_world(f"ladder {seed}", media=False, wording=wording, profile=profile)
            world = load_world(write_world(made, folder / f"{kind}-{seed}"))
            corpora = Corpora(parts, Models(folder / f"models-{kind}-{seed}.npz"))
            for name, way in WAYS.items():
                system = corpora.system(way)(world["corpus"])
                for language in ("en", "he"):
                    values = [
                        retrieval_scores(system.retrieve(query), gold["relevance"])[0]
                        for query in world["queries"]
                        if query["language"] == language and (gold := world["gold"][query["id"]])["answers"]
                    ]
                    found[name].setdefault(f"{kind}, {language}", []).append(statistics.mean(values))
            corpora.models.write()
    columns = list(found["BM25"])
    lines = [f"| nDCG@10 | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    lines += [
        f"| {name} | {' | '.join(with_interval(row[one], 2) for one in columns)} |" for name, row in found.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    names = [*WAYS, *TRICKS]
    parser.add_argument("--ways", nargs="+", choices=names, default=names, help="only these", metavar="WAY")
    parser.add_argument("--keep", type=Path, help="a folder for worlds, vectors and readings")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    parser.add_argument("--plain", action="store_true", help="nDCG@10 on plain worlds")
    options = parser.parse_args()
    sys.path.insert(0, str(KIT))

    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)  # the same sums in the same order on every machine
    assignment = find_assignment(NAME, KIT)
    results = {"public": {}, "seeds": {}}
    if RESULTS.exists():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    keep = options.keep and options.keep.resolve()
    with (
        given_files(assignment) as given,
        importable(given),
        contextlib.chdir(given),
        tempfile.TemporaryDirectory() as passing,
    ):
        folder = keep or Path(passing)
        folder.mkdir(exist_ok=True)
        test = Test(assignment.exercise("RagSystem"))
        if not options.table:
            parts = load_reference(assignment, given)
            if options.plain:
                print(plain(parts, options.seeds, folder))
                return
            measure(test, parts, folder, options, results)
        print(tables(test, results))


if __name__ == "__main__":
    main()
