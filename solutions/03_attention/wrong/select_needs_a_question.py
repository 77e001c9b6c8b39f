"""Where nobody asks anything there is nothing to look with.

A column for each question means no column at all in a sentence without questions: vectors of width 0, whose scores are divided by √0.
Their weights are NaN. The width has to be at least 1; a column of zeros will do.
"""

# exercise: select_head
FAILS = ("test_nobody_answers",)
import torch


def select_head(asks, answers):
    questions = torch.tensor(sorted(set(asks) - {0}))
    asked = (torch.tensor(asks)[:, None] == questions).float()
    answered = (torch.tensor(answers)[:, None] == questions).float()
    return 20.0 * len(questions) ** 0.5 * asked, answered
