"""What stands around the facts in English: titles, first sentences, sentences without any fact, posters and loudspeakers.

None of these states a fact that a question could ask for.
"""

from __future__ import annotations

TITLES: dict[str, list[str]] = {
    "text": ["{s}", "About {s}", "A visit to {s}", "{s}: what to know", "Portrait: {s}", "{s} in brief"],
    "person": ["{s}", "Who is who: {s}", "Meet {s}"],
    "update": ["News about {s}", "{s}: notice", "From the town hall: {s}", "Change: {s}"],
    "speech": ["Announcement", "Loudspeaker announcement", "Recording from the information line"],
    "poster": ["Poster", "Notice board", "Photograph of a poster"],
    "chart": ["Chart", "Figure from the yearbook"],
    "town": ["Letter from {place}", "{place} seen by a visitor", "Notes on {place}", "Weather in {place}"],
}

OPENERS = [
    "The town gazette of {place} writes:",
    "A page from the visitors' guide.",
    "For those who are new to {place}:",
    "From the information desk of {place}.",
    "Our readers keep asking, so here it is once more.",
    "Notes taken on a stroll through {place}.",
]
CHANGED = [
    "Please note what is different from now on.",
    "The town council has announced a change.",
    "Some things that you may have read elsewhere no longer hold.",
    "With the new season come new arrangements.",
]

FILLERS: dict[str, list[str]] = {
    "museum": [
        "the stairs creak, and nobody would have it otherwise.",
        "school classes come with sketchbooks, retired sailors with opinions.",
        "photographs are allowed as long as the flash stays off.",
        "on rainy afternoons the cloakroom smells of wet wool.",
    ],
    "library": [
        "the reading tables under the skylight are the first to be taken.",
        "whispering is tolerated, humming is not.",
        "a corner with cushions belongs to the smallest readers.",
    ],
    "school": [
        "the yard has two old trees and countless marbles.",
        "parents praise the choir and forgive the orchestra.",
        "every spring the pupils plant beans along the fence.",
    ],
    "theatre": [
        "the velvet curtain was mended by hand more than once.",
        "before the lights go down, the ushers sell peppermints.",
        "after the applause the actors mingle with the public in the foyer.",
    ],
    "inn": [
        "the stove in the parlour is lit at the first sign of fog.",
        "muddy boots are left at the door without discussion.",
        "travellers praise the quiet and the thick blankets.",
    ],
    "bakery": [
        "the smell reaches the corner before you do.",
        "regulars know that it pays to bring a cloth bag.",
        "what is left over at night goes to the hens behind the church.",
    ],
    "ferry": [
        "gulls follow it in the hope of crumbs.",
        "in a strong wind the upper deck remains closed.",
        "life jackets are under the benches, and the crew checks twice.",
        "the best place is at the stern, out of the spray.",
    ],
    "event": [
        "neighbours lend tables and chairs, as they always have.",
        "if it rains, it goes on under canvas.",
        "those who come on foot are spared the search for a parking space.",
        "children with masks are especially welcome.",
    ],
    "walk": [
        "dogs are welcome on a lead.",
        "bring something to drink and a jacket against the wind.",
        "there are benches along the way for those who want to rest.",
    ],
    "workshop": [
        "beginners need not be shy.",
        "aprons hang ready behind the door.",
        "at the end everybody takes home what they have made.",
    ],
    "landmark": [
        "painters set up their easels nearby.",
        "at dusk it is a favourite place for photographs.",
        "the railing is cold even in summer.",
    ],
    "island": [
        "there is one road, and it goes all the way round.",
        "in spring the slopes turn yellow with gorse.",
        "the shop keeps the post until somebody calls for it.",
    ],
    "person": [
        "colleagues speak of a patient listener.",
        "punctuality is not a weakness here but a principle.",
        "whoever knocks is offered tea.",
        "there is talk of a book, but so far nobody has seen a page.",
    ],
    "town": [
        "the fog comes in from the sea without knocking.",
        "on the promenade old men argue about chess and the price of fish.",
        "the roofs are steep, and the cats know all of them.",
        "in autumn the whole of {place} smells of smoke and apples.",
        "nobody in {place} walks fast, except when the wind turns.",
        "the bells are a little out of tune, which visitors find charming.",
        "between the houses hang washing lines like strings of flags.",
        "in winter the streets are lit early and people linger in doorways.",
        "the river is shallow here and full of reflections.",
        "whoever leaves {place} promises to come back, and many do.",
    ],
}

POSTER: dict[str, str] = {
    # What a line of a poster says for each relation.
    "day": "{v}",
    "weekday": "Every {v}",
    "starts": "Begins at {v}",
    "price": "Price: {v}",
    "places": "Only {v} places",
    "deadline": "Register by {v}",
    "prize": "First prize: a {v}",
    "length": "Route: {v} km",
    "venue": "Place: {v}",
    "departs": "Departure: {v}",
    "pier": "Pier {v}",
    "minutes": "Crossing: {v} minutes",
    "bicycle": "Bicycles: {v}",
    "seats": "Room for {v}",
    "breakfast": "Breakfast from {v}",
    "rooms": "{v} rooms",
    "dish": "Try our {v}",
    "opens": "Open from {v}",
    "rest": "Closed on {v}",
    "play": "Now playing: {v}",
}
SLOGANS = ["Come and see", "All are welcome", "Bring your friends", "Do not miss it", "See you there", "Rain or shine"]

SPEECH_OPENERS = ["Attention please.", "Good morning.", "Dear visitors.", "An announcement.", "Ladies and gentlemen."]
SPEECH: dict[str, list[str]] = {
    # Short sentences that a speech recogniser can follow.
    "ferry.departs": ["{s} leaves today and every day at {v}.", "The departure of {s} is at {v}."],
    "ferry.pier": ["Passengers for {s} please go to pier {v}.", "{s} is waiting at pier {v}."],
    "ferry.bicycle": ["A bicycle on {s} costs {v}.", "For bicycles, {s} charges {v}."],
    "ferry.minutes": ["The crossing on {s} takes {v} minutes."],
    "ferry.price": ["A ticket for {s} costs {v}.", "The fare on {s} is {v}."],
    "ferry.seats": ["{s} takes {v} passengers."],
    "event.day": ["{s} takes place on {v}.", "The date of {s} is {v}."],
    "event.starts": ["{s} starts at {v}.", "We open {s} at {v}."],
    "event.price": ["Admission to {s} is {v}.", "A ticket for {s} costs {v}."],
    "activity.weekday": ["{s} is held every {v}.", "Join us for {s} on any {v}."],
    "activity.starts": ["{s} begins at {v}."],
    "activity.price": ["The fee for {s} is {v}."],
    "activity.places": ["There are {v} places in {s}."],
    "workshop.deadline": ["You can register for {s} until {v}."],
    "walk.length": ["The route of {s} is {v} kilometres long."],
    "inn.breakfast": ["Breakfast in {s} is served from {v}."],
    "inn.price": ["A night in {s} costs {v}."],
    "inn.rooms": ["{s} has {v} rooms."],
    "bakery.opens": ["{s} opens at {v}."],
    "bakery.price": ["A loaf of rye in {s} costs {v}."],
    "bakery.rest": ["{s} is closed on {v}."],
    "theatre.price": ["A seat in {s} costs {v}."],
    "theatre.rest": ["{s} is closed on {v}."],
    "theatre.seats": ["{s} has {v} seats."],
}

CHART_TITLES = ["Visitors of {s}", "{s}: visitors by month"]
CHART_UNIT = "visitors"
CHART_QUESTIONS = {
    "value": ["How many visitors came to {s} in {month}?", "How many people visited {s} in {month}?"],
    "best": ["In which month did {s} have the most visitors?", "Which month brought the most people to {s}?"],
}
