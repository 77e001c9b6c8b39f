"""Tensors come back in place of numbers.

`argmax` gives a tensor, and so does what is divided or taken from it. Two ints were asked for: `int(...)` makes one of a tensor.
"""

# exercise: qa_best_span
FAILS = ("test_plain_numbers",)
EDGE = True
import torch


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    length = len(start)
    sums = start[:, None] + end[None]
    allowed = in_passage[:, None] & in_passage[None] & torch.ones(length, length).triu().tril(max_length - 1).bool()
    if not allowed.any():
        return None
    best = sums.masked_fill(~allowed, -torch.inf).argmax()
    i, j = best // length, best % length
    return (i, j) if sums[i, j] > start[0] + end[0] + threshold else None
