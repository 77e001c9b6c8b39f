"""similarity scores: Q Kᵀ. Sizes differ pairwise; the oracle is a sum of products by torch.einsum."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "similarity_scores"
points = 6

B, H, T_Q, T_K, D_K = 2, 3, 5, 7, 4


def draw(seed, *lead):
    """Queries (*lead, T_Q, D_K) and keys (*lead, T_K, D_K) of deviation 1."""
    g = torch.Generator().manual_seed(seed)
    return torch.randn(*lead, T_Q, D_K, generator=g), torch.randn(*lead, T_K, D_K, generator=g)


@test_case(
    points=1,
    failure_message="Tokens A and B of section 3.1: the entry [i, j] should be the dot product of query i and key j.",
)
def test_two_tokens(similarity_scores):
    q, k = torch.tensor([[1.0, 1.0], [-2.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    assert torch.allclose(similarity_scores(q, k), torch.tensor([[2.0, 1.0], [1.0, 3.0]]))


@test_case(
    points=1,
    failure_message="The scores should have one row for each query and one column for each key: (..., T_q, T_k).",
)
def test_shape(similarity_scores):
    assert similarity_scores(*draw(0)).shape == (T_Q, T_K)
    assert similarity_scores(*draw(0, B)).shape == (B, T_Q, T_K)


@test_case(
    points=1,
    hidden=True,
    failure_message="The scores of a single sentence are not the dot products. Are they scaled or normalised already?",
)
def test_dot_products(similarity_scores):
    q, k = draw(1)
    assert torch.allclose(similarity_scores(q, k), torch.einsum("qd,kd->qk", q, k), atol=1e-5)


@test_case(
    points=1,
    hidden=True,
    failure_message="In a batch, only the last two dimensions of the keys change places; the batch stays in front.",
)
def test_batch(similarity_scores):
    q, k = draw(2, B)
    assert torch.allclose(similarity_scores(q, k), torch.einsum("bqd,bkd->bqk", q, k), atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Two leading dimensions (batch and heads) should work as one does.",
)
def test_batch_and_heads(similarity_scores):
    q, k = draw(3, B, H)
    scores = similarity_scores(q, k)
    assert scores.shape == (B, H, T_Q, T_K)
    assert torch.allclose(scores, torch.einsum("bhqd,bhkd->bhqk", q, k), atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Keys that are twice as long should have scores twice as large: a dot product, not a cosine.",
)
def test_length_counts(similarity_scores):
    q, k = draw(4, B)
    assert torch.allclose(similarity_scores(q, 2 * k), 2 * similarity_scores(q, k), atol=1e-5)
    assert similarity_scores(q, k).abs().max() > 1.5


@test_case(
    points=0.25, hidden=True, failure_message="A batch of one, or one query, should keep its dimension of size 1."
)
def test_batch_of_one(similarity_scores):
    q, k = draw(8, 1)
    assert similarity_scores(q, k).shape == (1, T_Q, T_K)
    assert similarity_scores(q[:, :1], k).shape == (1, 1, T_K)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Leading dimensions that broadcast (one set of keys for a whole batch of queries) should work.",
)
def test_broadcast(similarity_scores):
    q, _ = draw(5, B)
    _, k = draw(6)
    assert torch.allclose(similarity_scores(q, k), torch.einsum("bqd,kd->bqk", q, k), atol=1e-5)


@test_case(points=0.5, hidden=True, failure_message="Your function changed its inputs, or their precision.")
def test_inputs_and_precision(similarity_scores):
    q, k = (x.double() for x in draw(7, B))
    copies = q.clone(), k.clone()
    scores = similarity_scores(q, k)
    assert torch.equal(q, copies[0]) and torch.equal(k, copies[1])
    assert torch.allclose(scores, torch.einsum("bqd,bkd->bqk", *copies), rtol=0, atol=1e-12)
