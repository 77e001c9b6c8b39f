"""scaled dot-product attention. Oracle: torch.nn.functional.scaled_dot_product_attention.

Sizes differ pairwise and the numbers are wide (deviation 1), so that no wrong axis and no wrong scale passes by luck.
Torch's own function is asked only about masks without an empty row, and about empty rows the property decides.
"""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "scaled_dot_product_attention"
points = 20

B, H, T_Q, T_K, D_K, D_V = 2, 3, 5, 7, 6, 4


def draw(seed, *lead):
    """Queries (*lead, T_Q, D_K), keys, values (*lead, T_K, D_V), and a ragged mask without an empty row."""
    g = torch.Generator().manual_seed(seed)
    q, k, v = (torch.randn(*lead, t, d, generator=g) for t, d in ((T_Q, D_K), (T_K, D_K), (T_K, D_V)))
    keep = torch.rand(*lead, T_Q, T_K, generator=g) > 0.4
    keep[..., 0, :] = True
    keep[..., 3] |= ~keep.any(-1)
    return q, k, v, keep


def attend(function, *tensors):
    """Call the function on copies, so that one that writes into its inputs loses the case about that and no other."""
    return function(*(tensor.clone() for tensor in tensors))


@test_case(
    points=2,
    failure_message="Expected one output for each query, (..., T_q, d_v), and then the weights, (..., T_q, T_k).",
)
def test_shapes(scaled_dot_product_attention):
    q, k, v, _ = draw(0, B)
    output, weights = attend(scaled_dot_product_attention, q, k, v)
    assert output.shape == (B, T_Q, D_V)
    assert weights.shape == (B, T_Q, T_K)


@test_case(
    points=2,
    failure_message="Each query's weights should sum to 1: along which axis do you take the softmax?",
)
def test_each_query_spends_all_of_its_attention(scaled_dot_product_attention):
    q, k, v, _ = draw(1, B)
    _, weights = attend(scaled_dot_product_attention, q, k, v)
    assert torch.allclose(weights.sum(-1), torch.ones(B, T_Q), atol=1e-5)


@test_case(points=2, failure_message="Tokens A and B: B should take about 20 % from A and 80 % from itself.")
def test_two_tokens(scaled_dot_product_attention):
    q, k = torch.tensor([[1.0, 1.0], [-2.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    output, weights = attend(scaled_dot_product_attention, q, k, torch.tensor([[4.0, 1.0], [1.0, 4.0]]))
    assert torch.allclose(weights[1], torch.tensor([0.1956, 0.8044]), atol=5e-4)
    assert torch.allclose(output[1], torch.tensor([1.5867, 3.4133]), atol=5e-4)


@test_case(
    points=2,
    failure_message="A closed key should get the weight 0, and the open ones should still sum to 1.",
)
def test_a_closed_key(scaled_dot_product_attention):
    q, k, v, _ = draw(2, B)
    keep = torch.ones(B, T_Q, T_K, dtype=torch.bool)
    keep[:, :, 5] = False
    _, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    assert weights[..., 5].abs().max() == 0
    assert torch.allclose(weights.sum(-1), torch.ones(B, T_Q), atol=1e-5)


@test_case(
    points=2,
    hidden=True,
    failure_message="The output is not that of eq. 1. Which size is under the root that you divide the scores by?",
)
def test_agrees_with_torch(scaled_dot_product_attention):
    q, k, v, _ = draw(3, B)
    output, _ = attend(scaled_dot_product_attention, q, k, v)
    assert torch.allclose(output, oracle(q, k, v), atol=1e-5)


@test_case(points=1.5, hidden=True, failure_message="With a ragged mask (True: may attend), the output is not right.")
def test_agrees_with_torch_under_a_mask(scaled_dot_product_attention):
    q, k, v, keep = draw(4, B)
    output, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    assert torch.allclose(output, oracle(q, k, v, attn_mask=keep), atol=1e-5)


@test_case(
    points=1,
    hidden=True,
    failure_message="The second result should be the weights that mixed the values: after the softmax, not the scores.",
)
def test_weights_are_those_that_mixed(scaled_dot_product_attention):
    q, k, v, keep = draw(5, B)
    output, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    by_torch = oracle(q, k, torch.eye(T_K).expand(B, T_K, T_K), attn_mask=keep)  # values that name the keys
    assert torch.allclose(weights, by_torch, atol=1e-5)
    assert torch.allclose(output, by_torch @ v, atol=1e-5)


@test_case(points=1, hidden=True, failure_message="A key that a query may not see still changes that query's output.")
def test_a_closed_key_changes_nothing(scaled_dot_product_attention):
    q, k, v, keep = draw(6, B)
    keep[..., 4], keep[..., 3] = False, True
    before, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    k[:, 4], v[:, 4] = 50.0, -50.0
    after, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    assert torch.allclose(before, after, atol=1e-6)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="A query that may look nowhere should give zeros, weights and output, not NaN and not a mean.",
)
def test_a_query_that_sees_nothing(scaled_dot_product_attention):
    q, k, v, keep = draw(7, B)
    keep[0, 1], keep[1, 3:] = False, False
    output, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    for row in ((0, 1), (1, 3), (1, 4)):
        assert torch.equal(weights[row], torch.zeros(T_K))
        assert torch.equal(output[row], torch.zeros(D_V))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Beside a query that sees nothing, the other queries should be as ever.",
)
def test_neighbours_of_an_empty_row(scaled_dot_product_attention):
    q, k, v, keep = draw(8, B)
    expected = oracle(q, k, v, attn_mask=keep)
    keep[:, 2] = False
    output, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    assert torch.allclose(output[:, [0, 1, 3, 4]], expected[:, [0, 1, 3, 4]], atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word's output changed when a later word changed, although the mask was causal.",
)
def test_causality(scaled_dot_product_attention):
    q, k, v, _ = draw(9, B)
    causal = torch.ones(T_Q, T_K).tril().bool()
    before, _ = attend(scaled_dot_product_attention, q, k, v, causal)
    k[:, 3:], v[:, 3:] = k[:, 3:] + 9.0, -v[:, 3:]
    after, _ = attend(scaled_dot_product_attention, q, k, v, causal)
    assert torch.allclose(before[:, :3], after[:, :3], atol=1e-6)
    assert not torch.allclose(before[:, 3:], after[:, 3:], atol=1e-2)


@test_case(
    points=1,
    hidden=True,
    failure_message="A padding mask (B, 1, T_k) and heads (B, H, …) should work by broadcasting.",
)
def test_heads_and_a_mask_that_broadcasts(scaled_dot_product_attention):
    q, k, v, _ = draw(10, B, H)
    keep = (torch.arange(T_K) < torch.tensor([[4], [6]]))[:, None, None]
    output, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    assert weights.shape == (B, H, T_Q, T_K)
    assert torch.allclose(output, oracle(q, k, v, attn_mask=keep), atol=1e-5)


@test_case(
    points=0.5, hidden=True, failure_message="A batch of one, or one query, should keep its dimension of size 1."
)
def test_batch_of_one(scaled_dot_product_attention):
    q, k, v, keep = draw(15, 1)
    output, weights = attend(scaled_dot_product_attention, q[:, :1], k, v, keep[:, :1])
    assert output.shape == (1, 1, D_V)
    assert weights.shape == (1, 1, T_K)


@test_case(points=1, hidden=True, failure_message="Keys and values in another order, together, should change nothing.")
def test_order_of_keys_does_not_matter(scaled_dot_product_attention):
    q, k, v, keep = draw(11)
    order = torch.tensor([3, 0, 6, 1, 5, 2, 4])
    first, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    second, _ = attend(scaled_dot_product_attention, q, k[order], v[order], keep[:, order])
    assert torch.allclose(first, second, atol=1e-5)
    assert torch.allclose(first, oracle(q, k, v, attn_mask=keep), atol=1e-5)


@test_case(points=0.25, hidden=True, failure_message="Scores of some thousands should not overflow.")
def test_large_scores(scaled_dot_product_attention):
    q, k, v, keep = draw(12, B)
    q = 5000 * q
    output, _ = attend(scaled_dot_product_attention, q, k, v, keep)
    assert torch.allclose(output, oracle(q, k, v, attn_mask=keep), atol=1e-3)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Where all open scores are far below zero, the closed ones win: minus ten thousand is not enough.",
)
def test_very_negative_scores(scaled_dot_product_attention):
    q, k, v, keep = draw(17, B)
    q, k = torch.full_like(q, -9000.0), k.abs() + 1
    output, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    assert torch.allclose(weights.sum(-1), torch.ones(B, T_Q), atol=1e-5)
    assert torch.allclose(output, oracle(q, k, v, attn_mask=keep), atol=1e-3)


@test_case(points=0.5, hidden=True, failure_message="Your function changed its inputs; work on new tensors.")
def test_inputs_are_left_alone(scaled_dot_product_attention):
    tensors = draw(13, B)
    tensors[3][0, 1] = False
    copies = [x.clone() for x in tensors]
    scaled_dot_product_attention(*tensors)
    assert all(torch.equal(x, y) for x, y in zip(tensors, copies, strict=True))


@test_case(points=0.5, hidden=True, failure_message="In double precision, the result should be precise as well.")
def test_precision(scaled_dot_product_attention):
    q, k, v, keep = draw(14, B)
    q, k, v = q.double(), k.double(), v.double()
    output, weights = attend(scaled_dot_product_attention, q, k, v, keep)
    assert output.dtype == weights.dtype == torch.float64
    assert torch.allclose(output, oracle(q, k, v, attn_mask=keep), rtol=0, atol=1e-11)
