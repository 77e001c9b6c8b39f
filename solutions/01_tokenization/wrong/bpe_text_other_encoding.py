"""UTF-16 in place of UTF-8.

`utf-16` has other bytes for the same text, two for every English letter and two more at the beginning. GPT-2 reads
UTF-8.
"""

# exercise: bpe_encode_text
FAILS = ("test_bytes", "test_agrees_with_the_library")


def bpe_encode_text(text, merges, vocab):
    ids = []
    for piece in gpt2_split(text):
        signs = "".join(BYTE_SIGNS[byte] for byte in piece.encode("utf-16"))
        ids += [vocab[symbol] for symbol in bpe_encode_word(signs, merges)]
    return ids
