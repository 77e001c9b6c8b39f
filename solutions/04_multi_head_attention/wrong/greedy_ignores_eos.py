"""It never stops by itself.

EOS is written like any other token, and the writing goes on. What should happen when it wins?
"""

# exercise: greedy_decode
FAILS = ("test_spells", "test_eos_is_left_out")


def greedy_decode(next_scores, max_len):
    prefix = [1]
    for _ in range(max_len):
        prefix.append(int(next_scores(list(prefix)).argmax()))
    return prefix[1:]
