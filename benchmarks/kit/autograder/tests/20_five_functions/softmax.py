"""Exercise 20.2."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "softmax"
points = 20


@test_case(points=8, failure_message="The weights of each row should add up to 1.")
def test_sums(softmax):
    x = torch.randn(3, 4, generator=torch.Generator().manual_seed(2))
    assert torch.allclose(softmax(x).sum(dim=-1), torch.ones(3))


@test_case(points=12, hidden=True, failure_message="Large numbers must not overflow.")
def test_large(softmax):
    x = torch.tensor([[1000.0, 1001.0], [-1000.0, 0.0]])
    assert torch.allclose(softmax(x), torch.softmax(x, dim=-1))
