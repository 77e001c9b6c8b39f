"""The ids come in a tuple.

A list was asked for: whoever joins the ids of two texts with `+` gets an error from a list and a tuple.
"""

# exercise: bpe_encode_text
FAILS = ("test_a_list",)
EDGE = True


def bpe_encode_text(text, merges, vocab):
    ids = ()
    for piece in gpt2_split(text):
        symbols = bpe_encode_word("".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-8")), merges)
        ids += tuple(vocab[symbol] for symbol in symbols)
    return ids
