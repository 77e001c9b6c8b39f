"""weights of nn.MultiheadAttention under the names of MultiHeadAttention."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "weights_from_torch"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

D = 24


def draw(seed, width=D):
    """The state of torch's layer, with wide weights and biases."""
    g = torch.Generator().manual_seed(seed)
    shapes = {"in_proj_weight": (3 * width, width), "in_proj_bias": (3 * width,)}
    shapes |= {"out_proj.weight": (width, width), "out_proj.bias": (width,)}
    return {name: torch.randn(shape, generator=g) for name, shape in shapes.items()}


def does_its_work(weights_from_torch):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    state = draw(20, 4)
    one, two = weights_from_torch(dict(state)), weights_from_torch({name: -tensor for name, tensor in state.items()})
    return repr(one) != repr(two) and repr(one) != repr(state)


@test_case(
    points=1.4,
    failure_message="The new dict should have eight names, q_proj.weight to out_proj.bias, with d_model rows each.",
)
def test_names_and_shapes(weights_from_torch):
    assert does_its_work(weights_from_torch), IDLE
    shapes = {name: tuple(tensor.shape) for name, tensor in weights_from_torch(draw(0)).items()}
    projections = ("q_proj", "k_proj", "v_proj", "out_proj")
    assert shapes == {f"{p}.weight": (D, D) for p in projections} | {f"{p}.bias": (D,) for p in projections}


@test_case(points=2, failure_message="q_proj.weight should be the first d_model rows of in_proj_weight, as they are.")
def test_query_projection(weights_from_torch):
    state = draw(1)
    assert torch.equal(weights_from_torch(dict(state))["q_proj.weight"], state["in_proj_weight"][:D])


@test_case(
    points=1.1,
    hidden=True,
    failure_message="k_proj.weight should be the second d_model rows of in_proj_weight, and v_proj.weight the third, as they "
    "are.",
)
def test_keys_and_values(weights_from_torch):
    state = draw(2)
    mine = weights_from_torch(dict(state))
    assert torch.equal(mine["k_proj.weight"], state["in_proj_weight"][D : 2 * D])
    assert torch.equal(mine["v_proj.weight"], state["in_proj_weight"][2 * D :])


@test_case(
    points=0.8, hidden=True, failure_message="The biases are cut in another order than the weights, or are missing."
)
def test_biases(weights_from_torch):
    rows = torch.arange(3.0 * D)
    mine = weights_from_torch(
        draw(3) | {"in_proj_bias": rows, "in_proj_weight": rows[:, None].expand(3 * D, D).clone()}
    )
    for letter in "qkv":  # each row of the weights holds its own number, and so does the bias
        assert mine[f"{letter}_proj.bias"].tolist() == sorted(set(mine[f"{letter}_proj.weight"].flatten().tolist()))


@test_case(
    points=0.2, hidden=True, failure_message="out_proj is already an nn.Linear of the right shape: it needs no change."
)
def test_output_projection(weights_from_torch):
    assert does_its_work(weights_from_torch), IDLE
    state = draw(4)
    mine = weights_from_torch(dict(state))
    assert torch.equal(mine["out_proj.weight"], state["out_proj.weight"])
    assert torch.equal(mine["out_proj.bias"], state["out_proj.bias"])


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Another width goes wrong: take it from the weights.",
)
def test_another_width(weights_from_torch):
    assert does_its_work(weights_from_torch), IDLE
    mine = weights_from_torch(draw(6, width=8))
    assert all(mine[f"{letter}_proj.weight"].shape == (8, 8) for letter in "qkv")


@test_case(
    points=0.75, hidden=True, failure_message="Your function changed the dict that it was given; make a new one."
)
def test_input_is_left_alone(weights_from_torch):
    assert does_its_work(weights_from_torch), IDLE
    state = draw(7)
    copies = {name: tensor.clone() for name, tensor in state.items()}
    weights_from_torch(state)
    assert set(state) == set(copies)
    assert all(torch.equal(state[name], copies[name]) for name in copies)
