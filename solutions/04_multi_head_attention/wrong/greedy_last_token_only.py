"""The model sees the last token only.

You give the model the token that was written last. It needs everything written so far: the third letter depends on
the first two.
"""

# exercise: greedy_decode
FAILS = ("test_spells", "test_whole_prefix")


def greedy_decode(next_scores, max_len):
    last, written = 1, []
    while len(written) < max_len:
        last = int(next_scores([last]).argmax())
        if last == 2:
            break
        written.append(last)
    return written
