"""Dimensions of size 1 get lost.

`squeeze` takes away every dimension of size 1, not only the one that your sum left behind: a batch of one is no batch any more. With
`keepdim=True` there is nothing to take away.
"""

# exercise: softmax
FAILS = ("test_dim",)


def softmax(scores, dim=-1):
    powers = (scores - scores.amax(dim=dim, keepdim=True)).exp()
    return (powers / powers.sum(dim=dim, keepdim=True)).squeeze()
