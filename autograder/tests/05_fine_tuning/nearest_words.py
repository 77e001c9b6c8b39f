"""Neighbours by cosine. The oracle is torch's cosine_similarity.

Where a case is not about lengths, all vectors have length 1: every measure ranks them alike.
"""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "nearest_words"
points = 4
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def draw(seed, size=30, width=7):
    """Words and vectors of very different lengths."""
    g = torch.Generator().manual_seed(seed)
    table = torch.randn(size, width, generator=g) * torch.logspace(-1, 2, size)[:, None]
    return [f"w{number}" for number in range(size)], table


def draw_directions(seed, size=30):
    """Words and vectors of length 1."""
    words, table = draw(seed, size)
    return words, F.normalize(table, dim=-1)


def oracle(word, words, table, k):
    cosines = F.cosine_similarity(table, table[words.index(word)][None], dim=-1)
    ranked = [i for i in cosines.argsort(descending=True).tolist() if words[i] != word]
    return [(words[i], cosines[i].item()) for i in ranked[:k]]


def others(found, word):
    """The pairs without the word itself: whether that is among them is a case of its own."""
    return [pair for pair in found if pair[0] != word]


def does_its_work(nearest_words):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    words, table = ["a", "b", "c", "d"], torch.tensor([[1.0, 0.1], [0.9, 0.4], [0.2, 1.0], [-1.0, 0.3]])
    one, two = nearest_words("a", words, table, 2), nearest_words("b", words, table, 2)
    return repr(one) != repr(two) and repr(one) != repr("a")


@test_case(
    points=0.75,
    failure_message="In the plane, the nearest word to east (1, 0) is the one with the smallest angle, however long it is: "
    "nearly, then north, then west.",
)
def test_plane(nearest_words):
    table = torch.tensor([[1.0, 0.0], [0.1, 0.02], [3.0, 9.0], [-5.0, 0.0]])
    found = [pair[0] for pair in others(nearest_words("east", ["east", "nearly", "north", "west"], table, 3), "east")]
    assert found and found == ["nearly", "north", "west"][: len(found)]


@test_case(points=0.75, failure_message="Return k pairs (word, cosine), the cosine a float, and never the word itself.")
def test_pairs(nearest_words):
    assert does_its_work(nearest_words), IDLE
    words, table = draw_directions(0)
    found = nearest_words("w3", words, table, 5)
    assert len(found) == 5 and all(len(pair) == 2 for pair in found)
    assert all(isinstance(cosine, float) for _, cosine in found)
    assert "w3" not in [pair[0] for pair in found]


@test_case(points=0.75, hidden=True, failure_message="With longer and shorter vectors, words or cosines are not right.")
def test_agrees_with_torch(nearest_words):
    for seed, word, k in ((1, "w0", 4), (2, "w29", 9), (3, "w15", 2)):
        words, table = draw(seed)
        found, expected = others(nearest_words(word, words, table, k), word), oracle(word, words, table, k)
        assert found
        for (name, cosine), (right_name, right_cosine) in zip(found, expected, strict=False):
            assert name == right_name and abs(cosine - right_cosine) < 1e-4


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word whose vector points exactly the same way is a neighbour too; only the word itself is left out.",
)
def test_twin(nearest_words):
    words, table = draw_directions(4)
    table[20] = table[7]
    assert others(nearest_words("w7", words, table, 2), "w7")[0][0] == "w20"


@test_case(points=0.5, hidden=True, failure_message="All other words should be found where k is as large as it may be.")
def test_all_of_them(nearest_words):
    words, table = draw_directions(5, 6)
    found = nearest_words("w2", words, table, 5)
    assert sorted(pair[0] for pair in found) == ["w0", "w1", "w3", "w4", "w5"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The pairs should come in a list. Yours come in something else: a tuple, or a zip that can be read once only.",
)
def test_a_list(nearest_words):
    assert does_its_work(nearest_words), IDLE
    words, table = draw_directions(7)
    assert isinstance(nearest_words("w4", words, table, 3), list)


@test_case(points=0.5, hidden=True, failure_message="The table was changed in place; work on a copy.")
def test_table_is_left_alone(nearest_words):
    assert does_its_work(nearest_words), IDLE
    words, table = draw(6)
    copy = table.clone()
    nearest_words("w1", words, table, 3)
    assert torch.equal(table, copy)
