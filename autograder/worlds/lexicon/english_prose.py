"""What stands around the facts in English: titles, first sentences, and sentences without any fact.

None of these states a fact that a question could ask for.
"""

from __future__ import annotations

TITLES: dict[str, list[str]] = {
    "house": ["{s}", "About {s}", "A visit to {s}", "{s}: what to know", "Portrait: {s}", "{s} in brief"],
    "ferry": ["{s}", "About {s}", "On board {s}", "{s}: what to know", "Harbour notes: {s}"],
    "event": ["{s}", "About {s}", "{s}: what to know", "Coming soon: {s}", "Looking forward to {s}"],
    "activity": ["{s}", "About {s}", "{s}: what to know", "For curious people: {s}"],
    "landmark": ["Stone and water", "Built to last", "Monuments of {place}", "{s} and its neighbour"],
    "island": ["{s}", "About {s}", "Off the coast: {s}", "A day trip to {s}"],
    "person": ["{s}", "Who is who: {s}", "Meet {s}"],
    "directory": ["Telephone list", "Whom to call in {place}", "The switchboard of {place}"],
    "tour": ["A day in {place}", "Three stops in {place}", "Letter from {place}", "From a travel diary"],
    "update": ["News about {s}", "{s}: notice", "From the town hall: {s}", "Change: {s}"],
    "speech": ["Announcement", "Loudspeaker announcement", "Recording from the information line"],
    "poster": ["Poster", "Notice board", "Photograph of a poster"],
    "chart": ["Chart", "Figure from the yearbook"],
    "town": ["{place} seen by a visitor", "Notes on {place}", "Weather in {place}", "Evenings in {place}"],
}

OPENERS = [
    "The town gazette of {place} writes:",
    "A page from the visitors' guide.",
    "For those who are new to {place}:",
    "From the information desk of {place}.",
    "Our readers keep asking, so here it is once more.",
    "Notes taken on a stroll through {place}.",
    "A reader has written to us with many questions; our answers are below.",
    "Dear neighbours, a few words about something we all love.",
    "This is what our reporter found out.",
]
CHANGED = [
    "Please note what is different from now on.",
    "The town council has announced a change.",
    "Some things that you may have read elsewhere no longer hold.",
    "With the new season come new arrangements.",
    "After a long meeting it was decided to do things differently.",
]
TOUR = {
    "first": [
        "We began our day early.",
        "Three places in one day: it can be done.",
        "My aunt had drawn up a plan for us.",
    ],
    "between": ["then we walked on.", "after a rest we moved on.", "the next stop was not far away."],
    "last": [
        "In the evening our feet hurt, but we did not regret it.",
        "We shall come back.",
        "The rest can wait until tomorrow.",
    ],
}
DIRECTORY = ["{s}: extension {v}.", "under {v} you reach {s}.", "extension {v} belongs to {s}.", "{s} answers at {v}."]
DIRECTORY_FIRST = [
    "Keep this list beside the telephone.",
    "The switchboard puts you through to any of these extensions.",
]

FILLERS: dict[str, list[str]] = {
    "museum": [
        "the stairs creak, and nobody would have it otherwise.",
        "school classes come with sketchbooks, retired sailors with opinions.",
        "photographs are allowed as long as the flash stays off.",
        "on rainy afternoons the cloakroom smells of wet wool.",
        "the guards are happy to tell stories when there is little to do.",
    ],
    "library": [
        "the reading tables under the skylight are the first to be taken.",
        "whispering is tolerated, humming is not.",
        "a corner with cushions belongs to the smallest readers.",
        "somebody always falls asleep over the newspapers.",
    ],
    "school": [
        "the yard has old trees and countless marbles.",
        "parents praise the choir and forgive the orchestra.",
        "every spring beans are planted along the fence.",
        "chalk dust hangs in the corridors.",
    ],
    "theatre": [
        "the velvet curtain was mended by hand more than once.",
        "before the lights go down, peppermints are passed along the rows.",
        "after the applause the actors mingle with the public in the foyer.",
        "coughing is forgiven, rustling is not.",
    ],
    "inn": [
        "the stove in the parlour is lit at the first sign of fog.",
        "muddy boots are left at the door without discussion.",
        "travellers praise the quiet and the thick blankets.",
        "the visitors' book is full of drawings.",
    ],
    "bakery": [
        "the smell reaches the corner before you do.",
        "regulars know that it pays to bring a cloth bag.",
        "what is left over at night goes to the hens behind the church.",
        "flour lies on everything, also on the cat.",
    ],
    "ferry": [
        "gulls follow in the hope of crumbs.",
        "in a strong wind the upper deck remains closed.",
        "life jackets are under the benches, and the crew checks twice.",
        "the best place is at the stern, out of the spray.",
        "hot tea is sold from a kettle below deck.",
    ],
    "event": [
        "neighbours lend tables and chairs, as they always have.",
        "if it rains, everything goes on under canvas.",
        "those who come on foot are spared the search for a parking space.",
        "children with masks are especially welcome.",
        "the smell of roasted nuts is part of it.",
    ],
    "walk": [
        "dogs are welcome on a lead.",
        "bring something to drink and a jacket against the wind.",
        "there are benches along the way for those who want to rest.",
        "questions are welcome, also odd ones.",
    ],
    "workshop": [
        "beginners need not be shy.",
        "aprons hang ready behind the door.",
        "at the end everybody takes home what they have made.",
        "mistakes are part of it, and often the best part.",
    ],
    "landmark": [
        "painters set up their easels nearby.",
        "at dusk it is a favourite place for photographs.",
        "the railing is cold even in summer.",
        "anglers swear by the shade below.",
    ],
    "island": [
        "there is one road, and it goes all the way round.",
        "in spring the slopes turn yellow with gorse.",
        "the shop keeps the post until somebody calls for it.",
        "sheep have the right of way.",
    ],
    "person": [
        "colleagues speak of a patient listener.",
        "punctuality is not a weakness here but a principle.",
        "whoever knocks is offered tea.",
        "there is talk of a book, but so far nobody has seen a page.",
        "in the office one hears a radio playing softly.",
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

CHART_TITLES = ["Visitors of {s}", "Visits to {s}"]
CHART_UNIT = "visitors"
CHART_QUESTIONS = {
    "value": ["How many visitors came to {s} in {month}?", "How many people visited {s} in {month}?"],
    "best": ["In which month did {s} have the most visitors?", "Which month brought the most people to {s}?"],
    "worst": ["In which month did {s} have the fewest visitors?", "Which month brought the fewest people to {s}?"],
}
