"""White space at the ends is cut off.

`strip` takes away what the text had. Nothing may be lost on this way: a space at the beginning belongs to the text.
"""

# exercise: bpe_decode_text
FAILS = ("test_white_space",)


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = "".join(symbol_of[int(number)] for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8", errors="replace").strip()
