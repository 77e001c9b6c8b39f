"""max_size is ignored.

Your vocabulary holds every token that occurs often enough, however many there are. A model's embedding table has `max_size` rows: cut the
list, specials and all, to that many.
"""

# exercise: build_vocab
FAILS = ("test_max_size",)
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    ordered = sorted((t for t in counts if counts[t] >= min_count), key=lambda t: (-counts[t], t))
    return {token: number for number, token in enumerate([*specials, *ordered])}
