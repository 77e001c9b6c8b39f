"""The end token is returned.

Your result ends with EOS. It says that nothing more comes; it is not part of the word.
"""

# exercise: greedy_decode
FAILS = ("test_eos_is_left_out",)
HEADLINE = True


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        prefix.append(int(next_scores(list(prefix)).argmax()))
        if prefix[-1] == 2:
            break
    return prefix[1:]
