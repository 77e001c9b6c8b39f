"""The model is given a tensor.

Many models do take one. This one takes what its docstring says, a list of integers, and makes of it what it needs.
"""

# exercise: greedy_decode
FAILS = ("test_the_model_gets_a_list",)
EDGE = True
import torch


def greedy_decode(next_scores, max_len):
    written = []
    while len(written) < max_len:
        best = int(next_scores(torch.tensor([SOS, *written])).argmax())
        if best == EOS:
            break
        written.append(best)
    return written
