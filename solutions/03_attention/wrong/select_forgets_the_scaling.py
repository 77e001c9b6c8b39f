"""The strength forgets the scaling.

A strength that is right for two questions is too weak for twenty: the wider the vectors, the more is divided away.
"""

# exercise: select_head
FAILS = ("test_long_text",)
import torch


def select_head(asks, answers):
    numbers = sorted((set(asks) | set(answers)) - {0}) or [-1]
    asked = torch.tensor([[float(word == n) for n in numbers] for word in asks])
    return 15.0 * asked, torch.tensor([[float(word == n) for n in numbers] for word in answers])
