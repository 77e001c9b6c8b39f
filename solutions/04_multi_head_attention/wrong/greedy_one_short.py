"""One token too few.

You count the start token as one of the max_len tokens. It is not written, so it does not count.
"""

# exercise: greedy_decode
FAILS = ("test_length",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) < max_len:
        best = int(next_scores(list(prefix)).argmax())
        if best == 2:
            break
        prefix.append(best)
    return prefix[1:]
