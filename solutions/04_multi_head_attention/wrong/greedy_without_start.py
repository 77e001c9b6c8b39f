"""The start token is missing.

The model is first asked with an empty list. It learned that every target begins with SOS, so give it that.
"""

# exercise: greedy_decode
FAILS = ("test_spells", "test_whole_prefix")


def greedy_decode(next_scores, max_len):
    written = []
    while len(written) < max_len:
        best = int(next_scores(list(written)).argmax())
        if best == 2:
            break
        written.append(best)
    return written
