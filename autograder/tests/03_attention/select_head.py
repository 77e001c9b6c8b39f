"""queries and keys for a head that selects. What they do is found out by torch's own attention."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "select_head"
points = 5


def weights_of(pair):
    """What attention makes of queries and keys: the values name the keys, so the output is the weights."""
    q, k = (tensor.double() for tensor in pair)
    return oracle(q, k, torch.eye(k.shape[0], dtype=torch.float64))


def wish(asks, answers):
    """The weights that were asked for: even over the words that answer, over all words where there is none."""
    rows = []
    for question in asks:
        chosen = torch.tensor([float(question != 0 and answer == question) for answer in answers]).double()
        rows.append(chosen / chosen.sum() if chosen.any() else torch.full_like(chosen, 1 / len(answers)))
    return torch.stack(rows)


def fulfilled(select_head, asks, answers):
    """At least 99 % of each row where it is wanted, and evenly: no weight is further off than 1 % of the wish."""
    weights, wanted = weights_of(select_head(asks, answers)), wish(asks, answers)
    return bool(((weights - wanted).abs().amax(-1) <= 0.0101 * wanted.amax(-1)).all())


@test_case(
    points=1,
    failure_message="*creature* (asks 1) should spread its weight evenly over *fluffy* and *blue* (answer 1).",
)
def test_creature(select_head):
    weights = weights_of(select_head([0, 0, 0, 1, 0, 0, 0, 2], [0, 1, 1, 0, 0, 0, 2, 0]))
    assert float(weights[3, 1]) > 0.49 and float(weights[3, 2]) > 0.49


@test_case(
    points=1, failure_message="*forest* (asks 2) should give its weight to *verdant* (answers 2), not to *fluffy*."
)
def test_forest(select_head):
    assert float(weights_of(select_head([0, 0, 0, 1, 0, 0, 0, 2], [0, 1, 1, 0, 0, 0, 2, 0]))[7, 6]) > 0.98


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word that asks nothing should look everywhere alike, not at those that answer nothing.",
)
def test_words_that_ask_nothing(select_head):
    weights = weights_of(select_head([0, 2, 0, 1, 0], [1, 0, 2, 0, 0]))
    assert torch.allclose(weights[[0, 2, 4]], torch.full((3, 5), 0.2).double(), atol=1e-3)


@test_case(
    points=0.5, hidden=True, failure_message="Several words with several questions: a row is not as it was wished."
)
def test_many_questions(select_head):
    assert fulfilled(select_head, [1, 2, 3, 0, 2, 1, 4], [2, 2, 1, 3, 4, 3, 3])


@test_case(points=0.5, hidden=True, failure_message="Questions may have any numbers, such as 7 and 30, in any order.")
def test_any_numbers(select_head):
    assert fulfilled(select_head, [30, 0, 7, 0, 30, 12], [0, 7, 12, 30, 7, 0])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="In a longer text the share falls under 99 %: more words to beat, and the scaling divides.",
)
def test_long_text(select_head):
    asks = [1 + i % 24 for i in range(48)]
    assert fulfilled(select_head, asks, list(reversed(asks)))


@test_case(
    points=0.5, hidden=True, failure_message="A question that nobody answers gives an even row; nobody need ask at all."
)
def test_nobody_answers(select_head):
    assert fulfilled(select_head, [3, 0, 1, 0], [0, 1, 0, 2])
    assert fulfilled(select_head, [0, 0, 0], [0, 4, 0])


@test_case(
    points=0.5, hidden=True, failure_message="A word may answer its own question, and may be one of many that do."
)
def test_own_question(select_head):
    assert fulfilled(select_head, [5, 0, 0, 6, 0, 0, 0], [5, 0, 6, 6, 5, 5, 6])
