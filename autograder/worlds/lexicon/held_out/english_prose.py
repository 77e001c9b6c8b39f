"""What stands around the facts of held-out worlds in English. No sentence states a fact that a question could ask for."""

from __future__ import annotations

TITLES: dict[str, list[str]] = {
    "house": ["Spotlight on {s}", "{s}, seen from inside", "Our tip: {s}", "Behind the doors of {s}"],
    "ferry": ["Spotlight on {s}", "{s}, seen from the deck", "Out on the water with {s}"],
    "event": ["Spotlight on {s}", "Save a day for {s}", "{s} is drawing near"],
    "activity": ["Spotlight on {s}", "Something to try: {s}", "Our tip: {s}"],
    "landmark": ["What engineers left us", "{s}, seen from below", "Sights of {place}"],
    "island": ["Spotlight on {s}", "Across the water: {s}"],
    "person": ["Five minutes with {s}", "A face of the town: {s}"],
    "directory": ["Numbers worth knowing", "From the operator's desk"],
    "tour": ["A weekend in {place}", "What we saw in {place}", "Postcard from {place}"],
    "update": ["{s}: corrected", "What has changed at {s}", "Bulletin: {s}"],
    "speech": ["Message on the answering machine", "From the public address system"],
    "poster": ["Sheet on a lamp post", "Pinned to the board"],
    "chart": ["Diagram", "From the annual statistics"],
    "town": ["Moods of {place}", "{place} at low tide", "Streets of {place}"],
}

OPENERS = [
    "This entry was written for the almanac of {place}.",
    "Overheard in the queue at the post office.",
    "What follows comes from somebody who was there.",
    "An old acquaintance of the editors has sent us this.",
    "The columnists of {place} take turns, and today it is about this.",
]
CHANGED = [
    "Older leaflets may be thrown away.",
    "The editors have been informed of a correction.",
    "Forget what it said in the last edition.",
    "The council has ruled anew.",
]
TOUR = {
    "first": ["We had packed sandwiches and set out.", "Our host drew a line on the map for us."],
    "between": ["From there our feet found the next stop.", "A tram took us on.", "A shower of rain chased us onward."],
    "last": ["We slept like stones that night.", "Our host laughed when we told the story."],
}
DIRECTORY = [
    "{s} – {v}.",
    "ask for {v} to be put through to {s}.",
    "the line with the number {v} rings on the desk of {s}.",
]
DIRECTORY_FIRST = ["Pin this sheet to the wall above the set.", "The operator knows these numbers by heart."]

FILLERS: dict[str, list[str]] = {
    "museum": [
        "the floorboards have a voice of their own.",
        "drawing is encouraged, touching is not.",
        "umbrellas drip in a brass stand.",
    ],
    "library": [
        "silence is kept by a stern goldfish in a bowl.",
        "pencils are lent out, and seldom come back.",
        "the armchairs have seen generations.",
    ],
    "school": [
        "a chestnut tree shades the bicycle racks.",
        "the canteen is loved for its pancakes.",
        "the caretaker keeps bees.",
    ],
    "theatre": [
        "the prompter has never been seen.",
        "understudies knit in the wings.",
        "the chandelier tinkles when a cart goes by.",
    ],
    "inn": ["a sheepdog greets every newcomer.", "the soap smells of lavender.", "draughts is played until late."],
    "bakery": [
        "the window is steamed up by sunrise.",
        "the scales have brass weights.",
        "a bell above the door never rests.",
    ],
    "ferry": [
        "the handrails are freshly varnished.",
        "seals are sighted now and then.",
        "the mate whistles when the sea is calm.",
    ],
    "event": [
        "lanterns are strung from tree to tree.",
        "brass bands compete with barrel organs.",
        "toddlers fall asleep in wheelbarrows.",
    ],
    "walk": ["the pace is unhurried.", "wild thyme grows along the verge.", "walking sticks may be borrowed."],
    "workshop": [
        "sleeves had better be rolled up.",
        "failures are displayed with pride.",
        "there is always a pot of tea on the go.",
    ],
    "landmark": [
        "cormorants dry their wings on it.",
        "sketches of it hang in half the parlours of the town.",
        "moss has conquered the north side.",
    ],
    "island": [
        "the wind never quite lies down.",
        "dry stone walls run down to the beach.",
        "everybody waves to everybody.",
    ],
    "person": [
        "an umbrella is part of the outfit, whatever the sky.",
        "letters are still answered by hand.",
        "the laugh can be heard two corridors away.",
    ],
    "town": [
        "herons stand in the shallows like forgotten umbrellas.",
        "at dusk the lamplighter of {place} is followed by a string of children.",
        "shopkeepers sweep the pavement twice, once for dust and once for news.",
        "the smell of tar drifts up from the slipways.",
        "in {place} an argument about the weather may last a week.",
        "shutters are painted in the colours of boats.",
        "on Sundays one hears scales being practised behind lace curtains.",
    ],
}

CHART_TITLES = ["Attendance at {s}", "Guests counted at {s}"]
CHART_UNIT = "guests"
CHART_QUESTIONS = {
    "value": ["What was the attendance at {s} in {month}?", "How many guests did {s} count in {month}?"],
    "best": ["Which month saw the highest attendance at {s}?", "In which month did {s} count the most guests?"],
    "worst": ["Which month saw the lowest attendance at {s}?", "In which month did {s} count the fewest guests?"],
}
