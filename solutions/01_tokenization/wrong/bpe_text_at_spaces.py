"""Cut at spaces, and the spaces are gone.

`text.split()` throws the white space away, and no one can bring it back. `gpt2_split` keeps the space before a word as a part of
it, and line ends too.
"""

# exercise: bpe_encode_text
FAILS = ("test_nothing_is_lost", "test_agrees_with_the_library")


def bpe_encode_text(text, merges, vocab):
    ids = []
    for piece in text.split():
        signs = "".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-8"))
        ids += [vocab[symbol] for symbol in bpe_encode_word(signs, merges)]
    return ids
