"""Characters in place of bytes.

You take one sign for each *character*, the one at the place of its code point. That goes well for English, where a character is a
byte. `é` has two bytes in UTF-8, a Hebrew letter two, an emoji four: `piece.encode("utf-8")` gives them.
"""

# exercise: bpe_encode_text
FAILS = ("test_bytes", "test_agrees_with_the_library")
HEADLINE = True


def bpe_encode_text(text, merges, vocab):
    ids = []
    for piece in gpt2_split(text):
        signs = "".join(BYTE_SIGNS[min(ord(char), 255)] for char in piece)
        ids += [vocab[symbol] for symbol in bpe_encode_word(signs, merges)]
    return ids
