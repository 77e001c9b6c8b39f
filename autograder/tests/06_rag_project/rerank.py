"""re-ranking, and the input of a cross-encoder. The score is a function of the probe's own, which notes what it is asked."""

from otter.test_files import test_case

OK_FORMAT = False
name = "rerank"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def probe_rerank(rerank, ranking, scores, depth):
    """What the student's function makes of a ranking, which ids it had scored, and the ranking afterwards."""
    asked = []

    def score(name):
        asked.append(name)
        return scores[name]

    given = list(ranking)
    found = rerank(given, score, depth)
    return {"found": list(found), "asked": asked, "given": given}


def does_its_work(rerank):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = ({"a": 1.0, "b": 2.0}, {"a": 2.0, "b": 1.0})
    return repr(probe_rerank(rerank, ["a", "b"], one, 2)["found"]) != repr(
        probe_rerank(rerank, ["a", "b"], two, 2)["found"]
    )


RANKING = ["p4", "p1", "p7", "p2", "p9", "p3"]
SCORES = {"p4": 0.1, "p1": 0.7, "p7": 0.4, "p2": 0.95, "p9": 0.99, "p3": -3.0}


QUESTION, PASSAGE = [2043, 2515, 7023], [1996, 7023, 3727, 2012, 5641]


def probe_pair(pair_input, question, passage, longest):
    """The ids and types that the student's function makes, and what it was given afterwards."""
    given = list(question), list(passage)
    ids, types = pair_input(*given, longest)
    return {"ids": list(ids), "types": list(types), "given": given}


def makes_pairs(pair_input):
    """Whether it has both texts in its input at all; what has not has no property that could be asked of it."""
    ids = probe_pair(pair_input, [7], [8], 9)["ids"]
    return 7 in ids and 8 in ids


@test_case(points=0.3, failure_message="The first three should be ordered anew, by score, the largest first.")
def test_head(rerank):
    for scores, wanted in ((SCORES, ["p1", "p7", "p4"]), ({**SCORES, "p1": -5000.0}, ["p7", "p4", "p1"])):
        found = probe_rerank(rerank, RANKING, scores, 3)["found"]
        assert [name for name in found if name in RANKING[:3]] == wanted


@test_case(points=0.25, failure_message="Behind the first three, the others should follow in their old order.")
def test_tail(rerank):
    assert does_its_work(rerank), IDLE
    assert probe_rerank(rerank, RANKING, SCORES, 3)["found"][3:] == ["p2", "p9", "p3"]


@test_case(points=0.2, failure_message="Where all scores are equal, the first ones should stay as they were.")
def test_equal_scores(rerank):
    assert does_its_work(rerank), IDLE
    assert probe_rerank(rerank, RANKING, dict.fromkeys(RANKING, 1.0), 4)["found"][:4] == RANKING[:4]


@test_case(
    points=0.3,
    failure_message="The input should be [CLS] question [SEP] passage [SEP], with 101 for [CLS] and 102 for [SEP].",
)
def test_one_input(pair_input):
    assert probe_pair(pair_input, QUESTION, PASSAGE, 40)["ids"] == [101, *QUESTION, 102, *PASSAGE, 102]


@test_case(
    points=0.2,
    failure_message="If it gets too long, the passage should lose its end; the question stays whole, and a [SEP] ends the input.",
)
def test_the_passage_is_cut(pair_input):
    assert makes_pairs(pair_input), IDLE
    passage = [1996, 7115, 3727, 2012, 5641]
    ids = probe_pair(pair_input, QUESTION, passage, 9)["ids"]
    kept = [one for one in ids if one in passage]
    assert [one for one in ids if one in QUESTION] == QUESTION
    assert kept and kept == passage[: len(kept)]
    assert len(ids) <= 9
    assert ids[-1] == 102


@test_case(points=0.25, hidden=True, failure_message="Of equal scores, the one that stood first should stay first.")
def test_ties(rerank):
    assert does_its_work(rerank), IDLE
    scores = dict.fromkeys(RANKING, 0.5) | {"p2": 2.0}
    found = probe_rerank(rerank, RANKING, scores, 5)["found"]
    assert [name for name in found if name in RANKING[:5] and name != "p2"] == ["p4", "p1", "p7", "p9"]


@test_case(
    points=0.3,
    hidden=True,
    failure_message="The score is slow: it should be called once for each of the first `depth` ids and for no other.",
)
def test_calls(rerank):
    for depth in (0, 2, 4):
        assert sorted(probe_rerank(rerank, RANKING, SCORES, depth)["asked"]) == sorted(RANKING[:depth])


@test_case(
    points=0.3,
    hidden=True,
    failure_message="A depth of 0 leaves the ranking as it is; one that is larger than the ranking orders all of it; no id is lost.",
)
def test_depths(rerank):
    assert does_its_work(rerank), IDLE
    assert probe_rerank(rerank, RANKING, SCORES, 0)["found"] == RANKING
    whole = probe_rerank(rerank, RANKING, SCORES, len(RANKING))["found"]
    assert whole != RANKING and probe_rerank(rerank, RANKING, SCORES, 99)["found"] == whole
    for depth in (1, 3, 5, 6):
        assert sorted(probe_rerank(rerank, RANKING, SCORES, depth)["found"]) == sorted(RANKING)
    assert probe_rerank(rerank, [], {}, 4)["found"] == []


@test_case(points=0.3, hidden=True, failure_message="The given ranking was changed; return a new list.")
def test_left_alone(rerank):
    assert does_its_work(rerank), IDLE
    got = probe_rerank(rerank, RANKING, SCORES, 4)
    assert got["given"] == RANKING and got["found"] != RANKING


@test_case(
    points=0.3,
    hidden=True,
    failure_message="Types should be 0 from [CLS] to the first [SEP], both included, and 1 behind it, one for each id.",
)
def test_types(pair_input):
    assert makes_pairs(pair_input), IDLE
    for question, passage in ((QUESTION, PASSAGE), ([7], [8, 9])):
        found = probe_pair(pair_input, question, passage, 40)
        upto = found["ids"].index(102) + 1
        assert found["types"] == [0] * upto + [1] * (len(found["ids"]) - upto)
    found = probe_pair(pair_input, [102, 7], [8], 40)
    if found["ids"] == [101, 102, 7, 102, 8, 102]:  # a question may hold the id of [SEP]
        assert found["types"] == [0, 0, 0, 0, 1, 1]


@test_case(
    points=0.3,
    hidden=True,
    failure_message="An input that is just long enough loses nothing; with room for the question alone the passage is empty. Both lists stay as "
    "they were.",
)
def test_edges_of_pairs(pair_input):
    assert makes_pairs(pair_input), IDLE
    kept = lambda longest: [  # noqa: E731
        one
        for one in probe_pair(pair_input, QUESTION, PASSAGE, longest)["ids"]
        if one in PASSAGE and one not in QUESTION
    ]
    assert kept(11) == [1996, 3727, 2012, 5641] and kept(10) == [1996, 3727, 2012] and kept(6) == []
    assert probe_pair(pair_input, QUESTION, PASSAGE, 8)["given"] == (QUESTION, PASSAGE)
