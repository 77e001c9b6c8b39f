"""How English questions of held-out worlds ask. Keys and slots as in `lexicon.english_questions`."""

from __future__ import annotations

QUESTIONS: dict[str, list[str]] = {
    "opens": ["What is the earliest hour at which {s} lets people in?", "How early can I turn up at {s}?"],
    "closes": ["What is the latest I can stay at {s}?", "By what hour must everyone have left {s}?"],
    "rest": ["Which day should I avoid if I want to see {s}?", "On what day is nobody at {s}?"],
    "founded": ["How far back does {s} go, to which year?", "What is the year of birth of {s}, so to speak?"],
    "street": ["Which road do I take to get to {s}?", "What do I write on an envelope for {s} below its name?"],
    "head": ["Who calls the shots at {s}?", "To whom does the staff of {s} report?"],
    "museum.price": [
        "What does somebody over eighteen hand over at the entrance of {s}?",
        "How much money gets a grown person into {s}?",
    ],
    "museum.child": [
        "What does somebody of ten hand over at the entrance of {s}?",
        "How much is the youngsters' rate of {s}?",
    ],
    "museum.rooms": [
        "How many exhibition spaces does {s} comprise?",
        "Through how many galleries does one stroll in {s}?",
    ],
    "museum.treasure": ["What must one not miss in {s}?", "What is the jewel of {s}?"],
    "library.books": ["How big are the holdings of {s}?", "How many titles has {s} got?"],
    "library.loan": [
        "How many titles may one member have out of {s}?",
        "Up to how many items does {s} let me carry home?",
    ],
    "library.fine": ["What penalty does {s} impose on tardy readers?", "What do I owe {s} if I am seven days late?"],
    "school.pupils": ["How many youngsters go to {s}?", "What is the enrolment of {s}?"],
    "school.starts": [
        "By when do the youngsters of {s} have to be at their desks?",
        "When does teaching get under way at {s}?",
    ],
    "school.classes": ["How many forms does {s} run?", "How many study groups make up {s}?"],
    "theatre.seats": ["What is the largest crowd that {s} can take?", "How many chairs stand in {s}?"],
    "theatre.price": ["What do I hand over for a performance at {s}?", "How dear is it to see something at {s}?"],
    "theatre.play": [
        "What is the ensemble of {s} giving at the moment?",
        "Which piece can one watch at {s} these days?",
    ],
    "inn.rooms": ["How many chambers does {s} let?", "How many parties could sleep under the roof of {s} separately?"],
    "inn.price": ["What is the nightly rate at {s}?", "How much money is lodging at {s}?"],
    "inn.breakfast": ["How early can lodgers of {s} eat?", "When is the first meal of the day at {s}?"],
    "inn.dish": ["What should a hungry guest of {s} have?", "What is the chef of {s} celebrated for?"],
    "bakery.dish": ["Which pastry should I bring home from {s}?", "What is the showpiece of {s}?"],
    "bakery.price": ["What is dark bread at {s}, in money?", "What do I hand over for a dark loaf at {s}?"],
    "ferry.departs": ["By when do I have to be aboard {s}?", "What does the timetable say about {s}?"],
    "ferry.pier": ["At which berth do I board {s}?", "Where in the port does {s} tie up, which number?"],
    "ferry.minutes": ["How much time does one spend aboard {s}?", "What is the travel time of {s}?"],
    "ferry.price": ["What is passage aboard {s}, in money?", "How much does a foot traveller hand over for {s}?"],
    "ferry.bicycle": [
        "What supplement is due for two wheels aboard {s}?",
        "How much extra do cyclists hand over on {s}?",
    ],
    "ferry.seats": ["How many souls may {s} take along?", "For how many persons is {s} licensed?"],
    "ferry.head": ["Who is the skipper of {s}?", "Who gives the orders aboard {s}?"],
    "ferry.island": ["Where do I end up if I board {s}?", "To which piece of land does {s} shuttle?"],
    "ferry.built": [
        "Which year saw {s} leave the yard?",
        "How far back does the working life of {s} go, to which year?",
    ],
    "event.day": ["For what day has {s} been scheduled?", "Which day should lovers of {s} keep free?"],
    "event.starts": [
        "By what hour should one be at {s} so as to miss nothing?",
        "When do the proceedings of {s} commence?",
    ],
    "event.venue": ["Under whose roof does {s} happen?", "Where do I have to go for {s}?"],
    "event.price": ["What does a reveller hand over for {s}?", "How much money gets me into {s}?"],
    "event.head": ["Who has put {s} together?", "Who chairs the committee of {s}?"],
    "event.prize": [
        "What does the luckiest person take home from {s}?",
        "What is there to gain in the tombola of {s}?",
    ],
    "walk.head": ["Whom do people follow on {s}?", "Who goes in front on {s}?"],
    "workshop.head": ["From whom does one learn in {s}?", "Who is the instructor of {s}?"],
    "activity.weekday": ["Which weekly slot do regulars of {s} keep free, which day?", "What day is {s} on?"],
    "activity.starts": ["By what hour should I turn up for {s}?", "When do participants of {s} assemble?"],
    "activity.price": ["How much does each participant of {s} contribute?", "What do I hand over for {s}?"],
    "activity.places": ["How many may come along on {s}?", "After how many is {s} full?"],
    "walk.length": ["What distance does one cover on {s}?", "How far do my legs have to carry me on {s}?"],
    "walk.venue": ["Where do participants of {s} assemble?", "From which house does {s} set out?"],
    "workshop.venue": ["Where do participants of {s} work?", "Under whose roof does {s} happen?"],
    "workshop.deadline": ["Up to which day are applications for {s} accepted?", "By when do I need to apply for {s}?"],
    "bridge.length": ["What is the span of {s}?", "How far is it from one end of {s} to the other?"],
    "lighthouse.height": ["How far above the surf does {s} reach?", "How high up is the top of {s}?"],
    "lighthouse.steps": [
        "How many stairs lead to the gallery of {s}?",
        "How many times must I lift a foot to get up {s}?",
    ],
    "landmark.head": ["Whose brainchild is {s}?", "Who drew up {s}?"],
    "landmark.opened": ["On which day was {s} dedicated?", "Which day saw the completion of {s} celebrated?"],
    "island.people": ["How many residents does {s} have?", "How many call {s} their home?"],
    "island.product": ["On what does the economy of {s} rest?", "What do cargo boats fetch from {s}?"],
    "island.distance": [
        "How long is the voyage from the mainland to {s}, in kilometres?",
        "How far out at sea is {s}?",
    ],
    "person.extension": ["What number do I give the operator for {s}?", "How do I get {s} on the line?"],
    "person.village": ["Which village does {s} hail from?", "Where are the roots of {s}?"],
    "person.hobby": ["What fills the shelves of {s}?", "What would make a present for {s}'s collection?"],
    "person.born": ["When did {s} arrive in this world?", "What day is on the birth entry of {s}?"],
}

PREFACES = [
    "I have just got off the train.",
    "My neighbour and I have a bet.",
    "Could you look something up for me?",
    "It is for a school project.",
    "I hope this is the right desk.",
    "You will laugh.",
]
GREETINGS = ["Hi there.", "Good day.", "Pardon me.", "One moment please."]
NOW = ["As of today:", "These days:", "Going by the newest notice:"]

COMPARISONS: dict[str, dict[str, list[str]]] = {
    "founded": {
        "max2": ["Which came into being more recently, {list}?"],
        "min2": ["Which looks back on more years, {list}?"],
        "max3": ["Among {list}, which came into being last?"],
        "min3": ["Among {list}, which looks back on the most years?"],
    },
    "museum.price": {
        "max2": ["Which asks more of those over eighteen, {list}?"],
        "min2": ["Which asks less of those over eighteen, {list}?"],
        "max3": ["Among {list}, which asks the most of those over eighteen?"],
        "min3": ["Among {list}, which asks the least of those over eighteen?"],
    },
    "museum.rooms": {
        "max2": ["Which comprises more galleries, {list}?"],
        "min2": ["Which comprises fewer galleries, {list}?"],
        "max3": ["Among {list}, which comprises the most galleries?"],
        "min3": ["Among {list}, which comprises the fewest galleries?"],
    },
    "opens": {
        "max2": ["Which lets sleepers lie longer and opens later, {list}?"],
        "min2": ["Which admits people sooner in the day, {list}?"],
        "max3": ["Among {list}, which admits people latest in the day?"],
        "min3": ["Among {list}, which admits people soonest in the day?"],
    },
    "library.books": {
        "max2": ["Which has the larger holdings, {list}?"],
        "min2": ["Which has the smaller holdings, {list}?"],
    },
    "school.pupils": {
        "max2": ["Which has the larger enrolment, {list}?"],
        "min2": ["Which has the smaller enrolment, {list}?"],
    },
    "theatre.seats": {
        "max2": ["Which takes the bigger crowd, {list}?"],
        "min2": ["Which takes the smaller crowd, {list}?"],
    },
    "inn.price": {
        "max2": ["Where is lodging more costly, at {list}?"],
        "min2": ["Where does lodging spare the purse more, at {list}, being cheaper?"],
    },
    "bakery.price": {
        "max2": ["Where is dark bread more costly, at {list}?"],
        "min2": ["Where is dark bread less costly, at {list}?"],
        "max3": ["Among {list}, where is dark bread the most costly?"],
        "min3": ["Among {list}, where is dark bread the least costly?"],
    },
    "ferry.seats": {
        "max2": ["Which is licensed for more persons, {list}?"],
        "min2": ["Which is licensed for fewer persons, {list}?"],
        "max3": ["Among {list}, which is licensed for the most persons?"],
        "min3": ["Among {list}, which is licensed for the fewest persons?"],
    },
    "ferry.departs": {
        "max2": ["Which weighs anchor later, {list}?"],
        "min2": ["Which weighs anchor earlier, {list}?"],
        "max3": ["Among {list}, which weighs anchor last?"],
        "min3": ["Among {list}, which weighs anchor first?"],
    },
    "ferry.minutes": {
        "max2": ["Which has the longer travel time, {list}?"],
        "min2": ["Which has the shorter travel time, {list}?"],
        "max3": ["Among {list}, which has the longest travel time?"],
        "min3": ["Among {list}, which has the shortest travel time?"],
    },
    "ferry.price": {
        "max2": ["On which is passage more costly, {list}?"],
        "min2": ["On which is passage less costly, {list}?"],
    },
    "walk.length": {
        "max2": ["Which wears the legs out more, being longer, {list}?"],
        "min2": ["Which covers less distance, {list}?"],
        "max3": ["Among {list}, which covers the most distance?"],
        "min3": ["Among {list}, which covers the least distance?"],
    },
    "activity.price": {
        "max2": ["Which asks for the larger contribution, {list}?"],
        "min2": ["Which asks for the smaller contribution, {list}?"],
        "max3": ["Among {list}, which asks for the largest contribution?"],
        "min3": ["Among {list}, which asks for the smallest contribution?"],
    },
    "event.day": {
        "max2": ["Which must one wait longer for, being later, {list}?"],
        "min2": ["Which is over first, {list}?"],
    },
    "island.people": {
        "max2": ["Which has more residents, {list}?"],
        "min2": ["Which has fewer residents, {list}?"],
        "max3": ["Among {list}, which has the most residents?"],
        "min3": ["Among {list}, which has the fewest residents?"],
    },
    "island.distance": {
        "max2": ["Which sits farther out at sea, {list}?"],
        "min2": ["Which sits less far out at sea, {list}?"],
        "max3": ["Among {list}, which sits farthest out at sea?"],
        "min3": ["Among {list}, which sits least far out at sea?"],
    },
}

THROUGH: dict[str, list[str]] = {
    "head": ["whoever calls the shots at {s}", "the boss of {s}"],
    "ferry.head": ["the skipper of {s}", "whoever gives the orders aboard {s}"],
    "walk.head": ["whoever goes in front on {s}"],
    "workshop.head": ["the instructor of {s}"],
    "event.head": ["whoever has put {s} together", "the one who chairs the committee of {s}"],
    "ferry.island": ["the piece of land to which {s} shuttles"],
    "event.venue": ["the house whose roof covers {s}"],
    "workshop.venue": ["the house that takes in {s}"],
    "walk.venue": ["the house from which {s} sets out"],
}

DEIXIS = ["the {n} that I am showing you", "the {n} on this sheet of paper"]
