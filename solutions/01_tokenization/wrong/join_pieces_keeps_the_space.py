"""The mark goes, the space stays.

*play ##ing* becomes *play ing*: you removed the ## but still put a space before it. A continuation is glued to the
piece before it.
"""
# exercise: join_pieces


def join_pieces(pieces):
    return " ".join(piece.removeprefix("##") for piece in pieces)
