"""Exercise 20.3."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "cosine"
points = 20


@test_case(points=8, failure_message="A vector has cosine 1 with itself.")
def test_itself(cosine):
    a = torch.tensor([1.0, 2.0, 3.0])
    assert abs(cosine(a, a) - 1) < 1e-6


@test_case(points=12, hidden=True, failure_message="The lengths of the vectors should not matter.")
def test_lengths(cosine):
    a, b = torch.tensor([1.0, 0.0, 1.0]), torch.tensor([0.0, 2.0, 2.0])
    assert abs(cosine(3 * a, b) - 0.5) < 1e-6
