"""The merges are not used.

You return the bytes: right, and as long as it gets. Give the signs of a piece to `bpe_encode_word`, which joins what was
learned.
"""

# exercise: bpe_encode_text
FAILS = ("test_merges", "test_agrees_with_the_library")


def bpe_encode_text(text, merges, vocab):
    ids = []
    for piece in gpt2_split(text):
        signs = "".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-8"))
        ids += [vocab[symbol] for symbol in signs]
    return ids
