"""The counts are tensors.

The sum over a tensor is a tensor. Ints were asked for: `int(…)` or `.item()`.
"""

# exercise: mcnemar
FAILS = ("test_types",)
EDGE = True
import math

import torch


def mcnemar(labels, first, second):
    labels, first, second = (torch.tensor(numbers) for numbers in (labels, first, second))
    b = ((first == labels) & (second != labels)).sum()
    c = ((first != labels) & (second == labels)).sum()
    n, least = int(b + c), int(min(b, c))
    tail = sum(math.comb(n, k) for k in range(least + 1))
    return {"b": b, "c": c, "p": min(1.0, 2 * tail / 2**n)}
