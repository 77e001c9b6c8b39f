"""Tokens are drawn at random.

You draw from the softmax of the scores. That is sampling, and gives another word each time. Greedy decoding takes
the best.
"""

# exercise: greedy_decode
FAILS = ("test_spells", "test_nothing_random")
import torch


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        best = int(torch.multinomial(torch.softmax(next_scores(list(prefix)), -1), 1))
        if best == 2:
            break
        prefix.append(best)
    return prefix[1:]
