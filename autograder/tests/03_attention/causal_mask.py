"""the causal mask. Oracle: what torch's is_causal=True leaves open (aligned at the top left)."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "causal_mask"
points = 7


def open_places(t_q, t_k):
    """Where torch lets a query look: even scores, values that name the keys, so the output is the weights."""
    return oracle(torch.zeros(t_q, 1), torch.zeros(t_k, 1), torch.eye(t_k), is_causal=True) > 0


@test_case(
    points=1,
    failure_message="The mask of three words: the first sees itself, the second two words, the third all three.",
)
def test_three_words(causal_mask):
    assert causal_mask(3).bool().tolist() == [[True, False, False], [True, True, False], [True, True, True]]


@test_case(points=1, failure_message="A word may look at itself: the diagonal is open.")
def test_diagonal(causal_mask):
    assert causal_mask(5).bool().diagonal().all()


@test_case(points=0.5, failure_message="The mask should be boolean (torch.bool), one row for each query: (t_q, t_k).")
def test_boolean_and_shape(causal_mask):
    keep = causal_mask(4, 6)
    assert keep.dtype == torch.bool
    assert keep.shape == (4, 6)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The open half is the wrong one: rows ask, so row i is open up to column i.",
)
def test_no_word_sees_the_future(causal_mask):
    keep = causal_mask(7).bool()
    assert not any(keep[i, j] for i in range(7) for j in range(i + 1, 7))


@test_case(points=0.5, hidden=True, failure_message="Every word before the query should be open.")
def test_every_word_sees_the_past(causal_mask):
    keep = causal_mask(7).bool()
    assert all(keep[i, j] for i in range(7) for j in range(i))


@test_case(
    points=1,
    hidden=True,
    failure_message="With fewer queries than keys, both count from 0 at the top left corner: query 0 sees key 0 only.",
)
def test_fewer_queries(causal_mask):
    assert torch.equal(causal_mask(3, 7).bool(), open_places(3, 7))


@test_case(
    points=1,
    hidden=True,
    failure_message="With more queries than keys, both count from 0 at the top left: the last queries see all keys.",
)
def test_more_queries(causal_mask):
    assert torch.equal(causal_mask(7, 4).bool(), open_places(7, 4))


@test_case(points=0.5, hidden=True, failure_message="Without t_k there are as many keys as queries.")
def test_square_by_default(causal_mask):
    for length in (2, 6, 11):
        assert torch.equal(causal_mask(length).bool(), open_places(length, length))


@test_case(points=0.5, hidden=True, failure_message="One word sees itself; one query of many keys sees the first.")
def test_one_query(causal_mask):
    assert causal_mask(1).bool().tolist() == [[True]]
    assert causal_mask(1, 3).bool().tolist() == [[True, False, False]]


@test_case(points=0.5, hidden=True, failure_message="The mask cannot be turned round with `~`: is it boolean?")
def test_can_be_turned_round(causal_mask):
    assert (~causal_mask(4)).sum(-1).tolist() == [3, 2, 1, 0]
