"""The table is brought into the dtype of x.

Then a batch of float32 and a table of float64 make float32, and the table's digits are lost. The docstring asks for what torch makes of
the two: add them as they are.
"""

# exercise: add_positional
FAILS = ("test_dtype",)
EDGE = True


def add_positional(x, pe, offset=0):
    end = offset + x.shape[1]
    if end > pe.shape[0]:
        raise ValueError("the table ends")
    return x + pe[offset:end].to(x.dtype)
