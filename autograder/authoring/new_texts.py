"""What `autograder new` writes: a small exercise that is complete, with a word at each place on what belongs there.

Each text is a :class:`string.Template`; ``$name`` is the exercise, ``$id`` its name with "-".
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from .new_class_texts import CLASS_EXERCISE, CLASS_RIGHT, CLASS_TESTS, CLASS_WRONG


@dataclass(frozen=True)
class Kind:
    """What is written for an exercise of one kind: a function, or a class."""

    first_name: str
    """Of the exercise of a new assignment, where the author names none."""
    idea: str
    """The example in a new assignment's text."""
    exercise: Template
    tests: Template
    wrong: dict[str, Template]
    right: dict[str, Template]


HEADER = """\
# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: id,exercise,tags,points,-all
#     comment_magics: false
#     notebook_metadata_filter: -jupytext.text_representation
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---
"""

BEGINNING = Template("""
# %% [markdown] id="title"
# # Assignment $number · $title
#
# *Replace this: what is the question of this notebook, and what will students have built at its end?*
#
# **Time:** about {{ hours of all }} hours. **Points:** {{ points of all }} over {{ count of all }} exercises.
#
# **Checks.** Behind each exercise stands a `grader.check(…)` cell. It runs the *public* checks, which carry
# {{ public points of all }} of the {{ points of all }} points. The *hidden* checks run when you hand in; they ask for what the docstring says.

# %% id="imports" tags=["setup"]
# What every cell may use: imports, and small helpers that are given. It also runs where the solution is loaded on its own.
import random

random.seed(0)

# %% [markdown] id="$id-why"
# ## $number.1 The idea
#
# *Replace this: the idea behind the first exercise, with an example that can be followed by hand.* $idea
""")

EXERCISE = Template('''
# %% [markdown] id="$id-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 10 minutes
#
# *Replace this: the goal in two or three sentences. It stands in for:* Write `$name`: each number as its part of the whole.
#
# <details><summary>Hint 1</summary>The first hint should be small: what is the whole?</details>


# %% id="$id" exercise="$name"
def $name(numbers):
    """Replace this: one line that says what it does. It stands in for: the parts of a whole.

    Args:
        numbers: a list of numbers, none of them negative; it is left as it is.

    Returns:
        A new list of the same length: each number divided by the sum of all. Where the sum is 0, a list of zeros.
    """
    # BEGIN SOLUTION
    whole = sum(numbers)
    return [number / whole if whole else 0.0 for number in numbers]
    # END SOLUTION


# %% id="$id-try"
# A demonstration, which students get as it is. It must not end in an error where the exercise is not solved yet.
try:
    print($name([1, 3, 4]))
except NotImplementedError as error:
    print(error)
''')

TESTS = Template('''\
"""$name. Say here where the expected values come from: somebody else's code, or a property that must hold."""

import random

from otter.test_files import test_case

OK_FORMAT = False
name = "$name"
points = $points
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def does_its_work(${name}):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = ${name}([1, 3]), ${name}([3, 1])
    return repr(one) != repr(two) and repr(one) != repr([1, 3])


# Public cases come first: students run them, and they carry at most half of the points. An argument is a name of the
# notebook. The message is for whoever fails the case: the likely mistake in a sentence, never the hidden data.
@test_case(points=$p1, failure_message="The parts of 1 and 3 are a quarter and three quarters.")
def test_a_quarter(${name}):
    assert ${name}([1, 3]) == [0.25, 0.75]


def drawn(seed, size):
    """Numbers that nobody can have foreseen, and that are the same for everybody."""
    generator = random.Random(seed)
    return [generator.randint(1, 50) for _ in range(size)]


# Hidden cases: one property each, the most basic first. Who does nothing at all is told so, and earns nothing by it.
@test_case(points=$p2, hidden=True, failure_message="However many numbers there are, their parts add up to 1.")
def test_parts_add_up_to_one(${name}):
    for seed, size in ((0, 3), (1, 7), (2, 20)):
        assert abs(sum(${name}(drawn(seed, size))) - 1) < 1e-9


@test_case(points=$p3, hidden=True, failure_message="A number that is twice as large has a part that is twice as large.")
def test_ratios_stay(${name}):
    assert does_its_work(${name}), IDLE
    numbers = drawn(3, 9)
    parts = ${name}(numbers)
    assert len(parts) == len(numbers)
    for number, part in zip(numbers, parts):
        assert abs(part * numbers[0] - parts[0] * number) < 1e-9


@test_case(points=$p4, hidden=True, failure_message="Where all numbers are 0, so are their parts.")
def test_zeros(${name}):
    assert does_its_work(${name}), IDLE
    assert ${name}([0, 0, 0]) == [0, 0, 0]


@test_case(points=$p5, hidden=True, failure_message="Your function changed the list that it was given; make a new one.")
def test_input_is_left_alone(${name}):
    assert does_its_work(${name}), IDLE
    numbers = drawn(4, 5)
    ${name}(numbers)
    assert numbers == drawn(4, 5)
''')
SHARES = (0.2, 0.3, 0.2, 0.15, 0.15)
"""Of the points, for each case of the tests in order."""

WRONG = {
    "divides_by_the_largest": Template('''\
"""Divides by the largest number.

Your largest number has the part 1, so the parts add up to more than the whole. Replace this by what a good teaching
assistant would say to whoever made this mistake: what goes wrong, and a question that leads on; never the solution.
"""

# exercise: $name
FAILS = ("test_a_quarter", "test_parts_add_up_to_one")  # exactly the cases whose message is true of this mistake
HEADLINE = True  # the mistake that the text warns of, so a public case must see it


def $name(numbers):
    whole = max(numbers)
    return [number / whole if whole else 0.0 for number in numbers]
'''),
    "divides_by_zero": Template('''\
"""Divides by zero where there is nothing.

With zeros alone the sum is 0, and a division by it ends the function. What should the parts of nothing be?
"""

# exercise: $name
FAILS = ("test_zeros",)


def $name(numbers):
    whole = sum(numbers)
    return [number / whole for number in numbers]
'''),
}

RIGHT = {
    "in_a_loop": Template('''\
"""In a loop: right, and written in another way than the solution."""

# exercise: $name


def $name(numbers):
    whole = 0
    for number in numbers:
        whole = whole + number
    parts = []
    for number in numbers:
        parts.append(0 if whole == 0 else number / whole)
    return parts
'''),
}

FUNCTION = Kind(
    "parts_of_a_whole",
    "Of 1, 3 and 4, which are 8 together,\n# the parts are $\\tfrac{1}{8}$, $\\tfrac{3}{8}$ and $\\tfrac{4}{8}$.",
    EXERCISE,
    TESTS,
    WRONG,
    RIGHT,
)
CLASS = Kind(
    "RunningAverage",
    "The average of 1 and 3 is 2;\n# whoever then hears of a 5 needs no list to know that it is 3 now.",
    CLASS_EXERCISE,
    CLASS_TESTS,
    CLASS_WRONG,
    CLASS_RIGHT,
)

CONFIG = Template("""\
title = "$title"
number = $number
preimport = []    # what takes long to import, as in ["torch", "numpy"]: imported once, before submissions are forked
files = []        # copied beside the students' notebook, as in ["../shared/attention_pictures.py"]

[limits]
cell_seconds = 20          # processor time of one cell, or sleeping and waiting; a busy machine adds none
question_seconds = 20      # the same, of all calls that one exercise's tests make
submission_seconds = 120   # the same, of everything together
memory_mb = 2048
""")
