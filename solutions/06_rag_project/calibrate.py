"""Measure what the reference system and the baseline reach on worlds that nobody has tuned them on; write calibration.json.

    python solutions/06_rag_project/calibrate.py                       everything
    python solutions/06_rag_project/calibrate.py --worlds FOLDER       the same, and keep the worlds there, or take them from there
    python solutions/06_rag_project/calibrate.py --engines             with real pictures and speech, read and heard by real engines
    python solutions/06_rag_project/calibrate.py --wording public      in the public world's sentences
    python solutions/06_rag_project/calibrate.py --profile plain       fewer things, named

What hidden worlds are not made as goes into a file of its own, calibration_public_demanding.json, calibration_held_out.json, and no
band follows from it. So does what real engines read and heard, calibration_engines.json, with their versions.

Without --engines transcripts are perfect, which takes seconds a world instead of minutes. calibration.json says which it was.

Each seed is a pair of worlds with their variants, as `autograder world --hidden` makes them, and is measured by the functions
of the hidden test itself: lower ends of intervals over the questions of both worlds, and shares of counterfactual cases.
The bands of the test lie below the reference's mean of each measure; a test of the kit holds them to this file: on every seed the reference earns 36
of 40 and more.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KIT = HERE.parent.parent
SEEDS = 10
SYSTEMS = {"reference": "RagSystem", "baseline": "BaselineSystem"}


def worlds_of(seed: int, folder: Path, options: argparse.Namespace) -> list[Path]:
    """The folders of a seed's two worlds, which are made if they are not there yet."""
    from autograder.worlds import write_world
    from autograder.worlds.hidden import HIDDEN_WORLDS, hidden_worlds

    name = f"{options.wording}-{options.profile}-{seed}{'-engines' * options.engines}"
    folders = [folder / f"{name}-{number}" for number in range(1, HIDDEN_WORLDS + 1)]
    if not all((place / "variants.json").exists() for place in folders):
        made = hidden_worlds(
            f"calibration {seed}", media=options.engines, wording=options.wording, profile=options.profile
        )
        for world, place in zip(made, folders, strict=True):
            write_world(world, place)
    return folders


def measure(tests: dict[str, Any], system: type, folders: list[Path]) -> dict[str, float]:
    """Every measure of the hidden test for one system on two worlds."""
    from rag_contract import load_world
    from rag_variants import load_variants

    read = [(load_world(folder), load_variants(folder)) for folder in folders]
    tests["MEMO"].clear()
    tests["load_hidden"] = lambda: read
    return {name: round(float(tests["value_of"](system, name)), 4) for name in tests["BANDS"]}


def measure_public(tests: dict[str, Any], system: type) -> dict[str, float]:
    """The measures of the public cases on the public world, which are the same for all seeds."""
    found = {}
    for name in tests["PUBLIC"]:
        with contextlib.suppress(AssertionError):  # the corpus does not count for it: it has no public points
            found[f"public {name}"] = round(float(tests["public_value"](system, name)), 4)
    return found


def summary(runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Mean, deviation and threshold (mean - 3 deviations) of each measure."""
    found = {}
    for name in (name for name in runs[0] if name != "seed"):
        values = [run.get(name, 0.0) for run in runs]
        mean, deviation = statistics.mean(values), statistics.stdev(values) if len(values) > 1 else 0.0
        found[name] = {
            "mean": round(mean, 4),
            "deviation": round(deviation, 4),
            "threshold": round(mean - 3 * deviation, 4),
        }
    return found


def run(tests: dict[str, Any], systems: dict[str, type], folder: Path, options: argparse.Namespace) -> None:
    """Measure, and write the results after each seed, so that a run that is stopped has not been for nothing."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    public = {name: measure_public(tests, system) for name, system in systems.items()}
    for seed in range(options.seeds):
        folders = worlds_of(seed, folder, options)
        for name, system in systems.items():
            runs[name].append({"seed": seed, **measure(tests, system, folders), **public[name]})
            print(name, runs[name][-1], flush=True)
        results = {
            "measured": datetime.date.today().isoformat(),
            "wording": options.wording,
            "profile": options.profile,
            "transcripts": "of real engines" if options.engines else "perfect",
            "python": platform.python_version(),
            "packages": {name: importlib.metadata.version(name) for name in ("numpy", "scipy", "torch")},
            "engines": versions_of_engines() if options.engines else {},
            "systems": {name: {"measures": summary(found), "runs": found} for name, found in runs.items()},
        }
        results_of(options).write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def versions_of_engines() -> dict[str, str]:
    """Of the programs that speak, read and hear."""
    found = {name: importlib.metadata.version(name) for name in ("faster-whisper", "ctranslate2")}
    for program in ("tesseract", "espeak-ng"):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        number = re.search(r"\d+(?:\.\d+)+", said.stdout + said.stderr)
        found[program] = number[0] if number else ""
    return found


def results_of(options: argparse.Namespace) -> Path:
    """calibration.json for worlds as hidden ones are made, with perfect transcripts; else a file that says what they are."""
    from autograder.worlds.hidden import PROFILE, WORDING

    engines = ["engines"] if options.engines else []
    if (options.wording, options.profile) == (WORDING, PROFILE):
        return HERE / f"{'_'.join(['calibration', *engines])}.json"
    words = ["calibration", options.wording.replace("-", "_"), options.profile, *engines]
    return HERE / f"{'_'.join(word for word in words if word != 'plain')}.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=Path, help="a folder where the worlds stay")
    parser.add_argument("--engines", action="store_true", help="draw and speak, read and hear; minutes a world")
    sys.path.insert(0, str(KIT))

    from autograder.worlds.hidden import PROFILE, WORDING
    from autograder.worlds.profiles import PROFILES
    from autograder.worlds.texts import LEXICONS

    parser.add_argument("--wording", choices=[*LEXICONS], default=WORDING, help="the sentences of the worlds")
    parser.add_argument(
        "--profile", choices=[*PROFILES], default=PROFILE, help="how much there is, and how it is asked for"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many pairs of worlds")
    options = parser.parse_args()

    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.test_files import load_test_file
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)  # the same sums in the same order on every machine
    assignment = find_assignment(HERE.name, KIT)
    with given_files(assignment) as given, importable(given), tempfile.TemporaryDirectory() as passing:
        tests = load_test_file(assignment.exercise("RagSystem").tests).namespace
        solution = load_reference(assignment, given)
        systems = {name: solution[system] for name, system in SYSTEMS.items()}
        run(tests, systems, options.worlds.resolve() if options.worlds else Path(passing), options)


if __name__ == "__main__":
    main()
