"""Merged by string replacement.

You join the symbols with spaces and replace "a b" by "ab". That also finds the *a* at the end of *xa* and the *b*
at the beginning of *bx*, which are not symbols of their own. Compare whole symbols.
"""

# exercise: merge_pair
FAILS = ("test_symbols_not_letters", "test_agrees_with_the_library")
HEADLINE = True


def merge_pair(symbols, pair):
    return tuple(" ".join(symbols).replace(" ".join(pair), "".join(pair)).split())
