"""What `autograder new --class` writes: a small exercise whose answer is a class; :mod:`.new_texts` has that of a function."""

from __future__ import annotations

from string import Template

CLASS_EXERCISE = Template('''
# %% [markdown] id="$id-exercise" tags=["exercise"]
# **Exercise {{ number }}** · {{ points }} points · ●○○ · about 15 minutes
#
# *Replace this: the goal in two or three sentences. It stands in for:* Write `$name`, which is told one number after
# another and knows the average of them all.
#
# <details><summary>Hint 1</summary>The first hint should be small: which two numbers does it have to remember?</details>


# %% id="$id" exercise="$name"
class $name:
    """Replace this: one line that says what it is. It stands in for: the average of the numbers so far.

    Args:
        first: a list of the numbers to begin with; it is left as it is.
    """

    def __init__(self, first=()):
        # BEGIN SOLUTION
        self.total, self.count = sum(first), len(first)
        # END SOLUTION

    def add(self, number):
        """Take one more number into account."""
        # BEGIN SOLUTION
        self.total += number
        self.count += 1
        # END SOLUTION

    def average(self):
        """The average of all numbers so far, as a float; 0.0 before the first."""
        # BEGIN SOLUTION
        return self.total / self.count if self.count else 0.0
        # END SOLUTION


# %% id="$id-try"
# A demonstration, which students get as it is. It must not end in an error where the exercise is not solved yet.
try:
    seen = $name([1])
    seen.add(3)
    print(seen.average())
except NotImplementedError as error:
    print(error)
''')

CLASS_TESTS = Template('''\
"""$name. Say here where the expected values come from: somebody else's code, or a property that must hold."""

import random
import statistics

from otter.test_files import test_case

OK_FORMAT = False
name = "$name"
points = $points


# Public cases come first: students run them, and they carry at most half of the points. An argument is a name of the
# notebook. A case may make objects of a class and call their methods; what these return is data.
@test_case(points=$p1, failure_message="Whoever begins with 1 and adds 3 has the average 2.")
def test_one_and_three(${name}):
    seen = ${name}([1])
    seen.add(3)
    assert seen.average() == 2


def drawn(seed, size):
    """Numbers that nobody can have foreseen, and that are the same for everybody."""
    generator = random.Random(seed)
    return [generator.randint(1, 50) for _ in range(size)]


# Hidden cases: one property each, the most basic first.
@test_case(points=$p2, hidden=True, failure_message="The numbers to begin with count as those that are added later.")
def test_many(${name}):
    numbers = drawn(0, 12)
    seen = ${name}(numbers[:5])
    for number in numbers[5:]:
        seen.add(number)
    assert abs(seen.average() - statistics.mean(numbers)) < 1e-9


@test_case(points=$p3, hidden=True, failure_message="The average can be asked for at any time, and changes with each number.")
def test_after_each_number(${name}):
    numbers = drawn(1, 6)
    seen = ${name}()
    for index, number in enumerate(numbers):
        seen.add(number)
        assert abs(seen.average() - statistics.mean(numbers[: index + 1])) < 1e-9


@test_case(points=$p4, hidden=True, failure_message="Before the first number the average is 0.0.")
def test_before_the_first(${name}):
    assert ${name}().average() == 0


@test_case(points=$p5, hidden=True, failure_message="Two objects have nothing to do with each other.")
def test_two_objects(${name}):
    one, other = ${name}(), ${name}()
    one.add(10)
    other.add(2)
    assert one.average() == 10
    assert other.average() == 2
''')

CLASS_WRONG = {
    "forgets_its_beginning": Template('''\
"""Forgets what it began with.

The numbers that the constructor is given count too. Replace this by what a good teaching assistant would say to whoever
made this mistake: what goes wrong, and a question that leads on; never the solution.
"""

# exercise: $name
FAILS = ("test_one_and_three", "test_many")  # exactly the cases whose message is true of this mistake
HEADLINE = True  # the mistake that the text warns of, so a public case must see it


class $name:
    def __init__(self, first=()):
        self.total, self.count = 0, 0

    def add(self, number):
        self.total += number
        self.count += 1

    def average(self):
        return self.total / self.count if self.count else 0.0
'''),
    "divides_by_zero": Template('''\
"""Divides by zero before the first number.

Nothing has been added yet, so the number of numbers is 0, and a division by it ends the method.
"""

# exercise: $name
FAILS = ("test_before_the_first",)


class $name:
    def __init__(self, first=()):
        self.total, self.count = sum(first), len(first)

    def add(self, number):
        self.total += number
        self.count += 1

    def average(self):
        return self.total / self.count
'''),
}

CLASS_RIGHT = {
    "keeps_them_all": Template('''\
"""Keeps all numbers: right, and written in another way than the solution."""

# exercise: $name


class $name:
    def __init__(self, first=()):
        self.numbers = list(first)

    def add(self, number):
        self.numbers.append(number)

    def average(self):
        if not self.numbers:
            return 0.0
        return sum(self.numbers) / len(self.numbers)
'''),
}
