"""A special that occurs in the text loses its reserved id.

If a text contains the string "[EOS]", it is counted like a word and overwrites the reserved entry. Leave the
specials out of the counting.
"""

# exercise: build_vocab
FAILS = ("test_specials_in_the_text",)
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens)
    ordered = sorted((t for t in counts if counts[t] >= min_count), key=lambda t: (-counts[t], t))
    return {token: number for number, token in enumerate([*specials, *ordered][:max_size])}
