"""The start token is returned.

Your result begins with SOS. It is the signal to start, not something that was written: leave it out.
"""

# exercise: greedy_decode
FAILS = ("test_sos_is_left_out",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        best = int(next_scores(list(prefix)).argmax())
        if best == 2:
            break
        prefix.append(best)
    return prefix
