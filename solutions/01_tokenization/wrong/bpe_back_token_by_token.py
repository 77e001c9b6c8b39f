"""Each token is read as UTF-8 on its own.

A letter whose two bytes stand in two tokens becomes two �. Join the bytes of *all* tokens, then decode once.
"""

# exercise: bpe_decode_text
FAILS = ("test_letters_in_two_tokens", "test_agrees_with_the_library")
HEADLINE = True


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    symbols = (symbol_of[int(number)] for number in ids)
    return "".join(bytes(byte_of[sign] for sign in symbol).decode("utf-8", errors="replace") for symbol in symbols)
