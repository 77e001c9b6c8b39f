"""Counterfactual checks: does a system answer from the corpus that it is given, and from all of it?

A world may have variants, in `variants.json`. In "edited" a fact is another one, and the answer must follow. In "deleted"
every passage that states it is gone, and the system must say that it does not know. In "distracted" passages of a similar
subject with other values have come in, and neither answer nor citation may move. Three more variants need no file: without
pictures, without recordings, and "closed book", without any passage.

    run = lambda corpus, queries: collect(RagSystem(corpus), queries)
    for name, value in counterfactuals(run, load_world("public_world"), load_variants("public_world")).items():
        print(f"{name:<18}{value:.2f}")

Every value is a share from 0 to 1, and 1 is what one wants. They are built so that a system that always abstains, or
never, has nothing from them.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from rag_contract import ContractError, Corpus, Gold, Kind, Passage, Query, World, load_world, read_passage, without
from rag_scorer import QuestionScore, question_scores

Run = Callable[[Corpus, list[Query]], dict[str, dict]]
"""Makes a system of a corpus, asks it queries and returns its outputs by the query's id, as `rag_scorer.collect` does."""
VARIANTS = ("edited", "deleted", "distracted")
WITHHELD: dict[str, Kind] = {"without_images": "image", "without_audio": "audio"}


class Variant(TypedDict):
    """A world with some passages changed, and the questions that this is about.

    In "edited" they are those whose answer is another one, in "deleted" those that have none any more. Of other questions
    perhaps a passage's grade has changed.
    """

    world: World
    questions: list[str]
    added: list[str]
    """Ids of the passages that have come in."""


def load_variants(folder: str | Path | zipfile.Path) -> dict[str, Variant]:
    """The variants of the world in a folder, by name; none if it has no variants.json.

    Raises:
        ContractError: if the world or a variant cannot be read.
    """
    folder = Path(folder) if isinstance(folder, str) else folder
    world, path = load_world(folder), folder / "variants.json"
    if not path.is_file():
        return {}
    try:
        changes = json.loads(path.read_text("utf-8"))
        return {name: _variant(name, world, changes[name], folder) for name in VARIANTS if name in changes}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ContractError(f"{path}: {type(error).__name__}: {error}") from None


def vary(
    world: World,
    replace: list[Passage] | None = None,
    remove: list[str] | None = None,
    add: list[Passage] | None = None,
    gold: dict[str, Gold] | None = None,
    said: dict[str, str] | None = None,
) -> World:
    """A world with some passages replaced (by id), removed or added, other gold for some questions, and new `said`."""
    replaced = {passage["id"]: passage for passage in replace or []}
    kept = [replaced.get(one["id"], one) for one in world["corpus"]["passages"] if one["id"] not in (remove or [])]
    return World(
        name=world["name"],
        corpus=Corpus(passages=[*kept, *(add or [])], transcripts=world["corpus"]["transcripts"]),
        queries=world["queries"],
        gold=world["gold"] | (gold or {}),
        said=world["said"] | (said or {}),
    )


def counterfactuals(run: Run, world: World, variants: dict[str, Variant]) -> dict[str, float]:
    """All shares of this file, by name, for one world."""
    before = scored(run, world, [query["id"] for query in world["queries"]])
    found: dict[str, float] = {}
    for name, variant in variants.items():
        found[name] = mean(holds(name, variant, before, scored(run, variant["world"], variant["questions"])))
    for name, kind in WITHHELD.items():
        ids = only_in(world, kind)
        after = scored(run, withholding(world, kind), ids)
        found[f"{name}_falls"] = mean(losses(before, after, ids))
        found[f"{name}_abstains"] = mean(silenced(before, after, ids))
    closed = scored(run, withholding(world, "text", "image", "audio"), [query["id"] for query in world["queries"]])
    found["closed_book"] = mean(silenced(before, closed, answerable(world)))
    return found


def withholding(world: World, *kinds: Kind) -> World:
    """The world without its passages of some kinds."""
    return world | {"corpus": without(world["corpus"], *kinds)}


def losses(before: dict[str, QuestionScore], after: dict[str, QuestionScore], ids: list[str]) -> list[float]:
    """Of each question, the token F1 that is lost; what is won does not count against it."""
    return [max(before[id]["f1"] - after[id]["f1"], 0.0) for id in ids]


def silenced(before: dict[str, QuestionScore], after: dict[str, QuestionScore], ids: list[str]) -> list[bool]:
    """Of each question, whether it was answered rightly and is now abstained from."""
    return [before[id]["right"] and after[id]["abstained"] for id in ids]


def scored(run: Run, world: World, ids: list[str]) -> dict[str, QuestionScore]:
    """The scores of some questions, asked of a system that is made of the world's corpus."""
    wanted = set(ids)
    outputs = run(world["corpus"], [query for query in world["queries"] if query["id"] in wanted])
    return {one["id"]: one for one in question_scores(outputs, world, ids)}


def holds(name: str, variant: Variant, before: dict[str, QuestionScore], after: dict[str, QuestionScore]) -> list[bool]:
    """Of each question of a variant, whether the system does as it should.

    Args:
        name: "edited", "deleted" or "distracted".
        before: its scores in the world as it was.
        after: its scores in the variant.
    """
    ids = variant["questions"]
    if name == "edited":
        return [after[id]["right"] for id in ids]
    if name == "deleted":
        return silenced(before, after, ids)
    added = set(variant["added"])
    return [after[id]["citation_recall"] > 0 and not added & set(after[id]["cited"]) for id in ids]


def only_in(world: World, kind: Kind) -> list[str]:
    """Ids of the questions whose answer stands in passages of one kind only."""
    kinds = {passage["id"]: passage["kind"] for passage in world["corpus"]["passages"]}
    holding = {
        id: {kinds[one] for one, grade in world["gold"][id]["relevance"].items() if grade == 3}
        for id in answerable(world)
    }
    return [id for id, found in holding.items() if found == {kind}]


def answerable(world: World) -> list[str]:
    """Ids of the questions that the corpus answers."""
    return [query["id"] for query in world["queries"] if world["gold"][query["id"]]["answers"]]


def mean(values: list) -> float:
    """The mean, and 0 of nothing."""
    return float(sum(values) / len(values)) if values else 0.0


def _variant(name: str, world: World, changes: dict, folder: Path | zipfile.Path) -> Variant:
    lines = [*changes.get("replace", []), *changes.get("add", [])]
    read = {line["id"]: read_passage(line, folder) for line in lines}
    gold = {}
    for id, changed in changes["questions"].items():
        old = world["gold"][id]
        kind = old["type"] if changed["answers"] else "unanswerable"
        gold[id] = Gold(type=kind, answers=list(changed["answers"]), relevance=dict(changed["relevance"]))
    varied = vary(
        world,
        replace=[read[line["id"]] for line in changes.get("replace", [])],
        remove=changes.get("remove", []),
        add=[read[line["id"]] for line in changes.get("add", [])],
        gold=gold,
        said={line["id"]: line.get("said", "") for line in lines if line["kind"] != "text"},
    )
    about = {
        "edited": [id for id, one in gold.items() if one["answers"] and one["answers"] != world["gold"][id]["answers"]],
        "deleted": [id for id, one in gold.items() if not one["answers"] and world["gold"][id]["answers"]],
        "distracted": [id for id, one in gold.items() if one["answers"]],
    }
    return Variant(world=varied, questions=about[name], added=[line["id"] for line in changes.get("add", [])])
