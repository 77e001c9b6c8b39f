"""one head of cross-attention: x asks, memory answers. Oracle: the formula on projections that the test makes itself."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "CrossAttention"
points = 8

B, T_Q, T_K, D_MODEL, D_MEMORY, D_K, D_V = 2, 5, 6, 7, 8, 3, 4
SAME = 6  # where both sequences have one length and width, only the roles tell


def draw(seed):
    """x and memory (B, SAME, D_MODEL), and the three matrices (deviation 0.6)."""
    g = torch.Generator().manual_seed(seed)
    x, memory = (torch.randn(B, SAME, D_MODEL, generator=g) for _ in range(2))
    shapes = {"w_q": (D_K, D_MODEL), "w_k": (D_K, D_MODEL), "w_v": (D_V, D_MODEL)}
    return x, memory, {f"{part}.weight": 0.6 * torch.randn(*shape, generator=g) for part, shape in shapes.items()}


def probe_gradients(CrossAttention, inputs, sizes):
    """By name, of each parameter, x and memory: whether the output hangs on it, and whether a gradient comes back to it.

    Torch's attention does the attending.
    """

    def attend(q, k, v, keep=None):
        weights = torch.softmax(q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5, dim=-1)
        return weights @ v, weights

    names = getattr(CrossAttention.forward, "__globals__", {})
    before = {name: names[name] for name in ("scaled_dot_product_attention",) if name in names}
    names.update(dict.fromkeys(before, attend))
    try:
        head = CrossAttention(*sizes)
        inputs = [x.clone().requires_grad_() for x in inputs]
        leaves = dict(head.named_parameters()) | dict(zip(("x", "memory"), inputs, strict=True))
        usual = head(*(x * 1 for x in inputs))[0]
        if usual.requires_grad:
            usual.square().sum().backward()
        found = {}
        for name, leaf in leaves.items():
            back = leaf.grad is not None and bool(leaf.grad.any())
            with torch.no_grad():
                kept = leaf.clone()
                leaf += torch.linspace(-1, 2, leaf.numel()).reshape(leaf.shape)
                found[name] = not torch.allclose(head(*(x * 1 for x in inputs))[0], usual, atol=1e-3), back
                leaf.copy_(kept)
    finally:
        names.update(before)
    return found


def load(CrossAttention, state):
    head = CrossAttention(D_MODEL, D_MODEL, D_K, D_V)
    head.load_state_dict(state)
    return head


@test_case(
    points=1.4,
    failure_message="w_q reads vectors of width d_model, w_k and w_v read vectors of width d_memory; none has a bias.",
)
def test_parameters(CrossAttention):
    state = CrossAttention(D_MODEL, D_MEMORY, D_K, D_V).state_dict()
    shapes = {key: tuple(value.shape) for key, value in state.items()}
    assert shapes == {"w_q.weight": (D_K, D_MODEL), "w_k.weight": (D_K, D_MEMORY), "w_v.weight": (D_V, D_MEMORY)}


@test_case(
    points=1.1,
    failure_message="One output for each position of x, (..., T_q, d_v), and weights over the memory, (..., T_q, T_k).",
)
def test_shapes(CrossAttention):
    g = torch.Generator().manual_seed(0)
    x, memory = torch.randn(B, T_Q, D_MODEL, generator=g), torch.randn(B, T_K, D_MODEL, generator=g)
    output, weights = CrossAttention(D_MODEL, D_MODEL, D_K, D_V)(x, memory)
    assert output.shape == (B, T_Q, D_V)
    assert weights.shape == (B, T_Q, T_K)


@test_case(
    points=1.1,
    failure_message="The output of a position of x changed with another position of x: only the memory answers, with its "
    "keys and its values.",
)
def test_only_the_memory_answers(CrossAttention):
    x, memory, state = draw(5)
    head = load(CrossAttention, state)
    before, weights = head(x, memory)
    x[:, 2:] = x[:, 2:] + 5.0
    after, _ = head(x, memory)
    if torch.allclose(weights.sum(-1), torch.ones(B, SAME), atol=1e-4):  # along which axis it sums is another question
        assert torch.allclose(before[:, :2], after[:, :2], atol=1e-5)


@test_case(points=1, hidden=True, failure_message="The output does not mix the memory's values, memory·W_V.")
def test_values(CrossAttention):
    x, memory, state = draw(1)
    output, weights = load(CrossAttention, state)(x, memory)
    assert torch.allclose(output, weights @ memory @ state["w_v.weight"].T, atol=1e-4)


@test_case(
    points=1,
    hidden=True,
    failure_message="The scores are not those of x's queries (x·W_Q) and the memory's keys (memory·W_K).",
)
def test_scores(CrossAttention):
    x, memory, state = draw(3)
    _, weights = load(CrossAttention, state)(x, memory)
    scores = (x @ state["w_q.weight"].T) @ (memory @ state["w_k.weight"].T).transpose(-2, -1) / D_K**0.5
    # what softmax divided by, in rows or columns, is taken away again
    logs, scores = (
        s - s.mean(-1, keepdim=True) - s.mean(-2, keepdim=True) + s.mean((-2, -1), keepdim=True)
        for s in (weights.log(), scores)
    )
    assert torch.allclose(logs, scores, atol=1e-3)


@test_case(
    points=0.8, hidden=True, failure_message="The weights of each position of x over the memory should sum to 1."
)
def test_weights_sum_to_one(CrossAttention):
    x, memory, state = draw(4)
    _, weights = load(CrossAttention, state)(x, memory)
    assert torch.allclose(weights.sum(-1), torch.ones(B, SAME), atol=1e-5)


@test_case(
    points=0.8,
    hidden=True,
    failure_message="The mask does not reach the attention, or loses its shape: (T_q, T_k), (1, 1, T_k) and (B, 1, T_k) "
    "broadcast.",
)
def test_mask(CrossAttention):
    x, memory, state = draw(6)
    head = load(CrossAttention, state)
    whole = torch.ones(B, SAME, SAME, dtype=torch.bool)
    whole[..., 4:] = False
    for keep in (whole, whole[:1, :1], whole[:, :1], whole[:1], whole[0]):
        _, weights = head(x, memory, keep)
        assert weights[..., 4:].abs().max() == 0


@test_case(points=0.4, hidden=True, failure_message="Without a batch, (T, d), a pair should give what it gives in one.")
def test_one_pair_of_sentences(CrossAttention):
    x, memory, state = draw(7)
    head = load(CrossAttention, state)
    together, _ = head(x, memory)
    alone, _ = head(x[1], memory[1])
    assert torch.allclose(alone, together[1], atol=1e-5)


@test_case(
    points=0.4,
    hidden=True,
    failure_message="Training stops short: no gradient comes back to one of the matrices, to x or to the memory, so what lies below would "
    "not learn. Is there a detach, a no_grad or a .data?",
)
def test_gradients(CrossAttention):
    x, memory, _ = draw(8)
    got = probe_gradients(CrossAttention, [x, memory], (D_MODEL, D_MODEL, D_K, D_V))
    assert all(back for used, back in got.values() if used)  # what is not used at all has lost the points for that
