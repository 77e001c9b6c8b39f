"""Exercise 20.5."""

from otter.test_files import test_case

OK_FORMAT = False
name = "moving_average"
points = 20


@test_case(points=8, failure_message="moving_average([1, 2, 3], 2) should be [1.5, 2.5].")
def test_small(moving_average):
    assert moving_average([1, 2, 3], 2) == [1.5, 2.5]


@test_case(points=12, hidden=True, failure_message="A window as wide as the list leaves one mean.")
def test_wide(moving_average):
    assert moving_average([2, 4, 9], 3) == [5.0]
