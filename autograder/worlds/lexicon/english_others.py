"""What English passages say of ferries, events, walks, workshops, bridges, lighthouses, islands and people."""

from __future__ import annotations

OTHERS: dict[str, list[str]] = {
    # Ferries.
    "ferry.departs": [
        "{s} casts off at {v} each morning.",
        "every day {s} sets out at {v}.",
        "the ropes of {s} are loosened at {v}.",
        "{s} sails at {v}.",
        "whoever wants to catch {s} must be there before {v}.",
    ],
    "ferry.pier": [
        "passengers board {s} at pier {v}.",
        "{s} is moored at pier {v}.",
        "look for {s} at pier {v}.",
        "the gangway to {s} is at pier {v}.",
    ],
    "ferry.departs+pier": [
        "{s} sails at {v} from pier {w}.",
        "at {v} {s} leaves pier {w}.",
        "be at pier {w} by {v}, for {s} does not wait.",
    ],
    "ferry.minutes": [
        "the crossing on {s} takes {v} minutes.",
        "{s} needs {v} minutes to reach the other shore.",
        "{v} minutes after casting off, {s} ties up again.",
        "passengers of {s} have {v} minutes to look at the waves.",
    ],
    "ferry.price": [
        "the fare on {s} is {v}.",
        "passengers of {s} pay {v} a head.",
        "a single crossing on {s} costs {v}.",
        "the purser of {s} collects {v} from everybody.",
    ],
    "ferry.bicycle": [
        "taking a bicycle on board {s} costs {v}.",
        "cyclists on {s} pay another {v} for their wheels.",
        "{s} carries bicycles for {v} each.",
    ],
    "ferry.price+bicycle": [
        "the fare on {s} is {v}, and a bicycle costs {w}.",
        "on {s} people travel for {v} and bicycles for {w}.",
    ],
    "ferry.seats": [
        "{s} can carry {v} passengers.",
        "there is room for {v} people on {s}.",
        "no more than {v} travellers are allowed aboard {s}.",
        "the harbour master lets {v} people on board {s} and not one more.",
    ],
    "ferry.head": [
        "{v} is the captain of {s}.",
        "at the helm of {s} stands {v}.",
        "{s} is steered by {v}.",
        "the crew of {s} take their orders from {v}.",
    ],
    "ferry.island": [
        "{s} goes to {v}.",
        "{s} links the town with {v}.",
        "whoever wants to visit {v} takes {s}.",
        "the bow of {s} points to {v}.",
    ],
    "ferry.built": [
        "{s} was launched in {v}.",
        "the hull of {s} was built in {v}.",
        "{s} has been afloat since {v}.",
        "{s} left the shipyard in {v}.",
    ],
    # Fairs and festivals.
    "event.day": [
        "{s} takes place on {v}.",
        "this year {s} falls on {v}.",
        "mark {v} in your diary: that is when {s} comes round.",
        "{s} has been set for {v}.",
        "people are already counting the days to {v}, when {s} begins.",
    ],
    "event.starts": [
        "{s} begins at {v}.",
        "{s} kicks off at {v}.",
        "the first guests of {s} are expected at {v}.",
        "at {v} a drum roll opens {s}.",
    ],
    "event.day+starts": [
        "{s} will be held on {v} and begins at {w}.",
        "on {v} at {w} it is time for {s}.",
    ],
    "event.venue": [
        "{s} will be held at {v}.",
        "{v} is the host of {s}.",
        "this time {s} is being staged at {v}.",
        "{v} has opened its doors to {s}.",
    ],
    "event.day+venue": [
        "{s} comes to {w} on {v}.",
        "on {v}, {s} fills {w}.",
    ],
    "event.price": [
        "admission to {s} is {v}.",
        "whoever wants to join {s} pays {v}.",
        "{s} costs {v} a head.",
        "at the gate of {s} they ask for {v}.",
    ],
    "event.head": [
        "{s} is organised by {v}.",
        "the person behind {s} is {v}.",
        "{v} has been preparing {s} since the winter.",
        "without {v}, who organises it all, {s} would not exist.",
    ],
    "event.prize": [
        "the winner of the raffle at {s} takes home {a+v}.",
        "{a+v} is the first prize in the raffle of {s}.",
        "at {s} one lucky ticket wins {a+v}.",
        "somebody will leave {s} with {a+v}, the prize of the raffle.",
    ],
    # Walks and workshops.
    "walk.head": [
        "{v} leads {s}.",
        "the guide of {s} is {v}.",
        "on {s} you follow {v}.",
        "{v} shows the way on {s}.",
    ],
    "workshop.head": [
        "{v} teaches {s}.",
        "{s} is given by {v}.",
        "in {s} you learn from {v}.",
        "{v} passes on the craft in {s}.",
    ],
    "activity.weekday": [
        "{s} is on every {v}.",
        "{v} is the day of {s}.",
        "{s} comes round each {v}.",
        "keep every {v} free for {s}.",
    ],
    "activity.starts": [
        "{s} starts at {v}.",
        "those who take part in {s} meet at {v}.",
        "be on time: {s} gets going at {v}.",
        "at {v} sharp {s} is under way.",
    ],
    "activity.weekday+starts": [
        "every {v} at {w} it is time for {s}.",
        "{s} is held each {v} at {w}.",
        "{v}, {w}: that is the hour of {s}.",
    ],
    "activity.price": [
        "{s} costs {v}.",
        "the fee for {s} is {v}.",
        "taking part in {s} will set you back {v}.",
        "whoever signs up for {s} pays {v}.",
    ],
    "activity.places": [
        "no more than {v} people can join {s}.",
        "{s} has {v} places.",
        "the group of {s} is limited to {v}.",
        "there are {v} names on the list of {s} when it is full.",
    ],
    "activity.price+places": [
        "{s} costs {v} and takes up to {w} people.",
        "for {v} one gets one of the {w} places in {s}.",
    ],
    "walk.length": [
        "{s} is {v} kilometres long.",
        "on {s} you cover {v} kilometres.",
        "good shoes help: {s} goes on for {v} kilometres.",
        "{v} kilometres lie ahead of those who set out on {s}.",
    ],
    "walk.venue": [
        "{s} sets off from {v}.",
        "the meeting point of {s} is {v}.",
        "{s} gathers in front of {v}.",
        "those who come to {s} wait outside {v}.",
    ],
    "workshop.venue": [
        "{s} meets at {v}.",
        "{v} has lent a room to {s}.",
        "{s} is a guest of {v}.",
        "the tables of {s} are set up at {v}.",
    ],
    "workshop.deadline": [
        "register for {s} by {v}.",
        "names for {s} are taken until {v}.",
        "the list for {s} closes on {v}.",
        "after {v} nobody is added to {s}.",
    ],
    # Bridges, lighthouses, islands.
    "bridge.length": [
        "{s} is {v} metres long.",
        "from bank to bank {s} measures {v} metres.",
        "{s} stretches over {v} metres.",
        "it takes {v} metres of planks to cross the water on {s}.",
    ],
    "lighthouse.height": [
        "{s} is {v} metres high.",
        "{s} rises {v} metres above the rocks.",
        "from its foot to its lamp, {s} measures {v} metres.",
        "{v} metres of brick make up {s}.",
    ],
    "lighthouse.steps": [
        "{v} steps lead up to the lamp of {s}.",
        "whoever climbs {s} counts {v} steps.",
        "the staircase in {s} has {v} steps.",
        "the keeper of {s} knows each of its {v} steps.",
    ],
    "landmark.head": [
        "{s} was designed by {v}.",
        "the plans of {s} were drawn by {v}.",
        "{v} is the engineer to whom the town owes {s}.",
        "{s} is the work of {v}.",
    ],
    "landmark.opened": [
        "{s} was inaugurated on {v}.",
        "a brass band played on {v}, when {s} was handed over to the town.",
        "{s} has been in use since {v}.",
        "on {v} the ribbon in front of {s} was cut.",
    ],
    "landmark.head+opened": [
        "{s}, a work of {v}, was inaugurated on {w}.",
        "on {w} the town celebrated {s}, which {v} had designed.",
    ],
    "island.people": [
        "{v} people live on {s}.",
        "{s} has {v} inhabitants.",
        "at the last census {s} counted {v} souls.",
        "{v} islanders share {s} with the sheep.",
    ],
    "island.product": [
        "{s} is known for its {v}.",
        "{s} sends {v} as far away as the mainland.",
        "most families on {s} live off their {v}.",
        "merchants sail to {s} to buy {v}.",
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
        "{s} answers when extension {v} rings.",
    ],
    "person.village": [
        "{s} was born in the village of {v}.",
        "{s} comes from the village of {v}.",
        "the cradle of {s} stood in the village of {v}.",
        "{s} is a child of the village of {v}.",
    ],
    "person.hobby": [
        "{s} collects {v}.",
        "in the evenings {s} sorts a collection of {v}.",
        "the flat of {s} is full of {v}, a collection begun in childhood.",
        "whoever wants to please {s} brings {v} for the collection.",
    ],
    "person.born": [
        "{s} was born on {v}.",
        "{s} came into the world on {v}.",
        "the birth certificate of {s} is dated {v}.",
        "on {v} the parents of {s} held their child for the first time.",
    ],
    "person.village+born": [
        "{s} was born in the village of {v} on {w}.",
        "in the village of {v}, on {w}, {s} saw the light of day.",
    ],
}
