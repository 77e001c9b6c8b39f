"""neighbours by cosine. The oracle is torch's cosine_similarity."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "nearest_words"
points = 4


def draw(seed, size=30, width=7):
    """Words and vectors of very different lengths."""
    g = torch.Generator().manual_seed(seed)
    table = torch.randn(size, width, generator=g) * torch.logspace(-1, 2, size)[:, None]
    return [f"w{number}" for number in range(size)], table


def oracle(word, words, table, k):
    cosines = F.cosine_similarity(table, table[words.index(word)][None], dim=-1)
    ranked = [i for i in cosines.argsort(descending=True).tolist() if words[i] != word]
    return [(words[i], cosines[i].item()) for i in ranked[:k]]


def same(found, expected):
    names, numbers = [pair[0] for pair in found], [pair[1] for pair in found]
    return names == [pair[0] for pair in expected] and all(
        abs(one - two[1]) < 1e-4 for one, two in zip(numbers, expected, strict=True)
    )


@test_case(
    points=0.75,
    failure_message="In the plane, the nearest word to east (1, 0) is the one with the smallest angle, however long it is.",
)
def test_plane(nearest_words):
    table = torch.tensor([[1.0, 0.0], [0.1, 0.02], [3.0, 9.0], [-5.0, 0.0]])
    found = nearest_words("east", ["east", "nearly", "north", "west"], table, 3)
    assert [pair[0] for pair in found] == ["nearly", "north", "west"]


@test_case(points=0.75, failure_message="Return k pairs (word, cosine), and never the word itself.")
def test_pairs(nearest_words):
    words, table = draw(0)
    found = nearest_words("w3", words, table, 5)
    assert len(found) == 5 and all(len(pair) == 2 for pair in found)
    assert "w3" not in [pair[0] for pair in found]


@test_case(points=1, hidden=True, failure_message="With longer and shorter vectors, words or cosines are not right.")
def test_agrees_with_torch(nearest_words):
    for seed, word, k in ((1, "w0", 4), (2, "w29", 9), (3, "w15", 1)):
        words, table = draw(seed)
        assert same(nearest_words(word, words, table, k), oracle(word, words, table, k))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word whose vector points exactly the same way is a neighbour of cosine 1; only the word itself is "
    "left out.",
)
def test_twin(nearest_words):
    words, table = draw(4)
    table[20] = 3 * table[7]
    found = nearest_words("w7", words, table, 2)
    assert found[0][0] == "w20" and abs(found[0][1] - 1) < 1e-4


@test_case(points=0.5, hidden=True, failure_message="All other words should be found where k is as large as it may be.")
def test_all_of_them(nearest_words):
    words, table = draw(5, 6)
    found = nearest_words("w2", words, table, 5)
    assert same(found, oracle("w2", words, table, 5))


@test_case(points=0.5, hidden=True, failure_message="The table was changed in place; work on a copy.")
def test_table_is_left_alone(nearest_words):
    words, table = draw(6)
    copy = table.clone()
    nearest_words("w1", words, table, 3)
    assert torch.equal(table, copy)
