"""Overlapping pairs are not counted.

In *a a a* there are two pairs of neighbours, places 1–2 and 2–3. You skip the second because it overlaps with the
first. Merging must not overlap; counting does.
"""

# exercise: count_pairs
FAILS = ("test_twice_in_a_word",)
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, frequency in words.items():
        last, end = None, -1
        for place in range(len(symbols) - 1):
            pair = (symbols[place], symbols[place + 1])
            if pair == last and place < end:
                continue
            counts[pair] += frequency
            last, end = pair, place + 2
    return dict(counts)
