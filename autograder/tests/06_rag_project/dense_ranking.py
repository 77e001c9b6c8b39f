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


@test_case(
    points=0.75,
    failure_message="In the plane, the passage with the smallest angle to the question (1, 0) comes first, however long its vector.",
)
def test_plane(dense_ranking):
    vectors = np.array([[3.0, 9.0], [0.1, 0.02], [-5.0, 0.0]])
    found = dense_ranking(np.array([1.0, 0.0]), vectors, ["north", "east", "west"], 3)
    assert [pair[0] for pair in found] == ["east", "north", "west"]


@test_case(
    points=0.75, failure_message="The result should be the best k pairs (id, cosine): the first of these two has 0.6."
)
def test_pairs(dense_ranking):
    found = dense_ranking(np.array([2.0, 0.0]), np.array([[3.0, 4.0], [0.0, 7.0]]), ["a", "b"], 1)
    assert len(found) == 1 and found[0][0] == "a" and abs(found[0][1] - 0.6) < 1e-4


@test_case(
    points=1, hidden=True, failure_message="With longer and shorter vectors, the ranking or the cosines are not right."
)
def test_agrees_with_scikit_learn(dense_ranking):
    for seed, k in ((0, 5), (1, 19), (2, 1), (3, 11)):
        query_vector, vectors, ids = draw(seed)
        assert same(dense_ranking(query_vector, vectors, ids, k), oracle(query_vector, vectors, ids)[:k])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The cosine with a vector of zeros (an empty text) is 0, not NaN; negative cosines come behind it.",
)
def test_zeros(dense_ranking):
    vectors = np.array([[0.0, 0.0, 0.0], [-2.0, 0.0, 1.0], [2.0, 0.0, 1.0]])
    ids = ["empty", "against", "with"]
    found = dense_ranking(np.array([1.0, 0.0, 0.0]), vectors, ids, 3)
    assert same(found, oracle(np.array([1.0, 0.0, 0.0]), vectors, ids))
    assert same(dense_ranking(np.zeros(3), vectors, ids, 3), [("against", 0.0), ("empty", 0.0), ("with", 0.0)])


@test_case(points=0.5, hidden=True, failure_message="Of equal cosines, the smaller id comes first.")
def test_ties(dense_ranking):
    vectors = np.array([[0.0, 2.0], [4.0, 0.0], [0.0, 2.0], [1.0, 0.0], [4.0, 0.0]])
    ids = ["p3", "p9", "p1", "p4", "p2"]
    found = dense_ranking(np.array([3.0, 0.0]), vectors, ids, 4)
    assert same(found, [("p2", 1.0), ("p4", 1.0), ("p9", 1.0), ("p1", 0.0)])


@test_case(points=0.25, hidden=True, failure_message="If k is more than there are, all passages should be there.")
def test_large_k(dense_ranking):
    query_vector, vectors, ids = draw(5)
    assert same(dense_ranking(query_vector, vectors, ids, 99), oracle(query_vector, vectors, ids))


@test_case(points=0.25, hidden=True, failure_message="The vectors or the ids were changed in place; work on copies.")
def test_left_alone(dense_ranking):
    query_vector, vectors, ids = draw(6)
    copies = query_vector.copy(), vectors.copy(), list(ids)
    assert len(dense_ranking(query_vector, vectors, ids, 4)) == 4
    assert np.array_equal(query_vector, copies[0]) and np.array_equal(vectors, copies[1]) and ids == copies[2]
