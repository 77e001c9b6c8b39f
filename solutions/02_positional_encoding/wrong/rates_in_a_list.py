"""The rates come in a list.

Python's numbers are right, and a list is no tensor: positions times rates, which makes the table of all angles at once, fails. Make a
tensor of it: `torch.tensor(rates)`.
"""

# exercise: angle_rates
FAILS = ("test_a_tensor",)
EDGE = True


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return [base ** (-two_i / d_model) for two_i in range(0, d_model, 2)]
