"""Part II, the system: run on the public world and on two hidden ones with their counterfactual variants.

A world is evaluated once for all cases. Bands are held against the lower ends of bootstrap intervals over the questions
of both hidden worlds. Nothing counts for a system that scores the same with the corpus as without it: each case asks for that
first.
"""

import functools
import zipfile

from otter.test_files import test_case

OK_FORMAT = False
name = "RagSystem"
points = 40

ADDS = 0.06
"""What share of questions the corpus must add to those answered rightly with the book closed, before anything counts."""
PUBLIC = {
    "ndcg": (0.45,),
    "f1": (0.04, 0.35),
    "citation_precision": (0.30,),
    "abstention": (0.10,),
    "pictures_and_recordings": (0.40,),
}
"""Bands of lower ends on the public world; of the mean token F1 for pictures and recordings."""
LONG = 0.35
"""What stands for two of the public cases, too: the lower end of what long answers are worth (rag_nuggets), a model's recorded ones
perhaps."""
BANDS = {
    "ndcg": (0.44, 0.53, 0.55, 0.57, 0.58, 0.59, 0.60, 0.61),
    "recall": (0.47, 0.63, 0.65, 0.66, 0.67, 0.68, 0.69, 0.70),
    "f1": (0.05, 0.09, 0.14, 0.20, 0.26, 0.32),
    "em": (0.04, 0.20),
    "citation_precision": (0.04, 0.11, 0.18, 0.25),
    "citation_recall": (0.04, 0.11, 0.18, 0.25),
    "abstention": (0.06, 0.12, 0.18, 0.24),
    "hebrew_ndcg": (0.60, 0.66),
    "hebrew_f1": (0.03, 0.07, 0.10, 0.13),
    "fresh": (0.07, 0.10, 0.13, 0.16),
    "two_hop": (0.02, 0.04, 0.06, 0.08),
    "pictures": (0.06, 0.12, 0.18, 0.24),
    "recordings": (0.04, 0.12, 0.20),
    "edited": (0.08, 0.18, 0.28),
    "deleted": (0.06, 0.12, 0.17),
    "distracted": (0.08, 0.14, 0.20, 0.26),
    "without_images_falls": (0.12, 0.30),
    "without_audio_falls": (0.16, 0.35),
    "without_images_abstains": (0.06, 0.24),
    "without_audio_abstains": (0.06, 0.20),
}
"""Each measure's bands over both hidden worlds, the lowest first; the highest well below what calibration.json says of the
reference. Each of a measure is worth the same. Of ranking and recall the first lies below what BM25 reaches, and the others where vectors, chunks,
expansion and re-ranking differ (docs/rag_project.md).

Lower ends of intervals, down to recordings; then shares of counterfactual cases.
"""
MEDIA = {"pictures": ("image", "shown"), "recordings": ("audio", "spoken")}
"""Types of questions whose answer stands in a picture or a recording, or that come with one."""
MEMO = {}
"""What has been run or scored -> (the class, what came of it). The judge empties it for each process."""


def probe_run(cls, corpus, queries, k):
    """Make a system of the corpus and ask it the queries, in their order, all at once where it can. An exception costs its query only.

    Returns a list with, for each query, {"ranking": [...], "answer": ... or None, "error": "..."}.
    """
    import copy

    from rag_contract import answers_together, one_answer

    system = cls(copy.deepcopy(corpus))
    answers = answers_together(system, copy.deepcopy(queries))
    outputs = []
    for number, query in enumerate(queries):
        output = {"ranking": [], "answer": None, "error": ""}
        try:
            output["ranking"] = system.retrieve(copy.deepcopy(query), k)
            output["answer"] = one_answer(system, copy.deepcopy(query)) if answers is None else answers[number]
        except Exception as error:
            output["error"] = type(error).__name__
        outputs.append(output)
    return outputs


def once(cls, what, make):
    """What `make` returns, made once for a class."""
    if what not in MEMO or MEMO[what][0] != cls:
        MEMO[what] = cls, make()
    return MEMO[what][1]


def ask(cls, what, corpus, queries):
    """Outputs by the query's id. `what` names what is run: for the same class it is run once."""

    def result_or_error():
        try:
            return probe_run(cls, corpus, queries, 10)
        except Exception as error:
            return error

    result = once(cls, what, result_or_error)
    if isinstance(result, Exception):
        raise result
    assert isinstance(result, list) and len(result) == len(queries)
    return {query["id"]: output for query, output in zip(queries, result, strict=True)}


def by_id(outputs, world, ids=None):
    from rag_scorer import question_scores

    return {one["id"]: one for one in question_scores(outputs, world, ids)}


def scores(cls, world):
    """The scores of all questions of a world, by id."""
    outputs = ask(cls, world["name"], world["corpus"], world["queries"])
    return once(cls, world["name"] + ", scores", lambda: by_id(outputs, world))


def closed_book(cls, world):
    """The same without any passage."""
    corpus = world["corpus"] | {"passages": []}
    try:
        outputs = ask(cls, world["name"] + ", closed book", corpus, world["queries"])
    except Exception:  # who cannot be made of nothing knows nothing without the corpus; one case asks for more
        outputs = {}
    return once(cls, world["name"] + ", closed book, scores", lambda: by_id(outputs, world))


def corpus_counts(cls, worlds):
    """Whether a system answers more questions with the corpus than without it: the least that makes it a RAG system.

    Comparisons are left out: they name their answer, so that who repeats the question has it.
    """

    def right(found):
        return [one["right"] for one in found.values() if one["answerable"] and one["type"] != "comparison"]

    with_it = [one for world in worlds for one in right(scores(cls, world))]
    without_it = [one for world in worlds for one in right(closed_book(cls, world))]
    return sum(with_it) - sum(without_it) >= ADDS * len(with_it)


@functools.cache
def public_world():
    from rag_contract import load_world

    return load_world("public_world")


def on_public_world(cls):
    """The scores of the public world's questions, if the corpus counts for them."""
    assert corpus_counts(cls, [public_world()])
    return list(scores(cls, public_world()).values())


def public_value(cls, measure):
    """One measure on the public world, by the names of PUBLIC."""
    from rag_scorer import metrics

    questions = on_public_world(cls)
    if measure == "pictures_and_recordings":
        found = [one["f1"] for one in questions if one["type"] in ("image", "audio", "shown", "spoken")]
        return sum(found) / len(found)
    return metrics(questions)[measure]["lower"]


def probe_long(cls, corpus, queries):
    """Ask a system at length, if it answers at length; {} if it does not, or cannot be made."""
    import copy

    from rag_nuggets import collect_long

    if not callable(getattr(cls, "long_answer", None)):
        return {}
    try:
        return collect_long(cls(copy.deepcopy(corpus)), copy.deepcopy(queries))
    except Exception:
        return {}


def long_answers_are_supported(cls):
    """Whether what a system says at length on the public world is supported by what it cites, sentence by sentence."""
    from rag_nuggets import score_long

    world = public_world()
    assert corpus_counts(cls, [world])
    outputs = once(cls, "long answers", lambda: probe_long(cls, world["corpus"], world["queries"]))
    if not isinstance(outputs, dict) or not outputs:
        return False
    value = once(cls, "long answers, value", lambda: score_long(outputs, world)["value"]["lower"])
    return value >= LONG


@functools.cache
def load_hidden():
    """[(world, its variants)] of hidden_worlds.zip, read into memory."""
    from rag_contract import load_world
    from rag_variants import load_variants

    with zipfile.ZipFile("hidden_worlds.zip") as archive:
        folders = sorted({file.split("/")[0] for file in archive.namelist() if "/" in file})
        paths = [zipfile.Path(archive, f"{folder}/") for folder in folders]
        return [(load_world(path), load_variants(path)) for path in paths]


def lower_ends(questions):
    from rag_scorer import metrics

    return {metric: interval["lower"] for metric, interval in metrics(questions).items()}


def value_of(cls, measure):
    """One measure over the hidden worlds, by the names of BANDS."""
    return once(cls, f"value of {measure}", lambda: work_out(cls, measure))


def work_out(cls, measure):
    questions = [one for world, _ in load_hidden() for one in scores(cls, world).values()]
    ends = once(cls, "lower ends", lambda: lower_ends(questions))
    if measure in ends:
        return ends[measure]
    if measure.startswith("hebrew_"):
        return lower_ends([one for one in questions if one["language"] == "he"])[measure.removeprefix("hebrew_")]
    if of_type := about(cls, measure):
        return lower_ends(of_type)["f1"]
    shares = [share for world, variants in load_hidden() for share in counterfactual(cls, measure, world, variants)]
    return sum(shares) / len(shares)


def about(cls, measure):
    """The scores of the questions that a measure of one or two types is about."""
    types = MEDIA.get(measure, (measure,))
    return [one for world, _ in load_hidden() for one in scores(cls, world).values() if one["type"] in types]


def counterfactual(cls, measure, world, variants):
    """Of each question that a counterfactual measure is about, whether (or how far) it holds."""
    from rag_variants import holds, losses, silenced

    before, after, ids = before_and_after(cls, measure, world, variants)
    if measure not in variants:
        return (losses if measure.endswith("_falls") else silenced)(before, after, ids)
    return holds(measure, variants[measure], before, after)


def before_and_after(cls, measure, world, variants):
    """Scores in the world and in the changed world, and the ids of the questions that the change is about."""
    from rag_variants import WITHHELD, only_in, withholding

    before = scores(cls, world)
    if measure in variants:
        what, changed, ids = measure, variants[measure]["world"], variants[measure]["questions"]
    else:
        what, kind = next(pair for pair in WITHHELD.items() if measure.startswith(pair[0]))
        changed, ids = withholding(world, kind), only_in(world, kind)
    queries = [query for query in world["queries"] if query["id"] in set(ids)]
    outputs = ask(cls, f"{world['name']}, {what}", changed["corpus"], queries)
    after = once(cls, f"{world['name']}, {what}, scores", lambda: by_id(outputs, changed, ids))
    return before, after, ids


def measured(cls, measure, band):
    """What a measure found, in numbers, for whoever is below a band: nothing of what was asked or answered."""
    from rag_scorer import Measured

    questions = [one for world, _ in load_hidden() for one in scores(cls, world).values()]
    can = [one for one in questions if one["answerable"]]
    hebrew = [one for one in can if one["language"] == "he"]
    step = {"value": round(float(value_of(cls, measure)), 3), "least": BANDS[measure][band]}
    if measure in ("ndcg", "hebrew_ndcg"):
        found = hebrew if measure == "hebrew_ndcg" else can
        return Measured(
            "Of {asked} questions with an answer, {first} have a passage in which it stands in the first place, and {found} among "
            "the first ten. The lower end of the interval is {value}; this step begins at {least}.",
            asked=len(found),
            first=sum(one["mrr"] == 1 for one in found),
            found=sum(one["mrr"] > 0 for one in found),
            **step,
        )
    if measure == "recall":
        media = [one for one in can if one["modality"] != "text"]
        nothing = [sum(one["recall"] == 0 for one in group) for group in (can, hebrew, media)]
        return Measured(
            "Of {asked} questions with an answer {none} find nothing that they need among the first ten: {none_hebrew} of {hebrew} in "
            "Hebrew, {none_media} of {media} about or with pictures or recordings. The lower end of the interval is {value}; this step "
            "begins at {least}.",
            asked=len(can),
            none=nothing[0],
            hebrew=len(hebrew),
            none_hebrew=nothing[1],
            media=len(media),
            none_media=nothing[2],
            **step,
        )
    if measure in ("f1", "em", "hebrew_f1"):
        found = hebrew if measure == "hebrew_f1" else can
        return Measured(
            "Of {asked} questions with an answer {right} were answered rightly, {exact} of these exactly, and {silent} abstained "
            "from. The lower end of the interval is {value}; this step begins at {least}.",
            asked=len(found),
            right=sum(one["right"] for one in found),
            exact=sum(one["right"] and one["em"] == 1 for one in found),
            silent=sum(one["abstained"] for one in found),
            **step,
        )
    if measure.startswith("citation"):
        right = [one for one in can if one["right"]]
        return Measured(
            "Of {right} right answers {supported} cite what supports them, {whole} of these all that they need, and {alone} cite nothing "
            "else. The lower end of the interval is {value}; this step begins at {least}.",
            right=len(right),
            supported=sum(one["citation_recall"] > 0 for one in right),
            whole=sum(one["citation_recall"] == 1 for one in right),
            alone=sum(one["citation_precision"] == 1 for one in right),
            **step,
        )
    if measure == "abstention":
        cannot = [one for one in questions if not one["answerable"]]
        return Measured(
            "Of {asked} questions with an answer {right} were answered rightly and {silent} abstained from; of {others} without one "
            "{kept} were abstained from. The lower end of the interval is {value}; this step begins at {least}.",
            asked=len(can),
            right=sum(one["right"] for one in can),
            silent=sum(one["abstained"] for one in can),
            others=len(cannot),
            kept=sum(one["abstained"] for one in cannot),
            **step,
        )
    if measure in MEDIA or measure in ("fresh", "two_hop"):
        found = about(cls, measure)
        right, silent = sum(one["right"] for one in found), sum(one["abstained"] for one in found)
        return Measured(
            "Of {asked} such questions {right} were answered rightly and {silent} abstained from.",
            asked=len(found),
            right=right,
            silent=silent,
        )
    if measure in ("edited", "distracted"):
        held = [one for world, variants in load_hidden() for one in counterfactual(cls, measure, world, variants)]
        return Measured("It did in {held} of {asked} cases.", held=sum(held), asked=len(held))
    cases = [before_and_after(cls, measure, world, variants) for world, variants in load_hidden()]
    before = sum(before[id]["right"] for before, _, ids in cases for id in ids)
    asked = sum(len(ids) for _, _, ids in cases)
    if measure.endswith("_falls"):
        after = sum(after[id]["right"] for _, after, ids in cases for id in ids)
        return Measured(
            "Of {asked} such questions {before} were answered rightly with the passages, and {after} without them.",
            asked=asked,
            before=before,
            after=after,
        )
    silent = sum(before[id]["right"] and after[id]["abstained"] for before, after, ids in cases for id in ids)
    return Measured(
        "Of {asked} such questions {before} were answered rightly with the passages; of these {silent} were abstained from "
        "without them.",
        asked=asked,
        before=before,
        silent=silent,
    )


ODD = [
    {"id": "odd1", "language": "en", "text": "", "image": b"", "recording": b""},
    {"id": "odd2", "language": "he", "text": "?!", "image": b"", "recording": b""},
    {"id": "odd3", "language": "en", "text": "", "image": b"", "recording": b"RIFF, and nothing else"},
    {"id": "odd4", "language": "en", "text": "", "image": b"\x89PNG, and nothing else", "recording": b""},
]
"""Questions that ask nothing, or that nobody has transcribed."""


def asked_again(cls, world):
    """Outputs of a system that is asked odd questions, then a third of the world's in another order, two of them twice."""
    assert corpus_counts(cls, [world])
    chosen = world["queries"][::-3]
    return ask(cls, world["name"] + ", again", world["corpus"], [*ODD, *chosen, *chosen[:2]])


def essence(output):
    """Of an output what must not depend on what was asked before."""
    answer = output["answer"] if isinstance(output["answer"], dict) else {}
    return output["ranking"], [answer.get(key) for key in ("text", "citations", "abstained")]


def reaches(cls, measure, band=0):
    """Whether a system is in a band, and the corpus counts for it. Who is below is told what was measured."""
    assert corpus_counts(cls, [world for world, _ in load_hidden()])
    assert value_of(cls, measure) >= BANDS[measure][band], measured(cls, measure, band)
    return True


@test_case(
    points=0.5,
    failure_message="On the public world, each question should get a ranking and an Answer as rag_contract describes them, "
    "and the answers should come from the corpus. rag_report shows what each question got.",
)
def test_contract(RagSystem):
    assert not any(one["error"] for one in on_public_world(RagSystem))


@test_case(
    points=0.5,
    failure_message="On the public world, retrieval is weak, or no answer comes from what it finds. Look at nDCG@10 in the "
    "report, type by type.",
)
def test_public_retrieval(RagSystem):
    assert public_value(RagSystem, "ndcg") >= PUBLIC["ndcg"][0]


@test_case(
    points=0.5,
    failure_message="On the public world, hardly any answer holds what was asked for.",
)
def test_public_answers(RagSystem):
    assert public_value(RagSystem, "f1") >= PUBLIC["f1"][0]


@test_case(
    points=0.5,
    failure_message="On the public world, too few answers are the bare time, name or amount that was asked for. Leave the sentence "
    "around it out.",
)
def test_public_answers_well(RagSystem):
    assert public_value(RagSystem, "f1") >= PUBLIC["f1"][1] or long_answers_are_supported(RagSystem)


@test_case(
    points=0.5,
    failure_message="On the public world, answers do not stand in the passages that they cite, or too many are cited.",
)
def test_public_citations(RagSystem):
    cited = public_value(RagSystem, "citation_precision")
    assert cited >= PUBLIC["citation_precision"][0] or long_answers_are_supported(RagSystem)


@test_case(
    points=0.5,
    failure_message="On the public world, abstaining does not tell questions that the corpus answers from those that it "
    "does not.",
)
def test_public_abstention(RagSystem):
    assert public_value(RagSystem, "abstention") >= PUBLIC["abstention"][0]


@test_case(
    points=0.5,
    failure_message="On the public world, questions about pictures and recordings are not answered. Transcripts are found by "
    "content_hash.",
)
def test_public_pictures_and_recordings(RagSystem):
    assert public_value(RagSystem, "pictures_and_recordings") >= PUBLIC["pictures_and_recordings"][0]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking(RagSystem):
    assert reaches(RagSystem, "ndcg")


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_2(RagSystem):
    assert reaches(RagSystem, "ndcg", 1)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_3(RagSystem):
    assert reaches(RagSystem, "ndcg", 2)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_4(RagSystem):
    assert reaches(RagSystem, "ndcg", 3)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_5(RagSystem):
    assert reaches(RagSystem, "ndcg", 4)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_6(RagSystem):
    assert reaches(RagSystem, "ndcg", 5)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_7(RagSystem):
    assert reaches(RagSystem, "ndcg", 6)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On worlds that you have not seen, what answers is too far from the top of the ranking, by "
    "nDCG@10.",
)
def test_ranking_8(RagSystem):
    assert reaches(RagSystem, "ndcg", 7)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall(RagSystem):
    assert reaches(RagSystem, "recall")


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_2(RagSystem):
    assert reaches(RagSystem, "recall", 1)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_3(RagSystem):
    assert reaches(RagSystem, "recall", 2)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_4(RagSystem):
    assert reaches(RagSystem, "recall", 3)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_5(RagSystem):
    assert reaches(RagSystem, "recall", 4)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_6(RagSystem):
    assert reaches(RagSystem, "recall", 5)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_7(RagSystem):
    assert reaches(RagSystem, "recall", 6)


@test_case(
    points=1,
    hidden=True,
    failure_message="On worlds that you have not seen, the first ten passages lack too much of what answers need.",
)
def test_recall_8(RagSystem):
    assert reaches(RagSystem, "recall", 7)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers(RagSystem):
    assert reaches(RagSystem, "f1")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers_2(RagSystem):
    assert reaches(RagSystem, "f1", 1)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers_3(RagSystem):
    assert reaches(RagSystem, "f1", 2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers_4(RagSystem):
    assert reaches(RagSystem, "f1", 3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers_5(RagSystem):
    assert reaches(RagSystem, "f1", 4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On worlds that you have not seen, answers have too little in common with the accepted ones.",
)
def test_answers_6(RagSystem):
    assert reaches(RagSystem, "f1", 5)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Too few answers match exactly: the bare time, name or amount, and not the sentence.",
)
def test_exact(RagSystem):
    assert reaches(RagSystem, "em")


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Too few answers match exactly: the bare time, name or amount, and not the sentence.",
)
def test_exact_2(RagSystem):
    assert reaches(RagSystem, "em", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few citations support their answer: it has to be right, and to stand in the passage that is "
    "cited.",
)
def test_citation_precision(RagSystem):
    assert reaches(RagSystem, "citation_precision")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few citations support their answer: it has to be right, and to stand in the passage that is "
    "cited.",
)
def test_citation_precision_2(RagSystem):
    assert reaches(RagSystem, "citation_precision", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few citations support their answer: it has to be right, and to stand in the passage that is "
    "cited.",
)
def test_citation_precision_3(RagSystem):
    assert reaches(RagSystem, "citation_precision", 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few citations support their answer: it has to be right, and to stand in the passage that is "
    "cited.",
)
def test_citation_precision_4(RagSystem):
    assert reaches(RagSystem, "citation_precision", 3)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few right answers cite all that proves them: a passage in which the answer stands, and in a "
    "question of two steps the other one.",
)
def test_citation_recall(RagSystem):
    assert reaches(RagSystem, "citation_recall")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few right answers cite all that proves them: a passage in which the answer stands, and in a "
    "question of two steps the other one.",
)
def test_citation_recall_2(RagSystem):
    assert reaches(RagSystem, "citation_recall", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few right answers cite all that proves them: a passage in which the answer stands, and in a "
    "question of two steps the other one.",
)
def test_citation_recall_3(RagSystem):
    assert reaches(RagSystem, "citation_recall", 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Too few right answers cite all that proves them: a passage in which the answer stands, and in a "
    "question of two steps the other one.",
)
def test_citation_recall_4(RagSystem):
    assert reaches(RagSystem, "citation_recall", 3)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="Abstaining tells too few questions that the corpus answers from those that it does not.",
)
def test_abstention(RagSystem):
    assert reaches(RagSystem, "abstention")


@test_case(
    points=0.875,
    hidden=True,
    failure_message="Abstaining tells too few questions that the corpus answers from those that it does not.",
)
def test_abstention_2(RagSystem):
    assert reaches(RagSystem, "abstention", 1)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="Abstaining tells too few questions that the corpus answers from those that it does not.",
)
def test_abstention_3(RagSystem):
    assert reaches(RagSystem, "abstention", 2)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="Abstaining tells too few questions that the corpus answers from those that it does not.",
)
def test_abstention_4(RagSystem):
    assert reaches(RagSystem, "abstention", 3)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="What answers Hebrew questions is too far from the top of the ranking, by nDCG@10.",
)
def test_hebrew_ranking(RagSystem):
    assert reaches(RagSystem, "hebrew_ndcg")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="What answers Hebrew questions is too far from the top of the ranking, by nDCG@10.",
)
def test_hebrew_ranking_2(RagSystem):
    assert reaches(RagSystem, "hebrew_ndcg", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Answers to Hebrew questions have too little in common with the accepted ones.",
)
def test_hebrew(RagSystem):
    assert reaches(RagSystem, "hebrew_f1")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Answers to Hebrew questions have too little in common with the accepted ones.",
)
def test_hebrew_2(RagSystem):
    assert reaches(RagSystem, "hebrew_f1", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Answers to Hebrew questions have too little in common with the accepted ones.",
)
def test_hebrew_3(RagSystem):
    assert reaches(RagSystem, "hebrew_f1", 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Answers to Hebrew questions have too little in common with the accepted ones.",
)
def test_hebrew_4(RagSystem):
    assert reaches(RagSystem, "hebrew_f1", 3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions about what has changed: where two passages contradict each other, the later one holds.",
)
def test_fresh(RagSystem):
    assert reaches(RagSystem, "fresh")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions about what has changed: where two passages contradict each other, the later one holds.",
)
def test_fresh_2(RagSystem):
    assert reaches(RagSystem, "fresh", 1)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions about what has changed: where two passages contradict each other, the later one holds.",
)
def test_fresh_3(RagSystem):
    assert reaches(RagSystem, "fresh", 2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions about what has changed: where two passages contradict each other, the later one holds.",
)
def test_fresh_4(RagSystem):
    assert reaches(RagSystem, "fresh", 3)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Questions whose answer takes two passages: the first gives the name for which to search next.",
)
def test_two_hops(RagSystem):
    assert reaches(RagSystem, "two_hop")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Questions whose answer takes two passages: the first gives the name for which to search next.",
)
def test_two_hops_2(RagSystem):
    assert reaches(RagSystem, "two_hop", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Questions whose answer takes two passages: the first gives the name for which to search next.",
)
def test_two_hops_3(RagSystem):
    assert reaches(RagSystem, "two_hop", 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Questions whose answer takes two passages: the first gives the name for which to search next.",
)
def test_two_hops_4(RagSystem):
    assert reaches(RagSystem, "two_hop", 3)


@test_case(
    points=0.375,
    hidden=True,
    failure_message="Questions whose answer stands in a picture, or that come with one. What was read in pictures is "
    "in the transcripts, by content_hash.",
)
def test_pictures(RagSystem):
    assert reaches(RagSystem, "pictures")


@test_case(
    points=0.375,
    hidden=True,
    failure_message="Questions whose answer stands in a picture, or that come with one. What was read in pictures is "
    "in the transcripts, by content_hash.",
)
def test_pictures_2(RagSystem):
    assert reaches(RagSystem, "pictures", 1)


@test_case(
    points=0.375,
    hidden=True,
    failure_message="Questions whose answer stands in a picture, or that come with one. What was read in pictures is "
    "in the transcripts, by content_hash.",
)
def test_pictures_3(RagSystem):
    assert reaches(RagSystem, "pictures", 2)


@test_case(
    points=0.375,
    hidden=True,
    failure_message="Questions whose answer stands in a picture, or that come with one. What was read in pictures is "
    "in the transcripts, by content_hash.",
)
def test_pictures_4(RagSystem):
    assert reaches(RagSystem, "pictures", 3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions whose answer is said in a recording, or that are spoken. What was heard is in the "
    "transcripts, by content_hash.",
)
def test_recordings(RagSystem):
    assert reaches(RagSystem, "recordings")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions whose answer is said in a recording, or that are spoken. What was heard is in the "
    "transcripts, by content_hash.",
)
def test_recordings_2(RagSystem):
    assert reaches(RagSystem, "recordings", 1)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Questions whose answer is said in a recording, or that are spoken. What was heard is in the "
    "transcripts, by content_hash.",
)
def test_recordings_3(RagSystem):
    assert reaches(RagSystem, "recordings", 2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A fact in the corpus was changed, and the answer should follow.",
)
def test_edited(RagSystem):
    assert reaches(RagSystem, "edited")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A fact in the corpus was changed, and the answer should follow.",
)
def test_edited_2(RagSystem):
    assert reaches(RagSystem, "edited", 1)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A fact in the corpus was changed, and the answer should follow.",
)
def test_edited_3(RagSystem):
    assert reaches(RagSystem, "edited", 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The passages that answer were deleted, and the system should abstain from what it had answered "
    "rightly.",
)
def test_deleted(RagSystem):
    assert reaches(RagSystem, "deleted")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The passages that answer were deleted, and the system should abstain from what it had answered "
    "rightly.",
)
def test_deleted_2(RagSystem):
    assert reaches(RagSystem, "deleted", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The passages that answer were deleted, and the system should abstain from what it had answered "
    "rightly.",
)
def test_deleted_3(RagSystem):
    assert reaches(RagSystem, "deleted", 2)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Passages about something similar were added, and a right answer with its citation should stay "
    "where it was.",
)
def test_distracted(RagSystem):
    assert reaches(RagSystem, "distracted")


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Passages about something similar were added, and a right answer with its citation should stay "
    "where it was.",
)
def test_distracted_2(RagSystem):
    assert reaches(RagSystem, "distracted", 1)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Passages about something similar were added, and a right answer with its citation should stay "
    "where it was.",
)
def test_distracted_3(RagSystem):
    assert reaches(RagSystem, "distracted", 2)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Passages about something similar were added, and a right answer with its citation should stay "
    "where it was.",
)
def test_distracted_4(RagSystem):
    assert reaches(RagSystem, "distracted", 3)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the pictures, what only they say should no longer be answered rightly, and before it "
    "should be.",
)
def test_withheld_pictures_are_missed(RagSystem):
    assert reaches(RagSystem, "without_images_falls")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the pictures, what only they say should no longer be answered rightly, and before it "
    "should be.",
)
def test_withheld_pictures_are_missed_2(RagSystem):
    assert reaches(RagSystem, "without_images_falls", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the recordings, what only they say should no longer be answered rightly, and before it "
    "should be.",
)
def test_withheld_recordings_are_missed(RagSystem):
    assert reaches(RagSystem, "without_audio_falls")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the recordings, what only they say should no longer be answered rightly, and before it "
    "should be.",
)
def test_withheld_recordings_are_missed_2(RagSystem):
    assert reaches(RagSystem, "without_audio_falls", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the pictures, the system should abstain from what only they say and what it had "
    "answered rightly.",
)
def test_withheld_pictures_are_not_invented(RagSystem):
    assert reaches(RagSystem, "without_images_abstains")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the pictures, the system should abstain from what only they say and what it had "
    "answered rightly.",
)
def test_withheld_pictures_are_not_invented_2(RagSystem):
    assert reaches(RagSystem, "without_images_abstains", 1)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the recordings, the system should abstain from what only they say and what it had "
    "answered rightly.",
)
def test_withheld_recordings_are_not_invented(RagSystem):
    assert reaches(RagSystem, "without_audio_abstains")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Without the recordings, the system should abstain from what only they say and what it had "
    "answered rightly.",
)
def test_withheld_recordings_are_not_invented_2(RagSystem):
    assert reaches(RagSystem, "without_audio_abstains", 1)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With an empty corpus the system should abstain from everything, and not crash.",
)
def test_closed_book(RagSystem):
    worlds = [world for world, _ in load_hidden()]
    assert corpus_counts(RagSystem, worlds)
    found = [one for world in worlds for one in closed_book(RagSystem, world).values()]
    assert sum(one["abstained"] for one in found) >= 0.95 * len(found)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The same question, asked in another order or twice, got another answer. Answers may depend on nothing but "
    "corpus and question.",
)
def test_same_answer_in_any_order(RagSystem):
    world = load_hidden()[0][0]
    first, again = ask(RagSystem, world["name"], world["corpus"], world["queries"]), asked_again(RagSystem, world)
    for id in again.keys() & first.keys():
        assert essence(again[id]) == essence(first[id])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A question without words, or with a picture or a recording that nobody has transcribed, should get an "
    "Answer, most likely an abstention, and no exception.",
)
def test_odd_questions(RagSystem):
    world = load_hidden()[0][0]
    gold = {query["id"]: {"type": "unanswerable", "answers": [], "relevance": {}} for query in ODD}
    found = by_id(asked_again(RagSystem, world), world | {"queries": ODD, "gold": gold})
    assert all(one["abstained"] and not one["error"] for one in found.values())
