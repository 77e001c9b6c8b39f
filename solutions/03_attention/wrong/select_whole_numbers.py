"""Queries and keys are whole numbers.

`one_hot`, and a tensor of ints, are int64. Their dot products are right, and the softmax of whole numbers is an error in PyTorch, as is a
product with values, which are floats: `.float()`.
"""

# exercise: select_head
FAILS = ("test_form",)
EDGE = True
import math

import torch


def select_head(asks, answers):
    numbers = sorted((set(asks) | set(answers)) - {0}) or [-1]
    strength = math.ceil(20 * math.sqrt(len(numbers)))
    asked = torch.tensor([[strength * (word == n) for n in numbers] for word in asks])
    return asked, torch.tensor([[int(word == n) for n in numbers] for word in answers])
