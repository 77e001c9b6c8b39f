"""similarity scores: Q Kᵀ. What batches, heads and sizes ask for is compared with the student's own single sentences."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "similarity_scores"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T_Q, T_K, D_K = 2, 3, 5, 7, 4


def draw(seed, *lead, keys=T_K):
    """Queries (*lead, T_Q, D_K) and keys (*lead, keys, D_K) of deviation 1."""
    g = torch.Generator().manual_seed(seed)
    return torch.randn(*lead, T_Q, D_K, generator=g), torch.randn(*lead, keys, D_K, generator=g)


def probe_gradients(function, *inputs):
    """Backward through the sum of squares of the result; the largest entry of the gradient of each tensor that was given."""
    inputs = [
        x.clone().requires_grad_() if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in inputs
    ]
    # torch refuses to write into a leaf, which has a case of its own
    result = function(*(x * 1 if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in inputs))
    if result.requires_grad:
        result[result.isfinite()].square().sum().backward()
    leaves = [x for x in inputs if isinstance(x, torch.Tensor) and x.is_floating_point()]
    return [0.0 if x.grad is None else x.grad.abs().max().item() for x in leaves]


def does_its_work(similarity_scores):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    q, k = torch.arange(1.0, 7.0).reshape(3, 2), torch.arange(1.0, 9.0).reshape(4, 2)
    one, two = similarity_scores(q.clone(), k.clone()), similarity_scores(-q, k.clone())
    return repr(one) != repr(two) and repr(one) != repr(q)


@test_case(
    points=1,
    failure_message="Tokens A and B of section 3.1: the entry [i, j] should be the dot product of query i and key j.",
)
def test_two_tokens(similarity_scores):
    q, k = torch.tensor([[1.0, 1.0], [-2.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    assert torch.allclose(similarity_scores(q, k), torch.tensor([[2.0, 1.0], [1.0, 3.0]]))


@test_case(
    points=0.5,
    failure_message="The scores should have one row for each query and one column for each key: (T_q, T_k).",
)
def test_shape(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    assert similarity_scores(*draw(0)).shape == (T_Q, T_K)


@test_case(
    points=1,
    failure_message="In a batch, each sentence should get the scores that it gets alone: only the last two dimensions of "
    "the keys change places.",
)
def test_batch(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, k = draw(2, B)
    alone = torch.stack([similarity_scores(q[b], k[b]) for b in range(B)])
    assert torch.allclose(similarity_scores(q, k), alone, atol=1e-5)


@test_case(
    points=1,
    hidden=True,
    failure_message="The scores are something else than dot products. Are they scaled or normalised already?",
)
def test_dot_products(similarity_scores):
    q, k = draw(1)
    for i in range(T_Q):  # one query and one key at a time: which stands on the rows is another question
        score = similarity_scores(q[i : i + 1], k[i : i + 1])
        assert torch.allclose(score.flatten(), (q[i] * k[i]).sum()[None], atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The row i belongs to query i, also where there are as many queries as keys.",
)
def test_rows_ask(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, k = draw(4, keys=T_Q)
    scores = similarity_scores(q, k)
    for i, j in ((0, 3), (4, 1), (2, 4)):
        assert torch.allclose(scores[i, j], similarity_scores(q[i : i + 1], k[j : j + 1]).flatten()[0], atol=1e-5)


@test_case(
    points=0.5, hidden=True, failure_message="Two leading dimensions (batch and heads) should work as none does."
)
def test_batch_and_heads(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, k = draw(3, B, H)
    alone = torch.stack([torch.stack([similarity_scores(q[b, h], k[b, h]) for h in range(H)]) for b in range(B)])
    assert torch.allclose(similarity_scores(q, k), alone, atol=1e-5)


@test_case(
    points=0.5, hidden=True, failure_message="A batch of one, or one query, should keep its dimension of size 1."
)
def test_batch_of_one(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, k = draw(8)  # the keys without a batch: how a batch of keys is turned is asked above
    assert similarity_scores(q[None], k).ndim == 3
    assert similarity_scores(q[:1], k).ndim == 2


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Leading dimensions that broadcast (one set of keys for a whole batch of queries) should work.",
)
def test_broadcast(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, _ = draw(5, B)
    _, k = draw(6)
    alone = torch.stack([similarity_scores(q[b], k) for b in range(B)])
    assert torch.allclose(similarity_scores(q, k), alone, atol=1e-5)


@test_case(points=0.25, hidden=True, failure_message="Your function changed its inputs, or the dtype of the numbers.")
def test_inputs_and_dtype(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    q, k = (x.double() for x in draw(7))
    copies = q.clone(), k.clone()
    assert similarity_scores(q, k).dtype == torch.float64
    assert torch.equal(q, copies[0]) and torch.equal(k, copies[1])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="In half precision (float16, bfloat16) the scores should have the dtype of queries and keys, as in any other.",
)
def test_half_precision(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    for dtype in (torch.float16, torch.bfloat16):
        q, k = (x.to(dtype) for x in draw(9))
        assert similarity_scores(q, k).dtype == dtype


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the scores: training could not change queries and keys. Do you detach, or go by "
    "way of NumPy or .data?",
)
def test_gradients(similarity_scores):
    assert does_its_work(similarity_scores), IDLE
    assert all(number > 0 for number in probe_gradients(similarity_scores, *draw(10)))
