"""one head of cross-attention: x asks, memory answers. Oracle: torch's attention on own projections."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "CrossAttention"
points = 8

B, T_Q, T_K, D_MODEL, D_MEMORY, D_K, D_V = 2, 5, 6, 7, 8, 3, 4


def draw(seed, *lead, d_memory=D_MEMORY, t_k=T_K):
    """x (*lead, T_Q, D_MODEL), memory (*lead, t_k, d_memory), and the three matrices (deviation 0.6)."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(*lead, T_Q, D_MODEL, generator=g)
    memory = torch.randn(*lead, t_k, d_memory, generator=g)
    shapes = {"w_q": (D_K, D_MODEL), "w_k": (D_K, d_memory), "w_v": (D_V, d_memory)}
    return x, memory, {f"{part}.weight": 0.6 * torch.randn(*shape, generator=g) for part, shape in shapes.items()}


def load(CrossAttention, state, d_memory=D_MEMORY):
    head = CrossAttention(D_MODEL, d_memory, D_K, D_V)
    head.load_state_dict(state)
    return head


def expected(x, memory, state, keep=None):
    q, k, v = x @ state["w_q.weight"].T, memory @ state["w_k.weight"].T, memory @ state["w_v.weight"].T
    return oracle(q, k, v, attn_mask=keep)


@test_case(
    points=1,
    failure_message="w_q reads vectors of width d_model, w_k and w_v read vectors of width d_memory; none has a bias.",
)
def test_parameters(CrossAttention):
    state = CrossAttention(D_MODEL, D_MEMORY, D_K, D_V).state_dict()
    shapes = {key: tuple(value.shape) for key, value in state.items()}
    assert shapes == {"w_q.weight": (D_K, D_MODEL), "w_k.weight": (D_K, D_MEMORY), "w_v.weight": (D_V, D_MEMORY)}


@test_case(
    points=1.5,
    failure_message="One output for each position of x, (..., T_q, d_v), and weights over the memory, (..., T_q, T_k).",
)
def test_shapes(CrossAttention):
    x, memory, _ = draw(0, B)
    output, weights = CrossAttention(D_MODEL, D_MEMORY, D_K, D_V)(x, memory)
    assert output.shape == (B, T_Q, D_V)
    assert weights.shape == (B, T_Q, T_K)


@test_case(
    points=1, hidden=True, failure_message="With known matrices, the output is not right: x asks, memory answers."
)
def test_output(CrossAttention):
    x, memory, state = draw(1, B)
    output, _ = load(CrossAttention, state)(x, memory)
    assert torch.allclose(output, expected(x, memory, state), atol=1e-4)


@test_case(
    points=1,
    hidden=True,
    failure_message="With both sequences of one length and width: keys and values should still be memory's.",
)
def test_same_sizes(CrossAttention):
    x, memory, state = draw(2, B, d_memory=D_MODEL, t_k=T_Q)
    output, weights = load(CrossAttention, state, D_MODEL)(x, memory)
    q, k = x @ state["w_q.weight"].T, memory @ state["w_k.weight"].T
    assert torch.allclose(weights, oracle(q, k, torch.eye(T_Q).expand(B, T_Q, T_Q)), atol=1e-4)
    assert torch.allclose(output, expected(x, memory, state), atol=1e-4)


@test_case(points=1, hidden=True, failure_message="The weights of each position of x over the memory should sum to 1.")
def test_weights(CrossAttention):
    x, memory, state = draw(3, B)
    _, weights = load(CrossAttention, state)(x, memory)
    q, k = x @ state["w_q.weight"].T, memory @ state["w_k.weight"].T
    assert torch.allclose(weights.sum(-1), torch.ones(B, T_Q), atol=1e-5)
    assert torch.allclose(weights, oracle(q, k, torch.eye(T_K).expand(B, T_K, T_K)), atol=1e-4)


@test_case(points=1, hidden=True, failure_message="The mask of the memory's padding does not reach the attention.")
def test_mask(CrossAttention):
    x, memory, state = draw(4, B)
    keep = (torch.arange(T_K) < torch.tensor([[4], [6]]))[:, None]
    output, weights = load(CrossAttention, state)(x, memory, keep)
    assert weights[0, :, 4:].abs().max() == 0
    assert torch.allclose(output, expected(x, memory, state, keep), atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A position of x should not feel the others: only the memory answers.",
)
def test_positions_of_x_do_not_meet(CrossAttention):
    x, memory, state = draw(5, B)
    head = load(CrossAttention, state)
    before, _ = head(x, memory)
    x[:, 2:] = x[:, 2:] + 5.0
    after, _ = head(x, memory)
    assert torch.allclose(before[:, :2], after[:, :2], atol=1e-5)
    assert not torch.allclose(before[:, 2:], after[:, 2:], atol=1e-2)


@test_case(points=0.5, hidden=True, failure_message="The memory in another order should give the same output.")
def test_order_of_the_memory(CrossAttention):
    x, memory, state = draw(6, B)
    head = load(CrossAttention, state)
    first, _ = head(x, memory)
    second, _ = head(x, memory.flip(1))
    assert torch.allclose(first, second, atol=1e-5)
    assert torch.allclose(first, expected(x, memory, state), atol=1e-4)


@test_case(points=0.5, hidden=True, failure_message="Without a batch, (T, d), the module should work as well.")
def test_one_pair_of_sentences(CrossAttention):
    x, memory, state = draw(7)
    output, weights = load(CrossAttention, state)(x, memory)
    assert weights.shape == (T_Q, T_K)
    assert torch.allclose(output, expected(x, memory, state), atol=1e-4)
