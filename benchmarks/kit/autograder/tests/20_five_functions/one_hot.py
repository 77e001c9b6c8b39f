"""Exercise 20.4."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "one_hot"
points = 20


@test_case(points=8, failure_message="There should be one row for each number and one column for each class.")
def test_shape(one_hot):
    assert one_hot(torch.tensor([0, 2]), 4).shape == (2, 4)


@test_case(points=12, hidden=True, failure_message="The 1 should stand in the column of the class.")
def test_columns(one_hot):
    classes = torch.tensor([3, 0, 1])
    assert one_hot(classes, 5).argmax(dim=-1).tolist() == classes.tolist()
