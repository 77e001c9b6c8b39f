"""Exercise 20.1."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "relu"
points = 20


@test_case(points=8, failure_message="relu([-1, 0, 2]) should be [0, 0, 2].")
def test_small(relu):
    assert relu(torch.tensor([-1.0, 0.0, 2.0])).tolist() == [0.0, 0.0, 2.0]


@test_case(points=12, hidden=True, failure_message="Any shape is allowed.")
def test_matrix(relu):
    x = torch.randn(5, 7, generator=torch.Generator().manual_seed(1))
    assert torch.equal(relu(x), torch.where(x > 0, x, torch.zeros_like(x)))
