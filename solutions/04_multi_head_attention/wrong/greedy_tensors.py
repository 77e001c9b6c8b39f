"""Tensors in the list.

Your list holds tensors of no dimension instead of Python integers. They print nearly the same, but a dictionary
does not find them. `int(…)` or `.item()` makes a number.
"""

# exercise: greedy_decode
FAILS = ("test_plain_integers",)


def greedy_decode(next_scores, max_len):
    prefix = [1]
    while len(prefix) <= max_len:
        best = next_scores([int(i) for i in prefix]).argmax()
        if best == 2:
            break
        prefix.append(best)
    return prefix[1:]
