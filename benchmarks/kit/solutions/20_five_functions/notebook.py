# ---
# jupyter:
#   jupytext: {formats: "py:percent"}
#   kernelspec: {name: python3, display_name: Python 3}
# ---

# %% id="imports" tags=["setup"]
import torch

# %% [markdown] id="relu-exercise" tags=["exercise"]
# **Exercise 20.1** · 20 points. Write `relu`: negative numbers become zero.


# %% id="relu" exercise="relu"
def relu(x):
    """x of any shape, with zeros in place of negative numbers."""
    # BEGIN SOLUTION
    return x.clamp(min=0)
    # END SOLUTION


# %% [markdown] id="softmax-exercise" tags=["exercise"]
# **Exercise 20.2** · 20 points. Write `softmax` over the last dimension.


# %% id="softmax" exercise="softmax"
def softmax(x):
    """Weights of the shape of x that add up to 1 over the last dimension."""
    # BEGIN SOLUTION
    powers = (x - x.amax(dim=-1, keepdim=True)).exp()
    return powers / powers.sum(dim=-1, keepdim=True)
    # END SOLUTION


# %% [markdown] id="cosine-exercise" tags=["exercise"]
# **Exercise 20.3** · 20 points. Write `cosine`, the cosine of the angle between two vectors.


# %% id="cosine" exercise="cosine"
def cosine(a, b):
    """A number from -1 to 1 for two vectors of one length."""
    # BEGIN SOLUTION
    return float(a @ b / (a.norm() * b.norm()))
    # END SOLUTION


# %% [markdown] id="one-hot-exercise" tags=["exercise"]
# **Exercise 20.4** · 20 points. Write `one_hot`: class numbers to rows with a single 1.


# %% id="one-hot" exercise="one_hot"
def one_hot(classes, count):
    """Rows of shape (n, count) for n class numbers."""
    # BEGIN SOLUTION
    return torch.eye(count)[classes]
    # END SOLUTION


# %% [markdown] id="moving-average-exercise" tags=["exercise"]
# **Exercise 20.5** · 20 points. Write `moving_average` of a list of numbers.


# %% id="moving-average" exercise="moving_average"
def moving_average(numbers, width):
    """The means of each `width` neighbours: len(numbers) - width + 1 of them."""
    # BEGIN SOLUTION
    return [sum(numbers[i : i + width]) / width for i in range(len(numbers) - width + 1)]
    # END SOLUTION
