"""End tokens are skipped.

You leave EOS out of the result but go on writing behind it. The end is the end.
"""

# exercise: greedy_decode
FAILS = ("test_spells",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    for _ in range(max_len):
        prefix.append(int(next_scores(list(prefix)).argmax()))
    return [i for i in prefix[1:] if i != 2]
