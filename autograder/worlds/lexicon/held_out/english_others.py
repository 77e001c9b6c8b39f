"""What English passages of held-out worlds say of ferries, events, activities, landmarks, islands and people."""

from __future__ import annotations

OTHERS: dict[str, list[str]] = {
    "ferry.departs": [
        "{s} weighs anchor daily at {v}.",
        "miss {v} on the harbour clock and {s} is gone for the day.",
        "the horn of {s} sounds at {v}; then the engines start.",
    ],
    "ferry.pier": [
        "embarkation for {s}: berth {v}.",
        "berth {v} is reserved for {s}.",
    ],
    "ferry.departs+pier": [
        "timetable of {s}: {v}, berth {w}.",
        "with a blast of its horn, {s} pulls away from berth {w} at {v}.",
    ],
    "ferry.minutes": [
        "travel time aboard {s}: {v} minutes.",
        "those who suffer from seasickness endure {v} minutes aboard {s}.",
    ],
    "ferry.price": [
        "passage aboard {s} comes to {v}.",
        "foot travellers settle {v} with the mate of {s}.",
        "have {v} ready for the voyage with {s}.",
    ],
    "ferry.bicycle": [
        "two-wheelers go aboard {s} against a supplement of {v}.",
        "the supplement for a two-wheeler aboard {s} comes to {v}.",
    ],
    "ferry.price+bicycle": ["passage aboard {s} comes to {v}, with a supplement of {w} for a two-wheeler."],
    "ferry.seats": [
        "safety rules restrict {s} to {v} souls.",
        "{s} is licensed for {v} persons.",
    ],
    "ferry.head": [
        "the skipper of {s} goes by the name of {v}.",
        "on the bridge of {s}, {v} gives the orders.",
        "{v} has been skipper of {s} through many a storm.",
    ],
    "ferry.island": [
        "day trippers bound for {v} are carried there by {s}.",
        "{s} shuttles to and from {v}.",
    ],
    "ferry.built": [
        "champagne ran down the hull of {s} in {v}, on the slipway.",
        "{s} first touched water in {v}.",
    ],
    "event.day": [
        "circle {v} on the calendar, for {s} is on its way.",
        "{s} is scheduled for {v}.",
        "those who love {s} will have to wait until {v}.",
    ],
    "event.starts": [
        "the opening fanfare of {s} rings out at {v}.",
        "proceedings of {s} commence at {v}.",
    ],
    "event.day+starts": ["save the date: {s}, {v}, {w}.", "{s} is scheduled for {v}, with the fanfare at {w}."],
    "event.venue": [
        "the stalls of {s} go up at {v}.",
        "{v} lends its rooms to {s}.",
    ],
    "event.day+venue": ["the crowds of {s} descend upon {w} on {v}."],
    "event.price": [
        "a wristband for {s} comes to {v}.",
        "the cashiers of {s} expect {v} from each reveller.",
    ],
    "event.head": [
        "the committee of {s} is chaired by {v}.",
        "all the threads of {s} run together in the hands of {v}.",
        "ask {v}, who has put {s} together.",
    ],
    "event.prize": [
        "the tombola of {s} will make one person the owner of {a+v}.",
        "the top tombola gift of {s} is {a+v}.",
    ],
    "walk.head": [
        "{v} goes in front on {s}, with a red umbrella.",
        "stick to the heels of {v}, who knows every stone of {s}.",
    ],
    "workshop.head": [
        "{v} is the instructor of {s}.",
        "in the hands of {v}, {s} has become a small institution.",
    ],
    "activity.weekday": [
        "once a week, on {v}, {s} calls.",
        "regulars of {s} keep their {v} diary empty.",
    ],
    "activity.starts": [
        "gathering time for {s}: {v}.",
        "participants of {s} assemble at {v}.",
    ],
    "activity.weekday+starts": ["weekly slot of {s}: {v}, {w}.", "regulars of {s} assemble on {v} at {w}."],
    "activity.price": [
        "the contribution asked for {s} amounts to {v}.",
        "participants of {s} chip in {v} each.",
    ],
    "activity.places": [
        "head count of {s}: {v} at most.",
        "the organisers stop admitting participants to {s} after number {v}.",
    ],
    "activity.price+places": ["a contribution of {v} secures one of {w} spots in {s}."],
    "walk.length": [
        "the trail of {s} winds along for {v} kilometres.",
        "legs get tired on {s}, after {v} kilometres on foot.",
    ],
    "walk.venue": [
        "the trail of {s} takes its beginning at {v}.",
        "participants of {s} assemble by the steps of {v}.",
    ],
    "workshop.venue": [
        "{v} puts its back room at the disposal of {s}.",
        "participants of {s} find their benches at {v}.",
    ],
    "workshop.deadline": [
        "late applications for {s} are turned down after {v}.",
        "apply for {s} no later than {v}.",
    ],
    "bridge.length": [
        "the span of {s} runs to {v} metres.",
        "anybody who paces out {s} arrives at {v} metres.",
    ],
    "lighthouse.height": [
        "{s} towers {v} metres over the surf.",
        "a rope let down from the gallery of {s} would have to be {v} metres long.",
    ],
    "lighthouse.steps": [
        "the ascent of {s} means {v} stairs.",
        "{v} stairs separate the door of {s} from its gallery.",
    ],
    "landmark.head": [
        "{s} sprang from the drawing board of {v}.",
        "credit for {s} is due to its builder, {v}.",
    ],
    "landmark.opened": [
        "festivities marked the completion of {s} on {v}.",
        "{s} was dedicated on {v}.",
    ],
    "landmark.head+opened": ["dedicated on {w}, {s} sprang from the drawing board of {v}."],
    "island.people": [
        "{s} is where {v} residents make their home.",
        "officials put the number of residents of {s} at {v}.",
    ],
    "island.product": [
        "the economy of {s} rests on {v}.",
        "cargo boats leave {s} loaded with {v}.",
    ],
    "island.distance": [
        "from the mainland to {s} it is a voyage of {v} kilometres.",
        "{s} sits {v} kilometres out at sea.",
    ],
    "person.extension": [
        "want a word with {s}? Have the operator put you through to {v}.",
        "the line of {s} carries the number {v}.",
    ],
    "person.village": [
        "{s} hails from {v}, a village where the family still keeps a farm.",
        "{v} is the village where the family of {s} has its roots, and where the birth entry was made.",
    ],
    "person.hobby": [
        "nobody owns more {v} than {s}, who picks them up wherever there are any.",
        "shelf after shelf in the home of {s} is taken up by {v}.",
    ],
    "person.born": [
        "candles are lit for {s} in memory of {v}, the day of arrival in this world.",
        "the parish register enters the arrival of {s} under {v}.",
    ],
    "person.village+born": ["in {v}, a village, the parish register enters the arrival of {s} under {w}."],
}
