"""What English passages say: several sentences for each relation, chosen by chance.

The key is a relation, or KIND.RELATION, or GROUP.RELATION; two relations in one sentence are joined by +. Slots: see
`wording`.
"""

from __future__ import annotations

STATEMENTS: dict[str, list[str]] = {
    # Houses that people go to.
    "opens": [
        "{s} opens its doors at {v}.",
        "nobody gets into {s} before {v}.",
        "the key is turned at {v}, and whoever comes to {s} earlier waits outside.",
        "{s} receives its first guests at {v}.",
    ],
    "closes": [
        "{s} shuts at {v}.",
        "the lights of {s} go out at {v}.",
        "by {v} everybody has to be out of {s}.",
        "{s} sends its last guests home at {v}.",
    ],
    "opens+closes": [
        "{s} is open from {v} to {w}.",
        "you will find {s} open between {v} and {w}.",
        "{s} unlocks the front gate at {v} and locks it again at {w}.",
    ],
    "rest": [
        "on {v}s {s} stays shut.",
        "{s} rests on {v}s.",
        "do not come on a {v}: {s} is locked all day.",
        "the staff of {s} have their day off on {v}.",
    ],
    "founded": [
        "{s} has existed since {v}.",
        "the story of {s} begins in {v}.",
        "{s} was founded in {v} by a handful of neighbours.",
        "a plate beside the entrance of {s} bears the year {v}, when it all started.",
    ],
    "street": [
        "{s} stands in {v}.",
        "you find {s} in {v}.",
        "the way to {s} leads into {v}.",
        "since the renovation {s} looks out on {v}.",
    ],
    "founded+street": [
        "founded in {v}, {s} has never left its house in {w}.",
        "{s} was set up in {v}; its home is in {w}.",
    ],
    "head": [
        "{s} is run by {v}.",
        "the {t} of {s} is {v}.",
        "{v} is in charge of {s}.",
        "for some years now {v} has been the {t} of {s}.",
    ],
    "museum.price": [
        "a ticket for an adult costs {v} at {s}.",
        "grown-ups pay {v} at the till of {s}.",
        "adults are charged {v} to see {s}.",
    ],
    "museum.child": [
        "children get into {s} for {v}.",
        "for a child, {s} asks {v}.",
        "young visitors of {s} pay {v}.",
    ],
    "museum.price+child": [
        "tickets of {s} are {v} for adults and {w} for children.",
        "{s} takes {v} from each adult and {w} from each child.",
    ],
    "museum.rooms": [
        "the collection of {s} fills {v} rooms.",
        "{s} spreads over {v} rooms.",
        "whoever wants to see all of {s} walks through {v} rooms.",
    ],
    "museum.treasure": [
        "the pride of {s} is a {v}.",
        "most people come to {s} to look at a {v}.",
        "a {v} is the piece that {s} guards most carefully.",
    ],
    "library.books": [
        "{s} holds {v} volumes.",
        "on the shelves of {s} stand {v} books.",
        "at the last count {s} owned {v} books.",
    ],
    "library.loan": [
        "readers may take {v} books home from {s} at a time.",
        "{s} lends each reader up to {v} books at once.",
        "no more than {v} books may be borrowed from {s} together.",
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
    ],
    "school.starts": [
        "the bell of {s} calls to the first lesson at {v}.",
        "lessons at {s} begin at {v}.",
        "at {v} every child has to be seated in {s}.",
    ],
    "school.classes": [
        "the pupils of {s} are divided into {v} classes.",
        "there are {v} classes at {s}.",
        "{s} has {v} classes, each with a room of its own.",
    ],
    "theatre.seats": [
        "the hall of {s} seats {v}.",
        "{v} people can watch a play in {s}.",
        "there is room for {v} spectators in {s}.",
    ],
    "theatre.price": [
        "a seat in {s} costs {v}.",
        "for an evening at {s} one pays {v}.",
        "{s} sells its seats at {v} each.",
    ],
    "theatre.play": [
        "this season {s} is performing “{v}”.",
        "the play on the stage of {s} is “{v}”.",
        "{s} has chosen “{v}” for this year's production.",
    ],
    "inn.rooms": [
        "{s} has {v} rooms to let.",
        "there are {v} bedrooms in {s}.",
        "guests of {s} sleep in one of {v} rooms.",
    ],
    "inn.price": [
        "a night at {s} costs {v}.",
        "{s} charges {v} a night.",
        "for a bed and a night's sleep, {s} asks {v}.",
    ],
    "inn.breakfast": [
        "breakfast is on the table at {v} in {s}.",
        "{s} serves the morning meal from {v}.",
        "early birds wait until {v} for coffee and eggs in {s}.",
    ],
    "inn.dish": [
        "the kitchen of {s} is famous for its {v}.",
        "whoever eats at {s} should order the {v}.",
        "people cross town for the {v} of {s}.",
    ],
    "bakery.dish": [
        "the best thing that comes out of the oven of {s} is the {v}.",
        "{s} is known all over town for its {v}.",
        "people queue outside {s} for the {v}.",
    ],
    "bakery.price": [
        "a loaf of rye costs {v} at {s}.",
        "{s} sells a loaf of rye for {v}.",
        "for a rye loaf one hands over {v} at the counter of {s}.",
    ],
    # Ferries.
    "ferry.departs": [
        "{s} casts off at {v} each morning.",
        "every day {s} sets out at {v}.",
        "the ropes of {s} are loosened at {v}.",
        "{s} sails at {v}.",
    ],
    "ferry.pier": [
        "passengers board {s} at pier {v}.",
        "{s} is moored at pier {v}.",
        "look for {s} at pier {v}.",
    ],
    "ferry.departs+pier": [
        "{s} sails at {v} from pier {w}.",
        "at {v} {s} leaves pier {w}.",
    ],
    "ferry.minutes": [
        "the crossing on {s} takes {v} minutes.",
        "{s} needs {v} minutes to reach the other shore.",
        "{v} minutes after casting off, {s} ties up again.",
    ],
    "ferry.price": [
        "the fare on {s} is {v}.",
        "passengers of {s} pay {v} a head.",
        "a single crossing on {s} costs {v}.",
    ],
    "ferry.bicycle": [
        "taking a bicycle on board {s} costs {v}.",
        "cyclists on {s} pay another {v} for their wheels.",
        "{s} carries bicycles for {v} each.",
    ],
    "ferry.seats": [
        "{s} can carry {v} passengers.",
        "there is room for {v} people on {s}.",
        "no more than {v} travellers are allowed aboard {s}.",
    ],
    "ferry.head": [
        "{v} is the captain of {s}.",
        "at the helm of {s} stands {v}.",
        "{s} is steered by {v}.",
    ],
    "ferry.island": [
        "{s} goes to {v}.",
        "{s} links the town with {v}.",
        "whoever wants to visit {v} takes {s}.",
    ],
    "ferry.built": [
        "{s} was launched in {v}.",
        "the hull of {s} was built in {v}.",
        "{s} has been afloat since {v}.",
    ],
    # Fairs, festivals, concerts.
    "event.day": [
        "{s} takes place on {v}.",
        "this year {s} falls on {v}.",
        "mark {v} in your diary: that is when {s} comes round.",
        "{s} has been set for {v}.",
    ],
    "event.starts": [
        "{s} begins at {v}.",
        "{s} kicks off at {v}.",
        "the first guests of {s} are expected at {v}.",
    ],
    "event.day+starts": [
        "{s} will be held on {v} and begins at {w}.",
        "on {v} at {w} it is time for {s}.",
    ],
    "event.venue": [
        "{s} will be held at {v}.",
        "{v} is the host of {s}.",
        "this time {s} is being staged at {v}.",
    ],
    "event.price": [
        "admission to {s} is {v}.",
        "whoever wants to join {s} pays {v}.",
        "{s} costs {v} a head.",
    ],
    "event.head": [
        "{s} is organised by {v}.",
        "the person behind {s} is {v}.",
        "{v} has been preparing {s} since the winter.",
    ],
    "event.prize": [
        "the winner of the raffle at {s} takes home a {v}.",
        "a {v} is the first prize in the raffle of {s}.",
        "at {s} one lucky ticket wins a {v}.",
    ],
    # Walks and workshops.
    "walk.head": [
        "{v} leads {s}.",
        "the guide of {s} is {v}.",
        "on {s} you follow {v}.",
    ],
    "workshop.head": [
        "{v} teaches {s}.",
        "{s} is given by {v}.",
        "in {s} you learn from {v}.",
    ],
    "activity.weekday": [
        "{s} is on every {v}.",
        "{v} is the day of {s}.",
        "{s} comes round each {v}.",
    ],
    "activity.starts": [
        "{s} starts at {v}.",
        "those who take part in {s} meet at {v}.",
        "be on time: {s} gets going at {v}.",
    ],
    "activity.weekday+starts": [
        "every {v} at {w} it is time for {s}.",
        "{s} is held on {v}s at {w}.",
    ],
    "activity.price": [
        "{s} costs {v}.",
        "the fee for {s} is {v}.",
        "taking part in {s} will set you back {v}.",
    ],
    "activity.places": [
        "no more than {v} people can join {s}.",
        "{s} has {v} places.",
        "the group of {s} is limited to {v}.",
    ],
    "walk.length": [
        "{s} is {v} kilometres long.",
        "on {s} you cover {v} kilometres.",
        "good shoes help: {s} goes on for {v} kilometres.",
    ],
    "walk.venue": [
        "{s} sets off from {v}.",
        "the meeting point of {s} is {v}.",
        "{s} gathers in front of {v}.",
    ],
    "workshop.venue": [
        "{s} meets at {v}.",
        "{v} has lent a room to {s}.",
        "{s} is a guest of {v}.",
    ],
    "workshop.deadline": [
        "register for {s} by {v}.",
        "names for {s} are taken until {v}.",
        "the list for {s} closes on {v}.",
    ],
    # Bridges, lighthouses, islands.
    "bridge.length": [
        "{s} is {v} metres long.",
        "from bank to bank {s} measures {v} metres.",
        "{s} stretches over {v} metres.",
    ],
    "lighthouse.height": [
        "{s} is {v} metres high.",
        "{s} rises {v} metres above the rocks.",
        "from its foot to its lamp, {s} measures {v} metres.",
    ],
    "lighthouse.steps": [
        "{v} steps lead up to the lamp of {s}.",
        "whoever climbs {s} counts {v} steps.",
        "the staircase in {s} has {v} steps.",
    ],
    "landmark.head": [
        "{s} was designed by {v}.",
        "the plans of {s} were drawn by {v}.",
        "{v} is the engineer to whom the town owes {s}.",
    ],
    "landmark.opened": [
        "{s} was inaugurated on {v}.",
        "a brass band played on {v}, when {s} was handed over to the town.",
        "{s} has been in use since {v}.",
    ],
    "island.people": [
        "{v} people live on {s}.",
        "{s} has {v} inhabitants.",
        "at the last census {s} counted {v} souls.",
    ],
    "island.product": [
        "{s} is known for its {v}.",
        "the {v} of {s} are sold as far away as the mainland.",
        "most families on {s} live off their {v}.",
    ],
    "island.distance": [
        "{s} lies {v} kilometres off the coast.",
        "{v} kilometres of water separate {s} from the town.",
        "it is {v} kilometres by sea to {s}.",
    ],
    # Persons.
    "person.extension": [
        "{s} can be reached at extension {v}.",
        "to speak to {s}, dial extension {v}.",
        "the telephone of {s} has the extension {v}.",
    ],
    "person.village": [
        "{s} was born in the village of {v}.",
        "{s} comes from the village of {v}.",
        "the cradle of {s} stood in the village of {v}.",
    ],
    "person.hobby": [
        "{s} collects {v}.",
        "in the evenings {s} sorts a collection of {v}.",
        "the flat of {s} is full of {v}, a collection begun in childhood.",
    ],
    "person.born": [
        "{s} was born on {v}.",
        "{s} came into the world on {v}.",
        "the birth certificate of {s} is dated {v}.",
    ],
}
