"""The model is shown the last few tokens only.

The beginning of the prefix is cut off, SOS with it. Give the model everything that has been written so far.
"""

# exercise: greedy_decode
FAILS = ("test_whole_prefix",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        best = int(next_scores(prefix[-8:]).argmax())
        if best == 2:
            break
        prefix.append(best)
    return prefix[1:]
