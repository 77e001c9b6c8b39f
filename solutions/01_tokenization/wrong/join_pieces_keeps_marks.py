"""The ## is kept.

You join the pieces with spaces and leave the marks in. `##` says "glue me to the piece before me": no space and no
mark.
"""
# exercise: join_pieces


def join_pieces(pieces):
    return " ".join(pieces)
