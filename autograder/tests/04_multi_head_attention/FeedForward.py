"""the feed-forward network. The oracle is nn.Sequential of torch's own modules."""

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "FeedForward"
points = 5

B, T, D, D_FF = 2, 3, 5, 7


def draw(seed):
    """Tokens (B, T, D) and torch's network with wide weights."""
    g = torch.Generator().manual_seed(seed)
    network = nn.Sequential(nn.Linear(D, D_FF), nn.GELU(), nn.Linear(D_FF, D))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g))
    return torch.randn(B, T, D, generator=g), network


def student(cls, network):
    """The student's network with the weights of torch's."""
    state = {}
    for mine, theirs in (("linear1", network[0]), ("linear2", network[2])):
        state |= {f"{mine}.weight": theirs.weight.detach().clone(), f"{mine}.bias": theirs.bias.detach().clone()}
    module = cls(D, D_FF)
    module.load_state_dict(state)
    module.eval()
    return module


def probe_gradients(cls, x, d_ff):
    """By name, of each parameter and of x, whether a gradient comes back to it."""
    module = cls(x.shape[-1], d_ff)
    x = x.clone().requires_grad_()
    result = module(x * 1)  # torch refuses to write into x itself, which has a case of its own
    if result.requires_grad:
        result.square().sum().backward()
    leaves = dict(module.named_parameters()) | {"x": x}
    return {name: leaf.grad is not None and bool(leaf.grad.any()) for name, leaf in leaves.items()}


@test_case(
    points=0.75,
    failure_message="state_dict() should name linear1 (d_model to d_ff) and linear2 (d_ff to d_model), with biases.",
)
def test_names(FeedForward):
    shapes = {name: tuple(tensor.shape) for name, tensor in FeedForward(D, D_FF).state_dict().items()}
    wanted = {"linear1.weight": (D_FF, D), "linear1.bias": (D_FF,), "linear2.weight": (D, D_FF), "linear2.bias": (D,)}
    assert shapes == wanted


@test_case(points=1.25, failure_message="With the same weights, the output differs from linear, GELU, linear by torch.")
def test_agrees_with_torch(FeedForward):
    x, network = draw(0)
    with torch.no_grad():  # near 1.9 and -1.9 the tanh approximation is as good as exact, and others are not
        network[0].weight.zero_()
        network[0].bias.copy_(torch.linspace(1.88, 1.92, D_FF) * (-1.0) ** torch.arange(D_FF))
        network[2].weight.abs_()
    assert torch.allclose(student(FeedForward, network)(x).detach(), network(x).detach(), atol=6e-4)
    x, network = draw(0)
    assert torch.allclose(student(FeedForward, network)(x).detach(), network(x).detach(), atol=5e-3)


@test_case(
    points=1,
    hidden=True,
    failure_message="The output is close to BERT's, and not it: use the exact GELU, not the tanh approximation.",
)
def test_exact_gelu(FeedForward):
    x, network = draw(1)
    x = 0.1 * x
    with torch.no_grad():  # near 2.7 the approximation is furthest off, and to one side
        network[0].bias.copy_(torch.linspace(2.5, 3.0, D_FF))
        network[2].weight.abs_()
    output, wanted = student(FeedForward, network)(x).detach(), network(x).detach()
    if torch.allclose(output, wanted, rtol=0, atol=5e-3):  # otherwise it is something else, and another case says so
        assert torch.allclose(output, wanted, rtol=0, atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="GELU stands between the two layers, not behind the second: outputs may be far below zero.",
)
def test_outputs_may_be_negative(FeedForward):
    x, network = draw(2)
    with torch.no_grad():
        network[2].bias.fill_(-20.0)
    assert float(student(FeedForward, network)(x).detach().min()) < -5


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Each token goes through the network alone: another token's change should not matter.",
)
def test_each_token_alone(FeedForward):
    x, network = draw(3)
    module = student(FeedForward, network)
    torch.manual_seed(0)
    before = module(x).detach()
    if torch.equal(before, module(x).detach()):  # what is random is asked below
        x[:, 1] = 9.0
        after = module(x).detach()
        assert torch.allclose(before[:, [0, 2]], after[:, [0, 2]], atol=1e-6)


@test_case(
    points=0.5, hidden=True, failure_message="There should be nothing random in it: in training mode, two calls agree."
)
def test_nothing_random(FeedForward):
    x, network = draw(4)
    module = student(FeedForward, network)
    module.train()
    assert torch.equal(module(x).detach(), module(x).detach())


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A single vector (d_model,), or a table (T, d_model), should pass as well.",
)
def test_other_numbers_of_axes(FeedForward):
    x, network = draw(5)
    module = student(FeedForward, network)
    assert module(x[0]).shape == (T, D)
    assert module(x[0, 0]).shape == (D,)


@test_case(points=0.25, hidden=True, failure_message="Your network changed its input; work on a copy.")
def test_input_is_left_alone(FeedForward):
    x, network = draw(6)
    copy = x.clone()
    student(FeedForward, network)(x)
    assert torch.equal(x, copy)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Training stops short: no gradient comes back to one of the layers, or to x. Is there a detach, a no_grad or a .data?",
)
def test_gradients(FeedForward):
    x, _ = draw(7)
    assert all(probe_gradients(FeedForward, x, D_FF).values())
