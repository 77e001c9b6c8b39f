"""What English passages of held-out worlds say of houses that people go to. Keys and slots as in `lexicon.english_houses`."""

from __future__ import annotations

HOUSES: dict[str, list[str]] = {
    "opens": [
        "early risers, be warned: {s} will not admit anyone until {v}.",
        "business at {s} stirs into life at {v} and not a minute sooner.",
        "the shutters of {s} go up at {v}.",
    ],
    "closes": [
        "last call at {s} comes at {v}.",
        "the public is asked to clear {s} when the clock says {v}.",
        "{s} winds down for the evening at {v}.",
    ],
    "opens+closes": [
        "visiting hours of {s}: {v} – {w}.",
        "between the rattle of the shutters at {v} and the final gong at {w}, anybody may walk into {s}.",
    ],
    "rest": [
        "there is one day in the week when nothing moves at {s}, and that is {v}.",
        "{v} is when the caretaker of {s} sleeps in and nobody is let in.",
        "{s} takes {a+v} break: no visitors then.",
    ],
    "opens+rest": ["weekly break on {w}, otherwise from {v}: so says the board outside {s}."],
    "founded": [
        "the deed by which {s} came into being is dated {v}.",
        "{s} can look back on a history that starts with {v}.",
        "it was {v} when a few citizens called {s} into life.",
    ],
    "street": [
        "should you be searching for {s}, turn into {v}.",
        "{v} is home to {s}.",
        "{s} occupies a corner building of {v}.",
    ],
    "founded+street": [
        "{w} has housed {s} ever since its creation in {v}.",
        "created in {v}, {s} has kept the premises it was given then in {w}.",
    ],
    "head": [
        "decisions about {s} land on the desk of {v}.",
        "complaints and praise concerning {s} go to its boss, {v}.",
        "{v} holds the reins of {s}.",
    ],
    "head+street": [
        "the boss of {s}, {v}, lives a stone's throw from the premises in {w}.",
    ],
    "museum.price": [
        "entry to {s} is not free. Those over eighteen should have {v} ready.",
        "full entry to {s} comes to {v}.",
        "no discount applies to grown people at {s}: they part with {v}.",
    ],
    "museum.child": [
        "boys and girls see {s} at the reduced rate of {v}.",
        "those under twelve are let into {s} in exchange for {v}.",
        "the junior rate of {s} stands at {v}.",
    ],
    "museum.price+child": [
        "rates of {s}: full {v}, junior {w}.",
        "for those over eighteen entry to {s} comes to {v}, for those under twelve to {w}.",
    ],
    "museum.rooms": [
        "a full tour of {s} passes through {v} galleries.",
        "{v} galleries make up {s}.",
        "the floor plan of {s} numbers its galleries from 1 to {v}.",
    ],
    "museum.treasure": [
        "if {s} were on fire, the keepers would save one object first: {a+v}.",
        "connoisseurs travel far for the star of {s}, {a+v}.",
        "the highlight of {s} is, without any doubt, {a+v}.",
    ],
    "library.books": [
        "the catalogue of {s} lists {v} titles.",
        "{s} has amassed {v} titles over the decades.",
        "stocktaking at {s} ended with a total of {v}.",
    ],
    "library.loan": [
        "members of {s} check out a maximum of {v} titles per visit.",
        "the ceiling on checked-out items at {s} is {v}.",
    ],
    "library.fine": [
        "forgetful members owe {s} a penalty of {v} for every seven days.",
        "the penalty for tardy returns to {s} amounts to {v} weekly.",
    ],
    "school.pupils": [
        "the register of {s} contains {v} names of youngsters.",
        "enrolment at {s} stands at {v}.",
        "{v} youngsters stream through the gate of {s} each morning.",
    ],
    "school.starts": [
        "tuition at {s} gets under way at {v}.",
        "latecomers at {s} are those who turn up after {v}, when teaching is in full swing.",
    ],
    "school.classes": [
        "the youngsters of {s} form {v} study groups.",
        "{v} study groups, each with its own tutor, exist at {s}.",
    ],
    "school.pupils+classes": ["{s} sorts its {v} youngsters into {w} study groups."],
    "theatre.seats": [
        "a full house at {s} means {v} bottoms on chairs.",
        "the auditorium of {s} accommodates {v}.",
        "{s} was built for crowds of {v}.",
    ],
    "theatre.price": [
        "admittance to a performance at {s} sets you back {v}.",
        "the box office of {s} wants {v} for every chair.",
    ],
    "theatre.play": [
        "the ensemble of {s} is currently giving “{v}”.",
        "audiences of {s} are laughing and weeping over “{v}” these days.",
        "“{v}” is what the ensemble of {s} has been rehearsing.",
    ],
    "inn.rooms": [
        "{s} offers lodging in {v} chambers.",
        "the chambermaids of {s} make up {v} chambers a day.",
    ],
    "inn.price": [
        "lodging at {s} comes to {v} from dusk till dawn.",
        "to put your head on a pillow of {s}, have {v} at hand.",
        "the nightly rate of {s} stands at {v}.",
    ],
    "inn.rooms+price": ["{v} chambers at a nightly rate of {w}: that is {s}."],
    "inn.breakfast": [
        "porridge and toast appear in the parlour of {s} at {v}.",
        "hungry lodgers of {s} are fed from {v} after sunrise.",
    ],
    "inn.dish": [
        "gourmets rave about the {v} that the chef of {s} prepares.",
        "the signature meal of {s}: {v}.",
        "ask any lodger of {s} what to eat, and the reply is {v}.",
    ],
    "bakery.dish": [
        "the signature pastry of {s}: {v}.",
        "sweet tooths of the whole county praise the {v} from {s}.",
        "when {s} runs out of {v}, there are tears.",
    ],
    "bakery.price": [
        "dark bread from {s} goes for {v} apiece.",
        "a dark loaf leaves the shop window of {s} in exchange for {v}.",
    ],
}
