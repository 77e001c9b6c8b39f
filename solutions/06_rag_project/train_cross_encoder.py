"""Train the cross-encoder that students get (cross_encoder.safetensors) on towns that nobody else sees.

    python solutions/06_rag_project/train_cross_encoder.py                          worlds, pairs, training; writes the weights
    python solutions/06_rag_project/train_cross_encoder.py --device cuda --processes 15
    python solutions/06_rag_project/train_cross_encoder.py --start W --pairs F      go on from the weights W, with the pairs of F

Pairs come from worlds of seeds of their own, plain and demanding ones, half in the public worlds' wordings, half in **every second** of
the held-out ones (the tune half); what was tuned here may be measured on the others (`use_half(1)`). Of each question come the chunks that
answer it, those that are a step on the way, and some that the fused ranking of Part I puts first for nothing. The weights in the kit come
from several runs, each going on from the last.
"""

import argparse
import dataclasses
import json
import multiprocessing
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
KIT = HERE.parent.parent
UNKNOWN = -1.0
SINGLE = ("fact", "date", "fresh", "image", "audio", "spoken", "shown")


def halved(table: Any, part: int) -> Any:
    """Every second wording of a table of wordings, from the first (part 0) or the second; of one that stands alone, that one."""
    if isinstance(table, dict):
        return {key: halved(value, part) for key, value in table.items()}
    if isinstance(table, list):
        return table[part::2] or table
    return table


class Halved:
    """A module of a lexicon, of whose wordings only every second one is there."""

    def __init__(self, module: Any, part: int):
        for name in dir(module):
            if not name.startswith("__"):
                value = getattr(module, name)
                setattr(self, name, halved(value, part) if name in ("QUESTIONS", "COMPARISONS") else value)


def use_half(part: int) -> None:
    """From now on worlds in held-out wordings use one half of them: 0 to tune on, 1 to measure on."""
    from autograder.worlds.texts import LEXICONS

    whole = LEXICONS["held-out"]
    LEXICONS["held-out"] = dataclasses.replace(
        whole,
        statements={language: halved(table, part) for language, table in whole.statements.items()},
        questions={language: Halved(module, part) for language, module in whole.questions.items()},
    )


def tune_world(number: int, profile: str, wording: str) -> dict[str, Any]:
    """A world that nobody else sees, without pictures and recordings: what they say is in their transcripts."""
    from rag_contract import load_world

    from autograder.worlds import make_world, write_world

    made = make_world(f"tune {profile} {number}", media=False, wording=wording, profile=profile)
    with tempfile.TemporaryDirectory() as folder:
        return load_world(write_world(made, Path(folder) / "world", variants=False))


class Piece(NamedTuple):
    """A chunk of a passage behind the passage's title, and the same in English words."""

    passage: str
    text: str
    gloss: Any


class Part:
    """What pairs are made with: chunks, names, and the fused ranking of Part I, as the reference has them."""

    WORDS = 50

    def __init__(self, parts: dict[str, Any], corpus: dict[str, Any], device: str = "cpu"):
        from glossary import gloss
        from rag_contract import content_hash, readable_text
        from reader import Names

        self.parts, self.hash, self.transcripts, self.device = parts, content_hash, corpus["transcripts"], device
        self.titles = {one["id"]: one["title"] for one in corpus["passages"]}
        self.said = {one["id"]: readable_text(one, corpus["transcripts"]) for one in corpus["passages"]}
        written = [one for one in corpus["passages"] if one["kind"] == "text"]
        self.names = Names((one["title"], one["text"], one["language"]) for one in written)
        self.chunks = []
        for id, said in self.said.items():
            for start, end in parts["chunk"](said, self.WORDS):
                text = f"{self.titles[id]}. {said[start:end]}"
                self.chunks.append(Piece(id, text, gloss(text)))
        analyzed = {str(number): parts["analyze"](piece.text) for number, piece in enumerate(self.chunks)}
        self.index = parts["build_index"](analyzed)
        self.vectors = self.vectors_of([piece.gloss.text for piece in self.chunks])

    def vectors_of(self, texts: list[str]) -> Any:
        """(len(texts), 384), each of length 1."""
        import numpy as np
        import torch
        from text_vectors import embed

        with torch.autocast(self.device, torch.bfloat16):  # near enough to find what is nearly right
            found = embed(texts, device=self.device)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def names_of(self, id: str) -> list[str]:
        return self.names.in_text(f"{self.titles[id]}. {self.said[id]}")

    def pieces_of(self, id: str) -> list[Piece]:
        return [piece for piece in self.chunks if piece.passage == id]

    def mentions(self, name: str, text: str) -> bool:
        """Whether a text has most of a name."""
        wanted = set(self.parts["analyze"](name))
        return 2 * len(wanted & set(self.parts["analyze"](text))) > len(wanted)

    def ranking(self, text: str) -> list[int]:
        """Numbers of chunks, the best first."""
        from glossary import gloss

        words = self.parts["rank"](self.parts["bm25_scores"](self.index, self.parts["analyze"](text)), 50)
        near = self.vectors @ self.vectors_of([gloss(text).text])[0]
        nearest = self.parts["rank"](dict(enumerate(near.tolist())), 50)
        return self.parts["rank"](self.parts["reciprocal_rank_fusion"]([[int(name) for name in words], nearest]))

    def words_of(self, query: dict[str, Any]) -> str:
        """What is asked, in words; of a picture the name that stands on it, or its first words."""
        heard = self.transcripts.get(self.hash(query["recording"]), "") if query["recording"] else ""
        shown = self.transcripts.get(self.hash(query["image"]), "") if query["image"] else ""
        text = f"{query['text']} {heard}".strip()
        text = [text[start:end] for start, end in self.parts["sentence_spans"](text)][-1]
        names = self.names.in_text(shown)
        return f"{names[0] if names else ' '.join(shown.split()[:4])}: {text}" if shown else text

    @staticmethod
    def asked_of(name: str, text: str, names: list[str]) -> str:
        """A question about several names, asked of one of them."""
        for other in names:
            text = text.replace(other, "it")
        return f"{name}: {text}"


def examples(system: Part, world: dict[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    """Pairs of a world's questions, and of the same questions about a name that a step on the way gives."""
    found = []
    for query in world["queries"]:
        gold = world["gold"][query["id"]]
        grades, answers = gold["relevance"], sorted(gold["answers"], key=len, reverse=True)
        text = system.words_of(query)
        names = system.names.in_text(text)
        best = [id for id, grade in grades.items() if grade == 3]
        steps = [id for id, grade in grades.items() if grade == 2]
        if gold["type"] == "comparison":
            for name in names:
                values = dict.fromkeys((*best, *steps), ("value", ()))
                found += pieces(system, system.asked_of(name, text, names), values, rng, name)
            continue
        bridge = bridges(system, steps, best, names)
        direct = gold["type"] in SINGLE and (names or not steps)
        if direct:
            roles = dict.fromkeys(best, ("answer", answers)) | dict.fromkeys(steps, ("value", ()))
        else:
            roles = dict.fromkeys(best, ("unknown", ())) | dict.fromkeys(steps, ("step", bridge))
        found += pieces(system, text, roles, rng)
        if direct or not best:
            continue
        for name in bridge[:1]:
            roles = dict.fromkeys(best, ("answer", answers)) | dict.fromkeys(steps, ("unknown", ()))
            found += pieces(system, f"{name}: {text}", roles, rng, name)
        for name in bridges(system, steps, steps, [*names, *bridge])[:1]:  # a step on the way to the last one
            roles = dict.fromkeys(steps, ("step", bridge)) | dict.fromkeys(best, ("unknown", ()))
            found += pieces(system, f"{name}: {text}", roles, rng, name)
    return found


def bridges(system: Any, steps: list[str], best: list[str], known: list[str]) -> list[str]:
    """Names in a step that stand in another passage that is needed, too, and are not known yet; most often met first."""
    met: Counter = Counter()
    for step in steps:
        there = {name for id in best if id != step for name in system.names_of(id)}
        met.update(name for name in system.names_of(step) if name in there and name not in known)
    return [name for name, _ in sorted(met.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))]


def pieces(system, text, roles, rng, mentions="") -> list[dict[str, Any]]:
    """Of passages with a role the chunks that play it, three at most; and eight that the ranking has first for nothing."""
    from glossary import gloss
    from rag_matching import stands_in

    asked, found = gloss(text).text, []
    for piece in system.chunks:
        role, wanted = roles.get(piece.passage, ("", ()))
        if role in ("", "unknown") or (mentions and not system.mentions(mentions, piece.text)):
            continue
        one = {"question": asked, "passage": piece.gloss.text, "answers": 0.0, "step": 0.0, "marked": []}
        if role == "value":
            one |= {"answers": 1.0 if mentions else UNKNOWN, "marked": None}
            if not mentions and len(system.pieces_of(piece.passage)) > 1:
                continue
        elif role == "answer" and any(stands_in(answer, piece.text) for answer in wanted):
            one |= {"answers": 1.0, "marked": marked(piece, wanted)}
        elif role == "step" and ((places := [p for name in wanted for p in named(piece, name)]) or not wanted):
            one |= {"step": 1.0, "marked": places or None}
        else:
            continue
        found.append(one)
    found = rng.sample(found, min(3, len(found)))
    ranked = [system.chunks[number] for number in system.ranking(text)[:20]]
    wrong = [piece for piece in ranked if piece.passage not in roles]
    for piece in [*wrong[:4], *rng.sample(wrong[4:], min(4, len(wrong[4:])))]:
        found.append({"question": asked, "passage": piece.gloss.text, "answers": 0.0, "step": 0.0, "marked": []})
    return found


def named(piece, name) -> list[tuple[int, int]]:
    """Where in the gloss a name stands."""
    return [piece.gloss.place(*match.span()) for match in re.finditer(re.escape(name), piece.text)]


def marked(piece, answers):
    """Where in the gloss the answer stands; None if it is not found."""
    from rag_matching import exact_match
    from reader import spans

    typed = [span for span in spans(piece.text) if exact_match(span.text, answers)]
    if typed:
        return [piece.gloss.place(span.start, span.end) for span in typed]
    for answer in answers:
        if match := re.search(re.escape(answer), piece.text, re.IGNORECASE):
            return [piece.gloss.place(*match.span())]
    return None


def balanced(pairs: list[dict[str, Any]], rng: random.Random) -> list[dict[str, Any]]:
    """All pairs that answer or are a step, and at most three times as many others."""
    good = [pair for pair in pairs if 1.0 in (pair["answers"], pair["step"])]
    others = [pair for pair in pairs if 1.0 not in (pair["answers"], pair["step"])]
    return good + rng.sample(others, min(len(others), 3 * len(good)))


def pairs_of(task: tuple[int, str, str, str]) -> list[dict[str, Any]]:
    """The pairs of one world, in a process of its own: (number, profile, wording, device)."""
    sys.path.insert(0, str(KIT))
    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)
    use_half(0)
    number, profile, wording, device = task
    assignment = find_assignment(HERE.name, KIT)
    with given_files(assignment) as given, importable(given):
        world = tune_world(number, profile, wording)
        parts = load_reference(assignment, given)
        return examples(Part(parts, world["corpus"], device), world, random.Random(f"{number} {profile} {wording}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--worlds",
        type=int,
        default=12,
        help="seeds; each gives a demanding world in both wordings, every second a plain one too",
    )
    parser.add_argument("--processes", type=int, default=1, help="that make worlds and pairs")
    parser.add_argument("--steps", type=int, default=2500, help="batches; on one core one to three seconds each")
    parser.add_argument("--batch", type=int, default=32, help="pairs in a batch")
    parser.add_argument("--rate", type=float, default=2e-3, help="the learning rate")
    parser.add_argument("--device", default="cpu", help="torch's name of what computes: cuda where there is a GPU")
    parser.add_argument("--pairs", type=Path, help="a file for the pairs, or where they are already")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--half", action="store_true", help="train in bfloat16")
    parser.add_argument("--out", type=Path, default=HERE / "cross_encoder.safetensors")
    options = parser.parse_args()
    if options.pairs and options.pairs.exists():
        pairs = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines()]
    else:
        pairs = made_pairs(options.worlds, options.processes, options.device)
        if options.pairs:
            options.pairs.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    sys.path[:0] = [str(HERE), str(KIT / "datasets")]
    from cross_encoder import CrossEncoder, train

    start = CrossEncoder.load(options.start, merge=False) if options.start else None
    model, losses = train(
        balanced(pairs, random.Random(0)), options.steps, options.batch, options.rate,
        model=start, half=options.half, device=options.device,
    )  # fmt: skip
    model.save(options.out)
    for last in range(250, len(losses) + 1, 250):
        print(f"steps {last - 249} to {last}: loss {sum(losses[last - 250 : last]) / 250:.3f}")


def made_pairs(worlds: int, processes: int, device: str) -> list[dict[str, Any]]:
    """The pairs of all worlds, in their order, whatever the number of processes."""
    tasks = [
        (number, profile, wording, device)
        for number in range(worlds)
        for profile in (("demanding",) if number % 2 else ("demanding", "plain"))
        for wording in ("public", "held-out")
    ]
    found: list[dict[str, Any]] = []
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for number, pairs in enumerate(pool.imap(pairs_of, tasks), 1):
            found += pairs
            print(f"{number} of {len(tasks)} worlds, {len(found)} pairs", flush=True)
    return found


if __name__ == "__main__":
    main()
