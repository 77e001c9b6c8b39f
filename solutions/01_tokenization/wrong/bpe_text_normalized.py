"""The text is normalized first.

Capital letters and accents are gone before the first byte is read. Byte-level BPE can write everything: take the text as it
is.
"""

# exercise: bpe_encode_text
FAILS = ("test_nothing_is_lost", "test_agrees_with_the_library")


def bpe_encode_text(text, merges, vocab):
    ids = []
    for piece in gpt2_split(normalize(text)):
        signs = "".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-8"))
        ids += [vocab[symbol] for symbol in bpe_encode_word(signs, merges)]
    return ids
