"""one head of self-attention. Oracle: torch's attention on projections that the test makes itself."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "SelfAttention"
points = 10

B, T, D_MODEL, D_K, D_V = 2, 5, 7, 3, 4


def draw(seed, *lead):
    """Input (*lead, T, D_MODEL) and the three matrices, wide enough (deviation 0.6) for sharp attention."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(*lead, T, D_MODEL, generator=g)
    state = {
        f"{part}.weight": 0.6 * torch.randn(d, D_MODEL, generator=g)
        for part, d in (("w_q", D_K), ("w_k", D_K), ("w_v", D_V))
    }
    return x, state


def probe_gradients(SelfAttention, x, state):
    """The gradients of the output's squares for the three matrices, by name; torch's attention does the attending."""

    def attend(q, k, v, keep=None):
        weights = torch.softmax(q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5, dim=-1)
        return weights @ v, weights

    names = getattr(SelfAttention.forward, "__globals__", {})
    before = {name: names[name] for name in ("scaled_dot_product_attention",) if name in names}
    names.update(dict.fromkeys(before, attend))
    try:
        head = SelfAttention(x.shape[-1], len(state["w_q.weight"]), len(state["w_v.weight"]))
        head.load_state_dict(state)
        head(x)[0].square().sum().backward()
    finally:
        names.update(before)
    return {name: parameter.grad for name, parameter in head.named_parameters()}


def load(SelfAttention, state):
    head = SelfAttention(D_MODEL, D_K, D_V)
    head.load_state_dict(state)
    return head


def expected(x, state, keep=None):
    q, k, v = (x @ state[f"{part}.weight"].T for part in ("w_q", "w_k", "w_v"))
    return oracle(q, k, v, attn_mask=keep)


@test_case(
    points=1,
    failure_message="The module should have three matrices w_q, w_k and w_v, without bias, and no other parameters.",
)
def test_parameters(SelfAttention):
    shapes = {key: tuple(value.shape) for key, value in SelfAttention(D_MODEL, D_K, D_V).state_dict().items()}
    assert shapes == {"w_q.weight": (D_K, D_MODEL), "w_k.weight": (D_K, D_MODEL), "w_v.weight": (D_V, D_MODEL)}


@test_case(points=1, failure_message="forward gives two things: output (..., T, d_v) and weights (..., T, T).")
def test_shapes(SelfAttention):
    x, _ = draw(0, B)
    output, weights = SelfAttention(D_MODEL, D_K, D_V)(x)
    assert output.shape == (B, T, D_V)
    assert weights.shape == (B, T, T)


@test_case(points=2, failure_message="With known matrices, the output of one sentence is not right.")
def test_one_sentence(SelfAttention):
    x, state = draw(1)
    output, _ = load(SelfAttention, state)(x)
    assert torch.allclose(output, expected(x, state), atol=1e-4)


@test_case(points=1, hidden=True, failure_message="With known matrices, the output of a batch is not right.")
def test_batch(SelfAttention):
    x, state = draw(2, B)
    output, _ = load(SelfAttention, state)(x)
    assert torch.allclose(output, expected(x, state), atol=1e-4)


@test_case(
    points=1,
    hidden=True,
    failure_message="The weights are not right: queries come from w_q, keys from w_k, scaled by the root of d_k.",
)
def test_weights(SelfAttention):
    x, state = draw(3, B)
    _, weights = load(SelfAttention, state)(x)
    q, k = x @ state["w_q.weight"].T, x @ state["w_k.weight"].T
    assert torch.allclose(weights, oracle(q, k, torch.eye(T).expand(B, T, T)), atol=1e-4)


@test_case(points=0.5, hidden=True, failure_message="Another w_v should change the output, and not the weights.")
def test_values_have_their_own_matrix(SelfAttention):
    x, state = draw(4, B)
    head = load(SelfAttention, state)
    _, before = head(x)
    state["w_v.weight"] = -2 * state["w_v.weight"]
    head.load_state_dict(state)
    output, after = head(x)
    assert torch.allclose(before, after, atol=1e-6)
    assert torch.allclose(output, expected(x, state), atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Training could not change one of the matrices: no gradient comes back to it. Is there a detach, a "
    "no_grad or a .data?",
)
def test_gradients(SelfAttention):
    x, state = draw(9, B)
    leaves = {name: matrix.clone().requires_grad_() for name, matrix in state.items()}
    expected(x, leaves).square().sum().backward()
    got = probe_gradients(SelfAttention, x, state)
    assert all(torch.allclose(got[name], leaf.grad, rtol=1e-4, atol=1e-4) for name, leaf in leaves.items())


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Exchanging w_q and w_k should turn the scores round: asking and answering are different.",
)
def test_queries_and_keys_are_different(SelfAttention):
    x, state = draw(5)
    _, weights = load(SelfAttention, state)(x)
    state["w_q.weight"], state["w_k.weight"] = state["w_k.weight"], state["w_q.weight"]
    _, turned = load(SelfAttention, state)(x)
    assert not torch.allclose(weights, turned, atol=1e-2)
    q, k = x @ state["w_k.weight"].T, x @ state["w_q.weight"].T
    assert torch.allclose(weights, oracle(q, k, torch.eye(T)), atol=1e-4)


@test_case(points=1, hidden=True, failure_message="The mask (True: may attend) does not reach the attention.")
def test_mask(SelfAttention):
    x, state = draw(6, B)
    causal = torch.ones(T, T).tril().bool()
    output, weights = load(SelfAttention, state)(x, causal)
    assert weights[:, ~causal].abs().max() == 0
    assert torch.allclose(output, expected(x, state, causal), atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence should come out the same alone and in a padded batch with a padding mask.",
)
def test_alone_and_padded(SelfAttention):
    x, state = draw(7, B)
    head = load(SelfAttention, state)
    keep = (torch.arange(T) < torch.tensor([[3], [5]]))[:, None]
    padded, _ = head(x, keep)
    alone, _ = head(x[:1, :3])
    assert torch.allclose(padded[0, :3], alone[0], atol=1e-5)


@test_case(points=0.5, hidden=True, failure_message="A head forgets: the same input twice should give the same output.")
def test_no_memory(SelfAttention):
    x, state = draw(8, B)
    head = load(SelfAttention, state)
    head(torch.flip(x, [0, 1]))
    output, _ = head(x)
    assert torch.allclose(output, expected(x, state), atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Fresh matrices should be random and different from each other, or training starts with a tie.",
)
def test_fresh_matrices_differ(SelfAttention):
    state = SelfAttention(D_MODEL, D_K, D_K).state_dict()
    parts = [state[f"{part}.weight"] for part in ("w_q", "w_k", "w_v")]
    assert all(part.std() > 1e-3 for part in parts)
    assert not any(torch.equal(parts[i], parts[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
