"""English numbers and times of day in words."""

from __future__ import annotations

NUMBER_WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_in_words(number: int) -> str:
    """A number from 1 to 99: forty-eight.

    >>> number_in_words(7), number_in_words(48), number_in_words(60)
    ('seven', 'forty-eight', 'sixty')
    """
    if number < 20:
        return NUMBER_WORDS[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{NUMBER_WORDS[ones]}" if ones else "")


def clock_in_words(hour: int, minute: int) -> str:
    """A time of day as people say it, to the minute.

    >>> clock_in_words(9, 40), clock_in_words(17, 15), clock_in_words(8, 0)
    ('twenty to ten in the morning', 'quarter past five in the afternoon', "eight o'clock in the morning")
    """
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    if minute == 0:
        told = f"{NUMBER_WORDS[_twelve(hour)]} o'clock"
    elif minute <= 30:
        told = f"{_minutes(minute)} past {NUMBER_WORDS[_twelve(hour)]}"
    else:
        told = f"{_minutes(60 - minute)} to {NUMBER_WORDS[_twelve(hour + 1)]}"
    return f"{told} in the {part}"


def _twelve(hour: int) -> int:
    return (hour - 1) % 12 + 1


def _minutes(minutes: int) -> str:
    return {15: "quarter", 30: "half"}.get(minutes, number_in_words(minutes))
