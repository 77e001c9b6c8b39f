"""The first words have no wish.

Words with nobody that far back have the zero vector as query, and look everywhere alike. They should look at word 0.
"""

# exercise: shift_head
FAILS = ("test_first_words",)
import torch


def shift_head(length, by=1):
    wanted = torch.diag(torch.ones(max(length - by, 0)), -by)[:length, :length]
    return 20.0 * length**0.5 * wanted, torch.eye(length)
