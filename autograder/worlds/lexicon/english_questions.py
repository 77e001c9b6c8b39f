"""How English questions ask, mostly in other words than the passages'. {s} is the subject; keys as in `english_houses`."""

from __future__ import annotations

QUESTIONS: dict[str, list[str]] = {
    "opens": ["When does {s} open?", "From what time can one get into {s}?", "At what hour does the day at {s} start?"],
    "closes": ["Until what time is {s} open?", "When does {s} close?", "At what hour does the day at {s} end?"],
    "rest": ["On which day of the week is {s} closed?", "Which weekday is the day off at {s}?"],
    "founded": [
        "In which year was {s} established?",
        "Since which year has {s} been around?",
        "What year was {s} started?",
    ],
    "street": ["Where is {s}?", "In which street is {s} located?", "What is the address of {s}?"],
    "head": ["Who is the head of {s}?", "Who manages {s}?", "What is the name of the {t} of {s}?"],
    "museum.price": [
        "How much does an adult pay to enter {s}?",
        "What is the admission for adults at {s}?",
        "What do grown-up visitors have to pay at {s}?",
    ],
    "museum.child": [
        "How much does a child pay to enter {s}?",
        "What is the admission for children at {s}?",
        "What does a ticket for a kid cost at {s}?",
    ],
    "museum.rooms": ["How many rooms does {s} have?", "In how many rooms are the exhibits of {s} shown?"],
    "museum.treasure": ["What is the most prized exhibit of {s}?", "Which object is {s} proudest of?"],
    "library.books": ["How many books does {s} have?", "How large is the stock of books at {s}?"],
    "library.loan": ["How many books can one borrow from {s} at the same time?", "What is the limit for loans at {s}?"],
    "library.fine": [
        "What is the fine for returning a book late at {s}?",
        "How much does a late book cost per week at {s}?",
    ],
    "school.pupils": ["How many children attend {s}?", "How many students does {s} have?"],
    "school.starts": ["When do lessons start at {s}?", "At what time does the school day begin at {s}?"],
    "school.classes": ["How many classes are there at {s}?", "Into how many groups are the children of {s} divided?"],
    "theatre.seats": ["How many seats does {s} have?", "How large an audience fits into {s}?"],
    "theatre.price": ["How much is a ticket at {s}?", "What does an evening at {s} cost?"],
    "theatre.play": ["Which play is on at {s}?", "What is being staged at {s} this season?"],
    "inn.rooms": ["How many rooms does {s} have?", "How many guest rooms are there at {s}?"],
    "inn.price": ["How much does it cost to stay one night at {s}?", "What is the price of a room per night at {s}?"],
    "inn.breakfast": ["From what time is breakfast served at {s}?", "When can one have breakfast at {s}?"],
    "inn.dish": ["What is the speciality of {s}?", "Which dish is {s} best known for?"],
    "bakery.dish": ["What is the speciality of {s}?", "What does {s} bake best?"],
    "bakery.price": ["How much is a rye loaf at {s}?", "What does rye bread cost at {s}?"],
    "ferry.departs": ["When does {s} depart?", "At what time does {s} leave?", "What is the departure time of {s}?"],
    "ferry.pier": ["From which pier does {s} leave?", "What is the number of the pier where {s} lies?"],
    "ferry.minutes": [
        "How long is the trip on {s}?",
        "How many minutes does {s} take?",
        "How long is one under way with {s}?",
    ],
    "ferry.price": ["How much is a ticket for {s}?", "What does it cost to travel with {s}?"],
    "ferry.bicycle": ["How much does one pay for a bike on {s}?", "What does {s} charge for a bicycle?"],
    "ferry.seats": [
        "How many people fit on {s}?",
        "What is the capacity of {s}?",
        "How many passengers does {s} hold?",
    ],
    "ferry.head": ["Who is the captain of {s}?", "Who commands {s}?", "Which captain sails {s}?"],
    "ferry.island": ["Which island does {s} serve?", "Where does {s} sail to?", "What is the destination of {s}?"],
    "ferry.built": ["In which year was {s} built?", "Since which year has {s} been in service?"],
    "event.day": ["When is {s}?", "On what date is {s} held?", "What is the date of {s}?"],
    "event.starts": ["At what time does {s} start?", "What is the starting time of {s}?"],
    "event.venue": ["Where does {s} take place?", "In which house is {s} held?", "What is the venue of {s}?"],
    "event.price": ["How much does it cost to get into {s}?", "What is the entrance fee of {s}?"],
    "event.head": ["Who organises {s}?", "Who is responsible for {s}?", "What is the name of the organiser of {s}?"],
    "event.prize": ["What can one win at {s}?", "What is the main prize of {s}?"],
    "walk.head": ["Who is the guide of {s}?", "Who leads {s}?", "Who shows people round on {s}?"],
    "workshop.head": ["Who is the teacher of {s}?", "Who gives {s}?", "Who instructs those who attend {s}?"],
    "activity.weekday": ["On which day of the week is {s}?", "Which weekday is {s} held on?"],
    "activity.starts": ["At what time does {s} begin?", "What is the starting time of {s}?"],
    "activity.price": ["How much does one pay for {s}?", "What is the price of {s}?"],
    "activity.places": ["How many people can take part in {s}?", "How large can the group of {s} be?"],
    "walk.length": ["How long is the route of {s}?", "How many kilometres does one walk on {s}?"],
    "walk.venue": ["Where does {s} start?", "Where do people meet for {s}?"],
    "workshop.venue": ["Where does {s} take place?", "In which house is {s} held?"],
    "workshop.deadline": ["Until when can one sign up for {s}?", "What is the last day to enrol in {s}?"],
    "bridge.length": ["How long is {s}?", "What is the length of {s}?"],
    "lighthouse.height": ["How tall is {s}?", "What is the height of {s}?"],
    "lighthouse.steps": ["How many stairs does one climb in {s}?", "How many steps are there in {s}?"],
    "landmark.head": ["Who designed {s}?", "Which engineer planned {s}?", "Who was the engineer of {s}?"],
    "landmark.opened": ["On what date was {s} opened?", "When was {s} opened to the public?"],
    "island.people": ["How many people live on {s}?", "What is the population of {s}?"],
    "island.product": ["What is {s} famous for?", "Which product comes from {s}?"],
    "island.distance": ["How far from the coast is {s}?", "How many kilometres is {s} away from the shore?"],
    "person.extension": ["What is the extension of {s}?", "Under which extension does one call {s}?"],
    "person.village": ["Where was {s} born?", "What is the birthplace of {s}?"],
    "person.hobby": ["What does {s} collect?", "What is {s}'s collection made up of?"],
    "person.born": ["When was {s} born?", "What is the date of birth of {s}?", "On what date was {s} born?"],
}

PREFACES = [
    "I am planning a trip with my family.",
    "A friend from abroad has asked me this.",
    "Sorry to bother you.",
    "We are writing a travel guide.",
    "My grandmother wants to know.",
    "Quick question before I leave the house.",
]
"""Said before some questions; they add words and no information."""
GREETINGS = ["Hello.", "Good morning.", "Excuse me.", "Good evening."]
"""Before every spoken question."""
NOW = ["Nowadays:", "As things stand now:", "According to the latest news:"]
"""Before some questions about what has changed."""

# Of two things, and of three: which has most, which has least. {list} names the candidates; the first word is a capital.
COMPARISONS: dict[str, dict[str, list[str]]] = {
    "founded": {
        "max2": ["Which is younger, {list}?"],
        "min2": ["Which is older, {list}?", "Which was established first, {list}?"],
        "max3": ["Of {list}, which is the youngest?"],
        "min3": ["Of {list}, which is the oldest?"],
    },
    "museum.price": {
        "max2": ["Which is more expensive for adults, {list}?"],
        "min2": ["Where do adults pay less, at {list}?"],
        "max3": ["Of {list}, which charges adults the most?"],
        "min3": ["Of {list}, which charges adults the least?"],
    },
    "museum.rooms": {
        "max2": ["Which has more rooms, {list}?"],
        "min2": ["Which has fewer rooms, {list}?"],
        "max3": ["Of {list}, which has the most rooms?"],
        "min3": ["Of {list}, which has the fewest rooms?"],
    },
    "opens": {
        "max2": ["Which opens later in the day, {list}?"],
        "min2": ["Which opens earlier, {list}?"],
        "max3": ["Of {list}, which is the last to open in the morning?"],
        "min3": ["Of {list}, which is the first to open in the morning?"],
    },
    "library.books": {"max2": ["Which owns more books, {list}?"], "min2": ["Which owns fewer books, {list}?"]},
    "school.pupils": {"max2": ["Which has more pupils, {list}?"], "min2": ["Which has fewer children, {list}?"]},
    "theatre.seats": {"max2": ["Which has more seats, {list}?"], "min2": ["Which has fewer seats, {list}?"]},
    "inn.price": {"max2": ["Where is a night dearer, at {list}?"], "min2": ["Where is a night cheaper, at {list}?"]},
    "bakery.price": {
        "max2": ["Where does a rye loaf cost more, at {list}?"],
        "min2": ["Where is a rye loaf cheaper, at {list}?"],
        "max3": ["Of {list}, which sells the dearest rye loaf?"],
        "min3": ["Of {list}, which sells the cheapest rye loaf?"],
    },
    "ferry.seats": {
        "max2": ["Which takes more passengers, {list}?"],
        "min2": ["Which takes fewer passengers, {list}?"],
        "max3": ["Of {list}, which can take the most people on board?"],
        "min3": ["Of {list}, which can take the fewest people on board?"],
    },
    "ferry.departs": {
        "max2": ["Which leaves later in the morning, {list}?"],
        "min2": ["Which leaves earlier, {list}?"],
        "max3": ["Of {list}, which is the last to leave?"],
        "min3": ["Of {list}, which is the first to leave?"],
    },
    "ferry.minutes": {
        "max2": ["Which takes longer, {list}?"],
        "min2": ["Which is faster, {list}?"],
        "max3": ["Of {list}, which is the slowest?"],
        "min3": ["Of {list}, which is the fastest?"],
    },
    "ferry.price": {"max2": ["Which is dearer, {list}?"], "min2": ["Which has the lower fare, {list}?"]},
    "walk.length": {
        "max2": ["Which is longer, {list}?"],
        "min2": ["Which is shorter, {list}?"],
        "max3": ["Of {list}, which is the longest?"],
        "min3": ["Of {list}, which is the shortest?"],
    },
    "activity.price": {
        "max2": ["Which has the higher fee, {list}?"],
        "min2": ["Which has the lower fee, {list}?"],
        "max3": ["Of {list}, which is the most expensive?"],
        "min3": ["Of {list}, which is the least expensive?"],
    },
    "event.day": {"max2": ["Which is later in the year, {list}?"], "min2": ["Which comes first in the year, {list}?"]},
    "island.people": {
        "max2": ["Where do more people live, on {list}?"],
        "min2": ["Where do fewer people live, on {list}?"],
        "max3": ["Of {list}, which has the largest population?"],
        "min3": ["Of {list}, which has the smallest population?"],
    },
    "island.distance": {
        "max2": ["Which is farther away, {list}?"],
        "min2": ["Which is nearer to the coast, {list}?"],
        "max3": ["Of {list}, which lies farthest from the coast?"],
        "min3": ["Of {list}, which lies nearest to the coast?"],
    },
}

THROUGH: dict[str, list[str]] = {
    # The subject of the second step of a two-hop question, said through the first.
    "head": ["the person who runs {s}", "the {t} of {s}"],
    "ferry.head": ["the captain of {s}", "the person who steers {s}"],
    "walk.head": ["the guide of {s}", "the person who leads {s}"],
    "workshop.head": ["the teacher of {s}", "the person who gives {s}"],
    "event.head": ["the organiser of {s}", "the person behind {s}"],
    "ferry.island": ["the island to which {s} sails", "the destination of {s}"],
    "event.venue": ["the place where {s} is held", "the venue of {s}"],
    "workshop.venue": ["the place where {s} is held"],
    "walk.venue": ["the place where {s} starts"],
}

DEIXIS = ["the {n} on this poster", "the {n} in this picture", "the {n} that this poster announces"]
"""The subject of a question that carries a picture; {n} is the noun of its kind."""
