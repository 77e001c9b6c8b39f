"""queries and keys for a head that shifts. What they do is found out by torch's own attention."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "shift_head"
points = 5


def weights_of(pair):
    """What attention makes of queries and keys: the values name the keys, so the output is the weights."""
    q, k = (tensor.double() for tensor in pair)
    return oracle(q, k, torch.eye(k.shape[0], dtype=torch.float64))


def share(weights, by):
    """The smallest share that a word gives to the word `by` places before it (to word 0 where there is none)."""
    return min(float(weights[i, max(i - by, 0)]) for i in range(weights.shape[0]))


@test_case(
    points=1, failure_message="Five words, by = 0: every word should give at least 99 % of its weight to itself."
)
def test_copy(shift_head):
    assert share(weights_of(shift_head(5, 0)), 0) > 0.99


@test_case(
    points=1,
    failure_message="Five words, by = 1: every word should give at least 99 % to the one before it, word 0 to itself.",
)
def test_previous_word(shift_head):
    assert share(weights_of(shift_head(5)), 1) > 0.99


@test_case(
    points=1,
    hidden=True,
    failure_message="In a longer sentence the share falls under 99 %: more words to beat, and the scaling divides.",
)
def test_long_sentences(shift_head):
    for length in (20, 37, 50):
        assert share(weights_of(shift_head(length, 1)), 1) > 0.99


@test_case(points=0.5, hidden=True, failure_message="`by` should say how many places back a word looks.")
def test_further_back(shift_head):
    for length, by in ((6, 2), (9, 3), (30, 7)):
        assert share(weights_of(shift_head(length, by)), by) > 0.99


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The first words, with nobody that far back, should look at word 0, not at the end of the text.",
)
def test_first_words(shift_head):
    for by in (1, 4, 12):
        weights = weights_of(shift_head(8, by))
        assert float(weights[: min(by + 1, 8), 0].min()) > 0.99


@test_case(points=0.5, hidden=True, failure_message="A sentence of one or two words should work as well.")
def test_short_sentences(shift_head):
    assert share(weights_of(shift_head(1, 1)), 1) > 0.99
    assert share(weights_of(shift_head(2, 1)), 1) > 0.99
    assert share(weights_of(shift_head(2, 0)), 0) > 0.99


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Queries and keys should be finite float tensors, one for each word, of one and the same width.",
)
def test_form(shift_head):
    q, k = shift_head(7, 2)
    assert q.is_floating_point() and k.is_floating_point()
    assert q.ndim == 2 and q.shape == k.shape and q.shape[0] == 7
    assert q.isfinite().all() and k.isfinite().all()
