"""The best span. The oracle is torch: the table of all sums, with what is not allowed cut out."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "qa_best_span"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

T = 14
PASSAGE = (torch.arange(T) >= 6) & (torch.arange(T) < 13)


def draw(seed):
    g = torch.Generator().manual_seed(seed)
    return torch.randn(T, generator=g) * 3, torch.randn(T, generator=g) * 3


def oracle(start, end, in_passage, max_length, threshold=0.0):
    """By the whole (T, T) table of sums."""
    allowed = in_passage[:, None] & in_passage[None] & torch.ones(T, T, dtype=torch.bool).triu()
    allowed &= ~torch.ones(T, T, dtype=torch.bool).triu(max_length)
    sums = (start[:, None] + end[None]).masked_fill(~allowed, float("-inf"))
    if sums.max() <= start[0] + end[0] + threshold:
        return None
    return divmod(int(sums.argmax()), T)


def as_pair(found):
    return None if found is None else tuple(int(place) for place in found)


def does_its_work(qa_best_span):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    found = []
    for first, last in ((7, 9), (8, 10)):
        start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
        start[first], end[last] = 6.0, 6.0
        found.append(repr(qa_best_span(start, end, PASSAGE, 5)))
    return found[0] != found[1]


@test_case(points=0.75, failure_message="With one clear start (7) and one clear end (9), the answer is (7, 9).")
def test_clear(qa_best_span):
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[7], end[9] = 6.0, 6.0
    assert as_pair(qa_best_span(start, end, PASSAGE, 5)) == (7, 9)


@test_case(points=0.75, failure_message="Where [CLS] has the higher scores there is no answer: None.")
def test_no_answer(qa_best_span):
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[7], end[9], start[0], end[0] = 6.0, 6.0, 7.0, 7.0
    assert qa_best_span(start, end, PASSAGE, 5) is None
    start[0] = end[0] = -5.0
    assert as_pair(qa_best_span(start, end, PASSAGE, 5)) == (7, 9)


@test_case(points=0.75, failure_message="An answer of one token has the same start and end.")
def test_one_token(qa_best_span):
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[8], end[8] = 6.0, 6.0
    assert as_pair(qa_best_span(start, end, PASSAGE, 5)) == (8, 8)


@test_case(points=0.75, failure_message="An answer ends where it starts, or later; never before.")
def test_order(qa_best_span):
    assert does_its_work(qa_best_span), IDLE
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[11], end[7], start[8], end[9] = 8.0, 8.0, 3.0, 3.5
    found = as_pair(qa_best_span(start, end, PASSAGE, 7))
    assert found is not None and found[0] <= found[1]


@test_case(points=1, failure_message="A span has at most max_length tokens, its first one included.")
def test_length(qa_best_span):
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[6], end[9], end[8] = 6.0, 6.0, 4.0
    assert as_pair(qa_best_span(start, end, PASSAGE, 4)) == (6, 9)
    assert as_pair(qa_best_span(start, end, PASSAGE, 3)) == (6, 8)


@test_case(
    points=1,
    hidden=True,
    failure_message="The answer lies in the passage: not in the question, and not in the [SEP] behind.",
)
def test_in_the_passage(qa_best_span):
    for place in (2, 5, 13):
        start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
        start[place], end[place], start[9], end[10] = 9.0, 9.0, 2.0, 2.0
        assert as_pair(qa_best_span(start, end, PASSAGE, 5)) == (9, 10)


@test_case(
    points=1,
    hidden=True,
    failure_message="The threshold: a span is given only if its score is above start[0] + end[0] + threshold.",
)
def test_threshold(qa_best_span):
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[7], end[8], start[0], end[0] = 3.0, 3.0, 2.0, 2.5
    thresholds = (0.0, 1.25, 1.5, 2.0, -9.0)
    found = [as_pair(qa_best_span(start, end, PASSAGE, 5, threshold)) for threshold in thresholds]
    start[0] = end[0] = 3.5
    found += [as_pair(qa_best_span(start, end, PASSAGE, 5, threshold)) for threshold in (0.0, -2.0)]
    assert found == [(7, 8), (7, 8), None, None, (7, 8), None, (7, 8)]


@test_case(
    points=1,
    hidden=True,
    failure_message="Scores may all be negative: a span that is not allowed must not count as a sum of 0.",
)
def test_negative_scores(qa_best_span):
    start, end = torch.tensor([-9.0, -1.0, -2.0, -6.0]), torch.tensor([-9.0, -5.0, -1.5, -2.0])
    passage = torch.tensor([False, True, True, True])
    assert as_pair(qa_best_span(start, end, passage, 2)) == (1, 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The two places should be plain ints, in a tuple: not tensors, not a list.",
)
def test_plain_numbers(qa_best_span):
    assert does_its_work(qa_best_span), IDLE
    start, end = torch.full((T,), -5.0), torch.full((T,), -5.0)
    start[7], end[9] = 6.0, 6.0
    found = qa_best_span(start, end, PASSAGE, 5)
    assert found is None or (type(found) is tuple and all(type(place) is int for place in found))


@test_case(
    points=0.75, hidden=True, failure_message="With random scores, the span is not the best one that is allowed."
)
def test_agrees_with_the_table(qa_best_span):
    found, expected = [], []
    for seed in range(30):
        start, end = draw(seed)
        start[0] = end[0] = -50.0  # when there is no answer is another case's affair
        copies = start.clone(), end.clone()
        for length in (1, 3, 7):
            found.append(as_pair(qa_best_span(start, end, PASSAGE, length)))
            expected.append(oracle(start, end, PASSAGE, length))
        assert torch.equal(start, copies[0]) and torch.equal(end, copies[1])
    assert found == expected
