"""queries and keys for a head that selects. What they do is found out by torch's own attention."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "select_head"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

#           A  fluffy blue creature roamed the verdant forest
ASKS = [0, 0, 0, 1, 0, 0, 0, 2]
ANSWERS = [0, 1, 1, 0, 0, 0, 2, 0]


def weights_of(pair):
    """What attention makes of queries and keys: the values name the keys, so the output is the weights."""
    q, k = (tensor.double() for tensor in pair)
    return oracle(q, k, torch.eye(k.shape[0], dtype=torch.float64))


def chosen(answers, question):
    """The places of the words that answer a question."""
    return [j for j, answer in enumerate(answers) if answer == question]


def what_shows(pair):
    """Any width and any strength will do, so mistakes are told apart by whom each word looks at most, whether by 99 %, and whole numbers."""
    weights = weights_of(pair)
    most = weights >= weights.amax(-1, keepdim=True) * (1 - 1e-3)
    return most, (weights * most).sum(-1) > 0.99, pair[0].shape[-1] > 0, [tensor.is_floating_point() for tensor in pair]


def does_its_work(select_head):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    weights = weights_of(select_head([1, 2, 0], [2, 1, 0]))
    return weights.argmax(-1)[:2].tolist() == [1, 0] or bool(weights.max() > 0.8)


@test_case(
    points=0.75,
    failure_message="*creature* (asks 1) should look at *fluffy* and at *blue* (answer 1), at both alike, before all others.",
)
def test_creature(select_head):
    row = weights_of(select_head(ASKS, ANSWERS))[3]
    assert torch.allclose(row[1], row[2], rtol=1e-3)
    assert row[1] > row[[0, 3, 4, 5, 6, 7]].max()


@test_case(points=0.25, failure_message="*forest* (asks 2) should look at *verdant* (answers 2) before all others.")
def test_forest(select_head):
    assert weights_of(select_head(ASKS, ANSWERS))[7].argmax() == 6


@test_case(
    points=0.75, failure_message="*creature* and *forest* should give at least 99 % to the words that answer them."
)
def test_strength(select_head):
    weights = weights_of(select_head(ASKS, ANSWERS))
    assert weights[3, [1, 2]].sum() > 0.99 and weights[7, 6] > 0.99


@test_case(
    points=0.5,
    failure_message="A word that asks nothing (0) should look everywhere alike, not at those that answer nothing (0).",
)
def test_words_that_ask_nothing(select_head):
    assert does_its_work(select_head), IDLE
    weights = weights_of(select_head([0, 2, 0, 1, 0], [1, 0, 2, 0, 0]))
    assert torch.allclose(weights[[0, 2, 4]], torch.full((3, 5), 0.2).double(), atol=1e-3)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Questions may have any numbers, such as 7 and 30, and there may be many of them.",
)
def test_any_numbers(select_head):
    # Words ask each other in pairs: who asks and who answers is another question.
    for asks, answers in (([30, 7, 0, 12, 5], [7, 30, 0, 5, 12]), ([1, 2, 3, 4, 0], [2, 1, 4, 3, 0])):
        weights = weights_of(select_head(asks, answers))
        for i, question in enumerate(asks):
            assert not question or int(weights[i].argmax()) in chosen(answers, question)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="In a longer text, with more questions, the share falls under 99 %: more words to beat, and the scaling "
    "divides.",
)
def test_long_text(select_head):
    assert does_its_work(select_head), IDLE
    asks = [1 + i % 24 for i in range(48)]
    weights = weights_of(select_head(asks, asks[::-1]))
    for i in (0, 1, 24):
        right = chosen(asks[::-1], asks[i])
        if int(weights[i].argmax()) in right:  # otherwise others come first, which is asked above
            assert weights[i, right].sum() > 0.99


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A question that nobody answers gives an even row, and where nobody asks anything every row is even.",
)
def test_nobody_answers(select_head):
    assert does_its_work(select_head), IDLE
    for answers in ([1, 2, 1], [1]):  # nobody answers nothing: whether 0 finds 0 is asked above
        even = torch.full((len(answers), len(answers)), 1 / len(answers)).double()
        pair = select_head([0] * len(answers), answers)
        assert pair[0].shape[-1] > 0 and torch.allclose(weights_of(pair), even, atol=1e-3)
    weights = weights_of(select_head([3, 1, 1, 1], [2, 1, 1, 1]))
    assert torch.allclose(weights[0], torch.full((4,), 0.25).double(), atol=1e-3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word may answer its own question, and many may answer one: all of them get the same.",
)
def test_own_question(select_head):
    questions = [2, 0, 1, 1, 2, 2, 1]  # each word asks what it answers: who asks whom is another question
    row = weights_of(select_head(questions, questions))[0]
    assert torch.allclose(row[[0, 4, 5]], row[0].expand(3), rtol=1e-3)
    assert row[0] > row[[1, 2, 3, 6]].max()


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Queries and keys should be finite float tensors, one row for each word, of one and the same width.",
)
def test_form(select_head):
    assert does_its_work(select_head), IDLE
    for asks, answers in (([1, 2, 0], [2, 1, 0]), ([0, 0], [0, 0])):
        q, k = select_head(list(asks), list(answers))
        assert q.is_floating_point() and k.is_floating_point()
        assert q.ndim == 2 and q.shape == k.shape and q.shape[0] == len(asks)
        assert q.isfinite().all() and k.isfinite().all()
