"""What English passages say of houses that people go to: museums, libraries, schools, theatres, inns, bakeries.

The key is a relation, or KIND.RELATION, or GROUP.RELATION; two relations in one sentence are joined by +. One of several
sentences is chosen by chance. Slots: see `autograder.worlds.phrasing`.
"""

from __future__ import annotations

HOUSES: dict[str, list[str]] = {
    "opens": [
        "{s} opens its doors at {v}.",
        "nobody gets into {s} before {v}.",
        "the key is turned at {v}, and whoever comes to {s} earlier waits outside.",
        "{s} receives its first guests at {v}.",
        "from {v} on there is somebody at the door of {s}.",
    ],
    "closes": [
        "{s} shuts at {v}.",
        "the lights of {s} go out at {v}.",
        "by {v} everybody has to be out of {s}.",
        "{s} sends its last guests home at {v}.",
        "at {v} a bell reminds the people in {s} that it is time to leave.",
    ],
    "opens+closes": [
        "{s} is open from {v} to {w}.",
        "you will find {s} open between {v} and {w}.",
        "{s} unlocks the front gate at {v} and locks it again at {w}.",
        "come to {s} after {v} and leave before {w}, as the sign asks.",
    ],
    "rest": [
        "every {v} {s} stays shut.",
        "{s} rests on {v} of each week.",
        "do not come on {a+v}: {s} is locked all day.",
        "the staff of {s} have their day off on {v}.",
        "{s} receives people every day except {v}.",
    ],
    "opens+rest": [
        "{s} opens at {v}, though never on {a+w}.",
        "every day but {w}, {s} receives people from {v}.",
    ],
    "founded": [
        "{s} has existed since {v}.",
        "the story of {s} begins in {v}.",
        "{s} was founded in {v} by a handful of neighbours.",
        "a plate beside the entrance of {s} bears the year {v}, when it all started.",
        "{s} goes back to {v}.",
    ],
    "street": [
        "{s} stands in {v}.",
        "you find {s} in {v}.",
        "the way to {s} leads into {v}.",
        "the windows of {s} look out on {v}.",
        "letters for {s} are delivered to {v}.",
    ],
    "founded+street": [
        "founded in {v}, {s} has never left its house in {w}.",
        "{s} was set up in {v}; its home is in {w}.",
        "{s} first welcomed people in {v} and is still to be found in {w}.",
    ],
    "head": [
        "{s} is run by {v}.",
        "the {t} of {s} is {v}.",
        "{v} is in charge of {s}.",
        "for some years now {v} has been the {t} of {s}.",
        "at {s}, {v} has the last word as {t}.",
    ],
    "head+street": [
        "{v}, the {t} of {s}, can be seen every morning unlocking the door in {w}.",
        "in {w}, {v} looks after {s} as its {t}.",
    ],
    "museum.price": [
        "a ticket for an adult costs {v} at {s}.",
        "grown-ups pay {v} at the till of {s}.",
        "adults are charged {v} to see {s}.",
        "for {v} an adult may stay in {s} all day.",
    ],
    "museum.child": [
        "children get into {s} for {v}.",
        "for a child, {s} asks {v}.",
        "young visitors of {s} pay {v}.",
        "the price for the little ones at {s} is {v}.",
    ],
    "museum.price+child": [
        "tickets of {s} are {v} for adults and {w} for children.",
        "{s} takes {v} from each adult and {w} from each child.",
        "at {s} a grown-up pays {v}, a child {w}.",
    ],
    "museum.rooms": [
        "the collection of {s} fills {v} rooms.",
        "{s} spreads over {v} rooms.",
        "whoever wants to see all of {s} walks through {v} rooms.",
        "{v} rooms of {s} can be visited.",
    ],
    "museum.treasure": [
        "the pride of {s} is {a+v}.",
        "most people come to {s} to look at {a+v}.",
        "{a+v} is the piece that {s} guards most carefully.",
        "behind thick glass, {s} shows {a+v}, its greatest treasure.",
    ],
    "library.books": [
        "{s} holds {v} volumes.",
        "on the shelves of {s} stand {v} books.",
        "at the last count {s} owned {v} books.",
        "{v} volumes have found their place in {s}.",
    ],
    "library.loan": [
        "readers may take {v} books home from {s} at a time.",
        "{s} lends each reader up to {v} books at once.",
        "no more than {v} books may be borrowed from {s} together.",
        "with a card of {s} you may carry {v} books out of the house in one go.",
    ],
    "library.fine": [
        "whoever brings a book back late pays {s} {v} for each week.",
        "{s} charges {v} a week for books that are overdue.",
        "a week's delay in returning a book costs {v} at {s}.",
    ],
    "school.pupils": [
        "{s} teaches {v} children.",
        "{v} pupils go to {s}.",
        "this year {v} boys and girls are enrolled at {s}.",
        "in the yard of {s}, {v} pupils have to share two swings.",
    ],
    "school.starts": [
        "the bell of {s} calls to the first lesson at {v}.",
        "lessons at {s} begin at {v}.",
        "at {v} every child has to be seated in {s}.",
        "the first lesson in {s} is at {v}, winter and summer.",
    ],
    "school.classes": [
        "the pupils of {s} are divided into {v} classes.",
        "there are {v} classes at {s}.",
        "{s} has {v} classes, each with a room of its own.",
        "{v} classes are taught at {s}.",
    ],
    "school.pupils+classes": [
        "{s} has {v} pupils in {w} classes.",
        "{v} children attend {s}, spread over {w} classes.",
    ],
    "theatre.seats": [
        "the hall of {s} seats {v}.",
        "{v} people can watch a play in {s}.",
        "there is room for {v} spectators in {s}.",
        "when {s} is sold out, {v} people hold their breath.",
    ],
    "theatre.price": [
        "a seat in {s} costs {v}.",
        "for an evening at {s} one pays {v}.",
        "{s} sells its seats at {v} each.",
        "for {v} the usher of {s} shows you to your chair.",
    ],
    "theatre.play": [
        "this season {s} is performing “{v}”.",
        "the play on the stage of {s} is “{v}”.",
        "{s} has chosen “{v}” for this year's production.",
        "the posters of {s} announce “{v}”.",
    ],
    "inn.rooms": [
        "{s} has {v} rooms to let.",
        "there are {v} bedrooms in {s}.",
        "guests of {s} sleep in one of {v} rooms.",
        "{v} keys hang behind the counter of {s}, one for each room.",
    ],
    "inn.price": [
        "a night at {s} costs {v}.",
        "{s} charges {v} a night.",
        "for a bed and a night's sleep, {s} asks {v}.",
        "whoever stays overnight at {s} leaves {v} on the counter.",
    ],
    "inn.rooms+price": [
        "{s} lets {v} rooms at {w} a night.",
        "each of the {v} rooms of {s} costs {w} a night.",
    ],
    "inn.breakfast": [
        "breakfast is on the table at {v} in {s}.",
        "{s} serves the morning meal from {v}.",
        "early birds wait until {v} for coffee and eggs in {s}.",
        "the first pot of coffee in {s} is ready at {v}.",
    ],
    "inn.dish": [
        "the kitchen of {s} is famous for its {v}.",
        "whoever eats at {s} should order the {v}.",
        "people cross town for the {v} of {s}.",
        "the cook of {s} is proudest of the {v}.",
    ],
    "bakery.dish": [
        "the best thing that comes out of the oven of {s} is the {v}.",
        "{s} is known all over town for its {v}.",
        "people queue outside {s} for the {v}.",
        "whoever leaves {s} without the {v} has missed something.",
    ],
    "bakery.price": [
        "a loaf of rye costs {v} at {s}.",
        "{s} sells a loaf of rye for {v}.",
        "for a rye loaf one hands over {v} at the counter of {s}.",
        "the rye loaves of {s} are {v} each.",
    ],
}
