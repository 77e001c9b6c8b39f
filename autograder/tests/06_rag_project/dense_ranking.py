"""dense retrieval. The oracle is scikit-learn's cosine_similarity."""

import math

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "dense_ranking"
points = 4


def draw(seed, size=19, width=7):
    """A question's vector, and passages' vectors of very different lengths, in an order that is not that of the ids."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(size, width)) * np.logspace(-1, 2, size)[:, None]
    ids = [f"p{number:02}" for number in rng.permutation(size)]
    return (rng.normal(size=width) * 9).astype(np.float32), vectors.astype(np.float32), ids


def oracle(query_vector, vectors, ids):
    from sklearn.metrics.pairwise import cosine_similarity

    cosines = cosine_similarity(query_vector[None].astype(float), vectors.astype(float))[0]
    return sorted(
        ((name, float(c)) for name, c in zip(ids, cosines, strict=True)), key=lambda pair: (-pair[1], pair[0])
    )


def same(found, expected):
    return [pair[0] for pair in found] == [pair[0] for pair in expected] and all(
        math.isclose(one[1], two[1], abs_tol=1e-4) for one, two in zip(found, expected, strict=True)
    )


def names_of(found):
    return [pair[0] for pair in found]


@test_case(
    points=0.75,
    failure_message="In the plane, the passage with the smallest angle to the question (1, 0) comes first, however long its vector.",
)
def test_plane(dense_ranking):
    vectors = np.array([[0.1, 0.3], [40.0, 8.0], [60.0, 90.0]])
    found = dense_ranking(np.array([1.0, 0.0]), vectors, ["north", "east", "middle"], 3)
    assert names_of(found) == ["east", "middle", "north"]


@test_case(
    points=0.5, failure_message="The result should be the best k pairs (id, cosine): the first of these two has 0.6."
)
def test_pairs(dense_ranking):
    found = dense_ranking(np.array([2.0, 0.0]), np.array([[3.0, 4.0], [0.0, 7.0]]), ["a", "b"], 1)
    assert len(found) == 1 and found[0][0] == "a" and abs(found[0][1] - 0.6) < 1e-4


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With longer and shorter vectors, the ranking or the cosines are not right.",
)
def test_agrees_with_scikit_learn(dense_ranking):
    for seed, k in ((0, 5), (1, 19), (2, 1), (3, 11)):
        query_vector, vectors, ids = draw(seed)
        assert same(dense_ranking(query_vector, vectors, list(ids), k), oracle(query_vector, vectors, ids)[:k])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The cosine with a vector of zeros (an empty text) is 0, not NaN; negative cosines come behind it.",
)
def test_zeros(dense_ranking):
    question = np.array([1.0, 0.0, 0.0])
    vectors = np.array([[0.0, 0.0, 0.0], [-2.0, 0.0, 1.0], [2.0, 0.0, 1.0]])
    found = dense_ranking(question, vectors, ["empty", "against", "with"], 3)
    assert sorted(names_of(found)) == ["against", "empty", "with"]
    assert not any(math.isnan(pair[1]) for pair in found)
    # whoever takes another measure, or the worst first, has lost the points for that
    if math.isclose(dense_ranking(question, np.array([[3.0, 0.0, 0.0]]), ["same"], 1)[0][1], 1, abs_tol=1e-4):
        assert math.isclose(dict(found)["empty"], 0, abs_tol=1e-4)
        assert all(pair[1] == 0 for pair in dense_ranking(np.zeros(3), vectors, ["empty", "against", "with"], 3))
        if names_of(dense_ranking(question, vectors[1:] + question, ["less", "more"], 2)) == ["more", "less"]:
            assert names_of(found) == ["with", "empty", "against"]


@test_case(points=0.5, hidden=True, failure_message="Of equal cosines, the smaller id comes first.")
def test_ties(dense_ranking):
    vectors = np.array([[0.0, 2.0], [4.0, 0.0], [0.0, 2.0], [4.0, 0.0], [4.0, 0.0]])
    found = names_of(dense_ranking(np.array([3.0, 0.0]), vectors, ["p3", "p9", "p1", "p4", "p2"], 5))
    assert [name for name in found if name in ("p2", "p4", "p9")] == ["p2", "p4", "p9"]
    assert [name for name in found if name in ("p1", "p3")] == ["p1", "p3"]


@test_case(points=0.5, hidden=True, failure_message="If k is more than there are, all passages should be there.")
def test_large_k(dense_ranking):
    query_vector, vectors, ids = draw(5)
    found = names_of(dense_ranking(query_vector, vectors, list(ids), 99))
    assert sorted(found) == sorted(ids)
    assert names_of(dense_ranking(query_vector, vectors, list(ids), 4)) == found[:4]


@test_case(points=0.5, hidden=True, failure_message="The vectors or the ids were changed in place; work on copies.")
def test_left_alone(dense_ranking):
    query_vector, vectors, ids = draw(6)
    copies = query_vector.copy(), vectors.copy(), list(ids)
    found = names_of(dense_ranking(query_vector, vectors, ids, 4))
    assert found and set(found) <= {*copies[2]}
    assert np.array_equal(query_vector, copies[0]) and np.array_equal(vectors, copies[1]) and ids == copies[2]
