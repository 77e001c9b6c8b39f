"""The segments come in a tensor.

A tensor is made of a whole batch, when all rows are equally long. Here a list of ints was asked for.
"""

# exercise: bert_pack
FAILS = ("test_lists",)
EDGE = True
import torch


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = list(tokens_a), list(tokens_b or [])
    if max_len is not None:
        room = max_len - (2 if tokens_b is None else 3)
        if room < 0:
            raise ValueError("no room")
        while len(a) + len(b) > room:
            (a if len(a) > len(b) else b).pop()
    first = ["[CLS]", *a, "[SEP]"]
    second = [] if tokens_b is None else [*b, "[SEP]"]
    return first + second, torch.cat([torch.zeros(len(first)), torch.ones(len(second))]).long()
