"""The first words look at the end.

In Python, index -1 is the last. Your first words look at the end of the sentence, where they should look at word 0.
"""

# exercise: shift_head
FAILS = ("test_first_words",)
import torch


def shift_head(length, by=1):
    wanted = (torch.arange(length) - by) % length
    return 20.0 * length**0.5 * torch.eye(length)[wanted], torch.eye(length)
