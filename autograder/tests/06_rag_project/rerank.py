"""re-ranking. The score is a function of the probe's own, which notes what it is asked."""

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


@test_case(points=0.5, failure_message="The first three should be ordered anew, by score, the largest first.")
def test_head(rerank):
    assert probe_rerank(rerank, RANKING, SCORES, 3)["found"][:3] == ["p1", "p7", "p4"]


@test_case(points=0.5, failure_message="Behind the first three, the others should follow in their old order.")
def test_tail(rerank):
    assert does_its_work(rerank), IDLE
    assert probe_rerank(rerank, RANKING, SCORES, 3)["found"][3:] == ["p2", "p9", "p3"]


@test_case(points=0.25, failure_message="Where all scores are equal, the ranking should stay as it was.")
def test_equal_scores(rerank):
    assert does_its_work(rerank), IDLE
    assert probe_rerank(rerank, RANKING, dict.fromkeys(RANKING, 1.0), 4)["found"] == RANKING


@test_case(points=0.25, hidden=True, failure_message="Of equal scores, the one that stood first should stay first.")
def test_ties(rerank):
    scores = dict.fromkeys(RANKING, 0.5) | {"p2": 2.0}
    assert probe_rerank(rerank, RANKING, scores, 5)["found"] == ["p2", "p4", "p1", "p7", "p9", "p3"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The score is slow: it should be called once for each of the first `depth` ids and for no other.",
)
def test_calls(rerank):
    for depth in (0, 2, 4):
        assert sorted(probe_rerank(rerank, RANKING, SCORES, depth)["asked"]) == sorted(RANKING[:depth])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A depth of 0 leaves the ranking as it is; one that is larger than the ranking orders all of it; no id is lost.",
)
def test_depths(rerank):
    assert probe_rerank(rerank, RANKING, SCORES, 0)["found"] == RANKING
    assert probe_rerank(rerank, RANKING, SCORES, 99)["found"] == ["p9", "p2", "p1", "p7", "p4", "p3"]
    assert probe_rerank(rerank, RANKING, SCORES, 5)["found"] == ["p9", "p2", "p1", "p7", "p4", "p3"]
    assert probe_rerank(rerank, [], {}, 4)["found"] == []
    scores = {name: -5000 + number for number, name in enumerate(RANKING)}
    assert probe_rerank(rerank, RANKING, scores, 4)["found"] == ["p2", "p7", "p1", "p4", "p9", "p3"]


@test_case(points=0.5, hidden=True, failure_message="The given ranking was changed; return a new list.")
def test_left_alone(rerank):
    assert does_its_work(rerank), IDLE
    got = probe_rerank(rerank, RANKING, SCORES, 4)
    assert got["given"] == RANKING and got["found"] != RANKING
