"""The number of the question is used as a vector.

You multiply the numbers themselves: question 3 then matches answer 4 better than answer 3, as 3 times 4 is more.
Names have no size; give each question its own direction.
"""

# exercise: select_head
FAILS = ("test_creature", "test_strength", "test_any_numbers", "test_nobody_answers")
DEFEATS = "A name tag for each question is the exercise's idea; a number in its place matches other questions too."
import torch


def select_head(asks, answers):
    asked, answered = torch.tensor(asks).float()[:, None], torch.tensor(answers).float()[:, None]
    return 10.0 * asked, answered
