"""The words come in a tuple.

A list was asked for. A tuple cannot be appended to, and is never equal to a list of the same words.
"""

# exercise: words_that_matter
FAILS = ("test_a_list",)
EDGE = True


def words_that_matter(weights, words, word, n=3):
    row = weights[words.index(word)].tolist()
    return tuple(name for _, name in sorted(zip(row, words, strict=True), key=lambda pair: -pair[0])[:n])
