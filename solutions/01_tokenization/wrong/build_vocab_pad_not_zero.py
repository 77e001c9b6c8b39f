"""The specials come last.

The reserved ids are the same in every vocabulary: PAD = 0, SOS = 1, EOS = 2, UNK = 3. Put them behind the words and
their ids depend on how many words there are.
"""

# exercise: build_vocab
FAILS = ("test_specials_first", "test_agrees_with_the_library")
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    ordered = sorted((t for t in counts if counts[t] >= min_count), key=lambda t: (-counts[t], t))
    if max_size is not None:
        ordered = ordered[: max(0, max_size - len(specials))]
    return {token: number for number, token in enumerate([*ordered, *specials][:max_size])}
