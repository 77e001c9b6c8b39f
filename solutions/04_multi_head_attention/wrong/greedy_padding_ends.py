"""Padding ends the sequence.

You stop at any reserved id. Only EOS ends a sequence.
"""

# exercise: greedy_decode
FAILS = ("test_only_eos_ends",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        best = int(next_scores(list(prefix)).argmax())
        if best in (0, 1, 2):
            break
        prefix.append(best)
    return prefix[1:]
