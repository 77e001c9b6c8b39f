"""What English posters of held-out worlds show and what their loudspeakers say."""

from __future__ import annotations

POSTER: dict[str, list[str]] = {
    "day": ["Save the date: {v}", "This year: {v}"],
    "weekday": ["Each week on {v}"],
    "starts": ["Be there at {v}", "From {v} sharp"],
    "price": ["Your share: {v}", "Entry {v}"],
    "theatre.price": ["Entry {v}"],
    "inn.price": ["Lodging: {v}"],
    "bakery.price": ["Dark bread for {v}"],
    "ferry.price": ["Passage: {v}"],
    "places": ["At most {v} people"],
    "deadline": ["Apply before {v}"],
    "prize": ["Top gift: {a+v}"],
    "length": ["A trail of {v} km"],
    "venue": ["Find us at {v}"],
    "departs": ["We sail at {v}"],
    "pier": ["Berth {v}"],
    "minutes": ["Time on board: {v} minutes"],
    "bicycle": ["Two wheels: {v}"],
    "seats": ["Licensed for {v}"],
    "breakfast": ["Morning table from {v}"],
    "rooms": ["Beds in {v} rooms"],
    "dish": ["Taste the {v}"],
    "opens": ["Come in from {v}"],
    "rest": ["No visitors on {v}"],
    "play": ["On stage: {v}"],
}
SLOGANS = [
    "Bring good spirits",
    "We are waiting for you",
    "A day to remember",
    "For young and old",
    "Tell your neighbours",
]

SPEECH_OPENERS = ["Hello everybody.", "May we have your attention.", "Dear guests.", "A short message."]
SPEECH: dict[str, list[str]] = {
    "ferry.departs": ["Please be on board {s} by {v}.", "We sail with {s} at {v}."],
    "ferry.pier": ["You find {s} at berth number {v}."],
    "ferry.minutes": ["You will spend {v} minutes on board {s}."],
    "ferry.price": ["The passage with {s} is {v}."],
    "ferry.seats": ["We are allowed to carry {v} persons with {s}."],
    "event.day": ["Please keep {v} free for {s}."],
    "event.starts": ["Come to {s} at {v}."],
    "event.price": ["The entry to {s} is {v}."],
    "activity.weekday": ["You can join {s} each week on {v}."],
    "activity.starts": ["Come to {s} at {v}."],
    "activity.price": ["Your share for {s} is {v}."],
    "activity.places": ["We can take {v} people along to {s}."],
    "workshop.deadline": ["Please apply for {s} before {v}."],
    "walk.length": ["You will walk {v} kilometres with {s}."],
    "theatre.price": ["The entry to {s} is {v}."],
    "theatre.rest": ["Nobody plays in {s} on {v}."],
    "theatre.seats": ["We have chairs for {v} people in {s}."],
}
