"""scaled dot-product attention. Oracle: the formula's own properties, and the student's own result where that will do.

Sizes differ pairwise and the numbers are wide (deviation 1), so that no wrong axis and no wrong scale passes by luck.
Every call is made on copies and with the same seed: what is written into inputs, and what is random, are asked once each.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "scaled_dot_product_attention"
points = 18
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T_Q, T_K, D_K, D_V = 2, 3, 5, 7, 6, 4


def probe_attend(attention, calls):
    """(output, weights) of each call, as they came; the calls get copies and begin with the same random numbers."""
    results = []
    for call in calls:
        torch.manual_seed(0)
        results.append(tuple(attention(*(x if x is None else x.clone() for x in call))))
    return results


def probe_slope(attention, q, k, v, keep, directions):
    """How fast the output's sum of squares changes along a direction of q, k and v: by autograd, and by trying.

    Earlier exercises that attention calls are replaced by torch's own meanwhile: a mistake there costs nothing here.
    """

    def masked(scores, keep):
        return scores if keep is None else scores.masked_fill(~keep, -float("inf"))

    known = {
        "similarity_scores": lambda q, k: q @ k.transpose(-2, -1),
        "scale_scores": lambda scores, d_k: scores / d_k**0.5,
        "softmax": lambda scores, dim=-1: torch.softmax(scores, dim),
        "apply_mask": masked,
    }
    names = getattr(attention, "__globals__", {})
    before = {name: names[name] for name in known if name in names}
    names.update({name: known[name] for name in before})
    try:
        inputs = [x.clone().requires_grad_() for x in (q, k, v)]
        torch.manual_seed(0)
        attention(*(x * 1 for x in inputs), keep)[0].square().sum().backward()
        by_autograd = [(x.grad * d).sum() for x, d in zip(inputs, directions, strict=True) if x.grad is not None]
        ends = []
        for step in (1e-3, -1e-3):
            moved = [x.detach() + step * d for x, d in zip(inputs, directions, strict=True)]
            torch.manual_seed(0)
            ends.append(float(attention(*moved, keep)[0].square().sum()))
    finally:
        names.update(before)
    return float(sum(by_autograd)), (ends[0] - ends[1]) / 2e-3


def draw(seed, *lead):
    """Queries (*lead, T_Q, D_K), keys, values (*lead, T_K, D_V), and a ragged mask without an empty row."""
    g = torch.Generator().manual_seed(seed)
    q, k, v = (torch.randn(*lead, t, d, generator=g) for t, d in ((T_Q, D_K), (T_K, D_K), (T_K, D_V)))
    keep = torch.rand(*lead, T_Q, T_K, generator=g) > 0.4
    keep[..., 0, :] = True
    keep[..., 3] |= ~keep.any(-1)
    return q, k, v, keep


def attend(attention, *calls):
    """As the probe; if the two results stand in the wrong order, which their widths tell, they are turned round."""
    pairs = []
    for first, second in probe_attend(attention, list(calls)):
        turned = first.shape[-1] == T_K and second.shape[-1] != T_K
        pairs.append((second, first) if turned else (first, second))
    return pairs


def table(attention, q, k):
    """What each query takes from each key, (…, T_q, T_k), nothing masked: the output for values that name the keys.

    Where those rows do not sum to 1 and the weights' rows do, the weights: what is mixed is another question.
    """
    if q.ndim == 2:  # in a batch of two: other numbers of dimensions are another question
        return table(attention, q.expand(2, *q.shape), k.expand(2, *k.shape))[0]
    values = torch.eye(k.shape[-2], dtype=k.dtype).expand(*k.shape[:-1], -1)
    [(output, weights)] = probe_attend(attention, [(q, k, values)])
    shape = (*q.shape[:-1], k.shape[-2])
    whole = [x for x in (output, weights) if x.shape == shape and ((x.sum(-1) - 1).abs() < 1e-3).all()]
    return whole[0] if whole else output


def is_random(attention):
    """Whether two calls differ. That is asked in one case only: the weights of a query would not sum to 1."""
    q, k, v, _ = draw(20, B)
    return not torch.equal(attention(q.clone(), k.clone(), v.clone())[0], attention(q.clone(), k.clone(), v.clone())[0])


def digits(found):
    """All digits of tensors, the text of anything else: a tensor's own text shows four digits, and takes long."""
    if isinstance(found, (tuple, list)):
        return [digits(part) for part in found]
    return repr(found.tolist() if isinstance(found, torch.Tensor) else found)


def does_its_work(scaled_dot_product_attention):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    q, k, v, _ = draw(30, B)
    one, two = (
        scaled_dot_product_attention(q.clone(), k.clone(), v.clone()),
        scaled_dot_product_attention(-q, k.clone(), -v),
    )
    return digits(one) != digits(two) and digits(one) != digits(q)


@test_case(
    points=1.8,
    failure_message="Expected one output for each query, (..., T_q, d_v), and then the weights, (..., T_q, T_k).",
)
def test_shapes(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, _ = draw(0, B)
    output, weights = scaled_dot_product_attention(q, k, v)
    assert output.shape == (B, T_Q, D_V)
    assert weights.shape == (B, T_Q, T_K)


@test_case(points=1.8, failure_message="Each query's weights, over the keys, should sum to 1.")
def test_each_query_spends_all_of_its_attention(scaled_dot_product_attention):
    q, k, v, _ = draw(1, B)
    [(_, weights)] = attend(scaled_dot_product_attention, (q, k, v))
    assert torch.allclose(weights.sum(-1), torch.ones(B, T_Q), atol=1e-5)


@test_case(
    points=1.8,
    failure_message="Tokens A and B: A should take about 67 % from itself and 33 % from B, and B 20 % from A and 80 % from "
    "itself.",
)
def test_two_tokens(scaled_dot_product_attention):
    q, k = torch.tensor([[1.0, 1.0], [-2.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    taken = table(scaled_dot_product_attention, q, k)
    assert torch.allclose(taken, torch.tensor([[0.6698, 0.3302], [0.1956, 0.8044]]), atol=5e-4)


@test_case(
    points=1.8,
    failure_message="A key that a query may not see (the mask is False there) still changes that query's output.",
)
def test_a_closed_key_changes_nothing(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, _ = draw(6, B)
    keep = torch.ones(B, T_Q, T_K, dtype=torch.bool)
    keep[..., 4] = False
    other_k, other_v = k.clone(), v.clone()
    other_k[:, 4], other_v[:, 4] = 3.0, -50.0
    (before, _), (after, _) = attend(scaled_dot_product_attention, (q, k, v, keep), (q, other_k, other_v, keep))
    assert torch.allclose(before, after, atol=1e-5)


@test_case(
    points=1.8,
    failure_message="A query that may look nowhere should give zeros, weights and output, not NaN and not a mean.",
)
def test_a_query_that_sees_nothing(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(7, B)
    keep[0, 1], keep[1, 3:] = False, False
    [(output, weights)] = attend(scaled_dot_product_attention, (q, k, v, keep))
    for row in ((0, 1), (1, 3), (1, 4)):
        assert torch.equal(weights[row], torch.zeros_like(weights[row]))
        assert torch.equal(output[row], torch.zeros_like(output[row]))


@test_case(
    points=2,
    hidden=True,
    failure_message="The scores are not divided by the right number. Which size is under the root?",
)
def test_scale(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, _, _ = draw(3)
    # A softmax over rows, or over columns, shifts the logarithms by a number for each row, or column: take both away.
    scores = (q @ k.T / D_K**0.5).double()
    taken = table(scaled_dot_product_attention, q, k).double()
    if (taken <= 0).any():
        return  # something else is wrong: weights are positive
    logs = taken.log()
    logs, scores = (x - x.mean(-1, keepdim=True) - x.mean(-2, keepdim=True) + x.mean() for x in (logs, scores))
    assert torch.allclose(logs, scores, atol=1e-3)


@test_case(
    points=0.6,
    hidden=True,
    failure_message="The second result should be the weights that mixed the values, and the output that mixture.",
)
def test_weights_are_those_that_mixed(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(5, B)
    [(output, weights)] = attend(scaled_dot_product_attention, (q, k, v, keep))
    assert torch.allclose(output, weights @ v, atol=1e-5)


@test_case(
    points=0.2, hidden=True, failure_message="Beside a query that sees nothing, the other queries should be as ever."
)
def test_neighbours_of_an_empty_row(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(8, B)
    closed = keep.clone()
    closed[:, 2] = False
    (before, _), (after, _) = attend(scaled_dot_product_attention, (q, k, v, keep), (q, k, v, closed))
    rest = [0, 1, 3, 4]
    assert torch.allclose(before[:, rest], after[:, rest], atol=1e-5)


@test_case(
    points=1.8,
    hidden=True,
    failure_message="Heads (B, H, …), and a mask that broadcasts, (B, 1, 1, T_k) or (T_q, T_k), should give what each head "
    "gives alone with its whole mask.",
)
def test_heads_and_masks_that_broadcast(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    if is_random(scaled_dot_product_attention):
        return
    q, k, v, _ = draw(10, B, H)
    padding = (torch.arange(T_K) < torch.tensor([[4], [6]]))[:, None, None]
    for keep in (padding, torch.ones(T_Q, T_K, dtype=torch.bool).tril(1)):
        [(together, _)] = attend(scaled_dot_product_attention, (q, k, v, keep))
        whole = keep.expand(B, H, T_Q, T_K).clone()
        for b in range(B):
            [(alone, _)] = attend(scaled_dot_product_attention, (q[b], k[b], v[b], whole[b]))
            assert torch.allclose(together[b], alone, atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Without a mask, every query should see what it sees with one that is open.",
)
def test_no_mask(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(4, B)
    (none, _), (full, _) = attend(scaled_dot_product_attention, (q, k, v), (q, k, v, torch.ones_like(keep)))
    assert torch.allclose(none, full, atol=1e-5)


@test_case(
    points=0.2,
    hidden=True,
    failure_message="In half precision (float16, bfloat16) output and weights should have the dtype of queries, keys and values, as in "
    "any other.",
)
def test_half_precision(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    for dtype in (torch.float16, torch.bfloat16):
        q, k, v = (x.to(dtype) for x in draw(21, B)[:3])
        [(output, weights)] = attend(scaled_dot_product_attention, (q, k, v))
        assert output.dtype == weights.dtype == dtype


@test_case(points=1.8, hidden=True, failure_message="Your function changed its inputs; work on new tensors.")
def test_inputs_are_left_alone(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    tensors = draw(13, B)
    tensors[3][0, 1] = False
    copies = [x.clone() for x in tensors]
    scaled_dot_product_attention(*tensors)
    assert all(torch.equal(x, y) for x, y in zip(tensors, copies, strict=True))


@test_case(
    points=0.4, hidden=True, failure_message="A batch of one, or one query, should keep its dimension of size 1."
)
def test_batch_of_one(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(15, 1)
    [(output, weights)] = attend(scaled_dot_product_attention, (q[:, :1], k, v, keep[:, :1]))
    assert output.ndim == weights.ndim == 3


@test_case(
    points=0.3,
    hidden=True,
    failure_message="With scores of some thousands weights get lost: a row does not sum to 1 any more. Do powers overflow, or do "
    "closed places take part in the softmax?",
)
def test_large_scores(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, _, _ = draw(12, B)
    small, large = (table(scaled_dot_product_attention, q[:, :1] * size, k) for size in (1.0, 5000.0))
    assert torch.allclose(small.sum(), large.sum(), atol=1e-3) or is_random(scaled_dot_product_attention)
    q, k, v, keep = draw(19, B)
    keep[...], keep[..., 2] = True, False
    loud = torch.where(keep[:1, 0, :, None], k, 400 * q[:, :1])  # a closed key with by far the highest score
    (_, usual), (_, beside) = attend(scaled_dot_product_attention, (q, k, v, keep), (q[:, :1], loud, v, keep[:, :1]))
    spends_all = torch.allclose(usual.sum(-1), torch.ones(B, T_Q), atol=1e-3)  # otherwise the closed key counts
    if spends_all and not beside.isnan().any():  # NaN comes of dividing by nothing: both are asked above
        assert torch.allclose(beside.sum(-1), torch.ones(B, 1), atol=1e-3)


@test_case(
    points=0.3,
    hidden=True,
    failure_message="Where all open scores are far below zero, the closed ones win: a large negative number is not enough.",
)
def test_very_negative_scores(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, _ = draw(17, B)
    keep = torch.ones(B, T_Q, T_K, dtype=torch.bool)
    keep[..., 5] = False
    q, k = torch.full_like(q, -9000.0), k.abs() + 1
    k[:, 5] *= 2  # the closed key has the lowest score
    other = v.clone()
    other[:, 5] += 100.0
    (near, _), (near_changed, _), (masked, _), (changed, _), (full, _) = attend(
        scaled_dot_product_attention,
        (q / 9000, k, v, keep),
        (q / 9000, k, other, keep),
        (q, k, v, keep),
        (q, k, other, keep),
        (q, k, v, torch.ones_like(keep)),
    )
    if not torch.allclose(near, near_changed, atol=1e-2, equal_nan=True):
        return  # the closed key counts at ordinary scores too: that is asked above
    assert torch.allclose(masked, changed, atol=1e-2, equal_nan=True)
    assert masked.any() or not full.any()


@test_case(points=0.3, hidden=True, failure_message="In double precision, the result should be precise as well.")
def test_precision(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = draw(14, B)
    q, k, v = q.double(), k.double(), v.double()
    output, weights = scaled_dot_product_attention(q.clone(), k.clone(), v, keep)
    assert output.dtype == weights.dtype == torch.float64
    one, two = (table(scaled_dot_product_attention, size * q[:, :1], k) for size in (1.0, 0.3))
    assert abs(float(one.sum() - two.sum())) < 1e-12 or is_random(scaled_dot_product_attention)


@test_case(
    points=0.6,
    hidden=True,
    failure_message="No right gradient comes back to queries, keys and values, also beside a closed place.",
)
def test_gradients(scaled_dot_product_attention):
    assert does_its_work(scaled_dot_product_attention), IDLE
    q, k, v, keep = (x.double() if x.is_floating_point() else x for x in draw(16, B))
    directions = [x.double() for x in draw(18, B)[:3]]
    by_autograd, by_trying = probe_slope(scaled_dot_product_attention, q, k, v, keep, directions)
    assert abs(by_autograd - by_trying) < 0.05
