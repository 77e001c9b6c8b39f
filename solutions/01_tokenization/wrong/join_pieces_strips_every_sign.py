"""Every # is removed.

`replace("##", "")` and `strip("#")` also eat signs that belong to the text. Only the two characters at the *front*
of a continuation are a mark.
"""
# exercise: join_pieces


def join_pieces(pieces):
    text = ""
    for piece in pieces:
        text += piece.strip("#") if piece.startswith("##") else " " + piece.strip("#")
    return text.strip()
