"""Low-rank adaptation. The oracle is the formula of Hu et al. (2021), §4.1, in plain torch."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "LoRALinear"
points = 5


def probe_lora(cls, weight, bias, x, rank, alpha, state=None, steps=0):
    """Wrap a linear layer with these weights, use it, train it for some steps. Returns what was seen.

    `state`: A and B to put in before.
    """
    nn = torch.nn
    base = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    with torch.no_grad():
        base.weight.copy_(weight)
        if bias is not None:
            base.bias.copy_(bias)
    torch.manual_seed(0)
    layer = cls(base, rank, alpha)
    shapes = [list(layer.A.shape), list(layer.B.shape)]
    zeros = [not bool(part.detach().any()) for part in (layer.A, layer.B)]
    if state is not None:
        with torch.no_grad():
            layer.A.copy_(state["A"])
            layer.B.copy_(state["B"])
    before = {name: value.detach().clone() for name, value in layer.named_parameters()}
    entering = x.clone().requires_grad_()
    output = layer(entering)
    if output.requires_grad:
        output.sum().backward()
    layer.zero_grad()
    slope = torch.zeros_like(x) if entering.grad is None else entering.grad
    output = output.detach().clone()
    merged = layer.merged()
    merged_output = merged(x).detach().clone() if isinstance(merged, nn.Linear) else None
    after_merging = layer(x).detach().clone()
    moving = [value for value in layer.parameters() if value.requires_grad]
    losses = []
    for _ in range(steps if moving else 0):
        for value in moving:
            value.grad = None
        loss = ((layer(x) - 1.0) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        torch.optim.SGD(moving, lr=0.1).step()
    changed = [name for name, value in layer.named_parameters() if not torch.equal(value.detach(), before[name])]
    before_writing = layer(x).detach().clone()
    if isinstance(merged, nn.Linear):
        with torch.no_grad():
            for value in merged.parameters():
                value += 1
    return {
        "output": output,
        "slope": slope,
        "shapes": shapes,
        "zeros": zeros,
        "merged": merged_output,
        "after_merging": after_merging,
        "writing": [before_writing, layer(x).detach().clone()],
        "moving": sorted(name for name, value in layer.named_parameters() if value.requires_grad),
        "changed": sorted(changed),
        "losses": losses,
    }


def draw(seed, rank=2, d_in=6, d_out=4):
    """A layer's weight and bias, inputs (3, 5, d_in), and A and B."""
    g = torch.Generator().manual_seed(seed)
    state = {"A": torch.randn(rank, d_in, generator=g), "B": torch.randn(d_out, rank, generator=g)}
    weight, bias = torch.randn(d_out, d_in, generator=g), torch.randn(d_out, generator=g)
    return weight, bias, torch.randn(3, 5, d_in, generator=g), state


@test_case(
    points=0.75,
    failure_message="A has shape (rank, d_in), random at the start, B (d_out, rank), zeros; both can be trained, and "
    "nothing else.",
)
def test_what_learns(LoRALinear):
    weight, bias, x, _ = draw(0)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 4)
    assert got["shapes"] == [[2, 6], [4, 2]]
    assert got["moving"] == ["A", "B"]
    assert got["zeros"] != [True, False]  # both random, or both zeros: asked below


@test_case(points=0.75, failure_message="Before any training the layer should do what the layer that it wraps does.")
def test_starts_as_the_base(LoRALinear):
    weight, bias, x, _ = draw(1)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 4)
    assert torch.allclose(got["output"], x @ weight.T + bias, atol=1e-5)


@test_case(
    points=0.75,
    failure_message="With alpha = rank the output should be base(x) + x Aᵀ Bᵀ: the update is the product B A.",
)
def test_adds_the_update(LoRALinear):
    weight, bias, x, state = draw(2)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 2, state)
    assert torch.allclose(got["output"], x @ (weight + state["B"] @ state["A"]).T + bias, atol=1e-4)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The update should be scaled by alpha / rank: twice the alpha, twice the update; twice the rank, half.",
)
def test_scale(LoRALinear):
    weight, bias, x, state = draw(3, rank=3)
    none = probe_lora(LoRALinear, weight, bias, x, 3, 3, {name: torch.zeros_like(v) for name, v in state.items()})
    one = probe_lora(LoRALinear, weight, bias, x, 3, 3, state)["output"] - none["output"]
    four = probe_lora(LoRALinear, weight, bias, x, 3, 12, state)["output"] - none["output"]
    assert torch.allclose(four, 4 * one, atol=1e-4)
    twice = {"A": torch.cat([state["A"]] * 2), "B": torch.cat([state["B"]] * 2, dim=1)}
    half_each = probe_lora(LoRALinear, weight, bias, x, 6, 3, twice)["output"] - none["output"]
    assert torch.allclose(half_each, one, atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Trained for some steps, A and B should both have moved, nothing else, and the loss should have fallen.",
)
def test_learns(LoRALinear):
    weight, bias, x, _ = draw(4)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 2, steps=30)
    assert got["changed"] == ["A", "B"]
    assert got["losses"][-1] < got["losses"][0]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="merged() should return a new nn.Linear that does what this layer does, with the update in its weight, and "
    "leave this layer as it is.",
)
def test_merged(LoRALinear):
    for alpha in (2, 6):
        weight, bias, x, state = draw(5)
        got = probe_lora(LoRALinear, weight, bias, x, 2, alpha, state)
        assert got["merged"] is not None and torch.allclose(got["merged"], got["output"], atol=1e-4)
        assert torch.allclose(got["after_merging"], got["output"], atol=1e-4)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="What merged() returns should be a layer of its own: whoever writes into its weight or its bias must not change this "
    "layer.",
)
def test_merged_is_new(LoRALinear):
    weight, bias, x, state = draw(8)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 2, state)
    if torch.allclose(
        got["after_merging"], got["output"], atol=1e-4
    ):  # whoever merges into this layer has lost the points for that
        assert torch.equal(*got["writing"])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Through the frozen layer no right gradient reaches x: what is frozen are its parameters, and layers below it "
    "may have to learn. Is there a detach or a no_grad?",
)
def test_gradients_reach_x(LoRALinear):
    weight, bias, x, _ = draw(7)
    got = probe_lora(LoRALinear, weight, bias, x, 2, 2)
    start = probe_lora(LoRALinear, torch.zeros_like(weight), bias, x, 2, 2)  # what B gives at the start is asked above
    assert torch.allclose(got["slope"] - start["slope"], weight.sum(0).expand_as(x), atol=1e-4)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A base without a bias should be wrapped too; with B = 0 the layer does what the base did.",
)
def test_no_bias(LoRALinear):
    weight, _, x, state = draw(6, rank=3)
    state["B"] = torch.zeros_like(state["B"])  # what B is at the start is another case's affair
    got = probe_lora(LoRALinear, weight, None, x, 3, 2, state)
    assert torch.allclose(got["output"], x @ weight.T, atol=1e-5)
    assert got["merged"] is not None
