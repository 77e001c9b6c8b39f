"""A token is written even where none may be.

You write first and compare with max_len afterwards, so max_len = 0 gives one token. Ask before you write.
"""

# exercise: greedy_decode
FAILS = ("test_length",)


def greedy_decode(next_scores, max_len):
    written = []
    while True:
        best = int(next_scores([1, *written]).argmax())
        if best == 2:
            return written
        written.append(best)
        if len(written) >= max_len:
            return written
