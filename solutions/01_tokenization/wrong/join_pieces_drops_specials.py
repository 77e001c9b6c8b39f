"""Special tokens are left out.

`decode` did that, because its docstring said so. Here [CLS], [SEP] and [UNK] are words like all others and stay.
"""
# exercise: join_pieces


def join_pieces(pieces):
    text = ""
    for piece in pieces:
        if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
            continue
        text += piece[2:] if piece.startswith("##") else " " + piece
    return text.removeprefix(" ")
