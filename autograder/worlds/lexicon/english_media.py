"""What English posters show and what loudspeakers say: few words for each fact, so that an engine can read or hear them."""

from __future__ import annotations

POSTER: dict[str, list[str]] = {
    "day": ["{v}", "On {v}"],
    "weekday": ["Every {v}"],
    "starts": ["Begins at {v}", "Start: {v}"],
    "price": ["Price: {v}", "Only {v}"],
    "theatre.price": ["Seats: {v}", "A seat: {v}"],
    "inn.price": ["One night: {v}"],
    "bakery.price": ["Rye bread: {v}", "A rye loaf: {v}"],
    "ferry.price": ["Fare: {v}", "Tickets: {v}"],
    "places": ["Only {v} places", "{v} places"],
    "deadline": ["Register by {v}", "Last day to register: {v}"],
    "prize": ["First prize: {a+v}", "Win {a+v}"],
    "length": ["Route: {v} km"],
    "venue": ["Place: {v}"],
    "departs": ["Departure: {v}", "Leaves at {v}"],
    "pier": ["Pier {v}"],
    "minutes": ["Crossing: {v} minutes"],
    "bicycle": ["Bicycles: {v}"],
    "seats": ["Room for {v}"],
    "breakfast": ["Breakfast from {v}"],
    "rooms": ["{v} rooms"],
    "dish": ["Try our {v}"],
    "opens": ["Open from {v}"],
    "rest": ["Closed on {v}"],
    "play": ["Now playing: {v}"],
}
SLOGANS = ["Come and see", "All are welcome", "Bring your friends", "Do not miss it", "See you there", "Rain or shine"]

SPEECH_OPENERS = ["Attention please.", "Good morning.", "Good evening.", "Dear visitors.", "An announcement."]
SPEECH: dict[str, list[str]] = {
    "ferry.departs": ["{s} leaves every day at {v}.", "The departure of {s} is at {v}."],
    "ferry.pier": ["Passengers for {s} please go to pier number {v}.", "{s} is waiting at pier number {v}."],
    "ferry.minutes": ["The trip on {s} takes {v} minutes.", "{s} needs {v} minutes for the crossing."],
    "ferry.price": ["A ticket for {s} costs {v}.", "The fare on {s} is {v}."],
    "ferry.seats": ["{s} takes {v} passengers.", "There is room for {v} passengers on {s}."],
    "event.day": ["{s} takes place on {v}.", "The date of {s} is {v}."],
    "event.starts": ["{s} starts at {v}.", "The gates of {s} open at {v}."],
    "event.price": ["Admission to {s} is {v}.", "A ticket for {s} costs {v}."],
    "activity.weekday": ["{s} is held every {v}.", "Join us for {s} on any {v}."],
    "activity.starts": ["{s} begins at {v}.", "We meet for {s} at {v}."],
    "activity.price": ["The fee for {s} is {v}.", "{s} costs {v}."],
    "activity.places": ["There are {v} places in {s}.", "{s} takes {v} people."],
    "workshop.deadline": ["You can register for {s} until {v}.", "Please register for {s} by {v}."],
    "walk.length": ["The route of {s} is {v} kilometres long.", "{s} covers {v} kilometres."],
    "theatre.price": ["A seat in {s} costs {v}.", "A ticket for {s} costs {v}."],
    "theatre.rest": ["{s} is closed on {v}.", "There is no performance in {s} on {v}."],
    "theatre.seats": ["{s} has {v} seats.", "There are {v} seats in {s}."],
}
