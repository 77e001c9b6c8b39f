"""What Hebrew posters of held-out worlds show. No line begins with a figure."""

from __future__ import annotations

POSTER: dict[str, list[str]] = {
    "day": ["שמרו את התאריך: {v}"],
    "weekday": ["כל שבוע ביום {v}"],
    "starts": ["בואו בשעה {v}"],
    "price": ["התעריף: {v}"],
    "theatre.price": ["כיסא: {v}"],
    "inn.price": ["לינה: {v}"],
    "bakery.price": ["לחם כהה: {v}"],
    "ferry.price": ["דמי הנסיעה: {v}"],
    "places": ["לכל היותר {v} איש"],
    "deadline": ["הגישו בקשה עד {v}"],
    "prize": ["המתנה הגדולה: {v}"],
    "length": ["שביל של {v} קילומטרים"],
    "venue": ["מחכים לכם {ב+v}"],
    "departs": ["מרימים עוגן בשעה {v}"],
    "pier": ["מזח {v}"],
    "minutes": ["על הסיפון: {v} דקות"],
    "bicycle": ["דו גלגלי: {v}"],
    "seats": ["רישיון {ל+v} נפש"],
    "breakfast": ["אוכלים בבוקר משעה {v}"],
    "rooms": ["חדרי שינה: {v}"],
    "dish": ["טעמו אצלנו: {v}"],
    "opens": ["נכנסים משעה {v}"],
    "rest": ["אין כניסה ביום {v}"],
    "play": ["הלהקה מציגה: {v}"],
}
SLOGANS = ["מחכים לכם", "יום שיישאר בזיכרון", "לצעירים ולוותיקים", "ספרו לשכנים"]

SPEECH_OPENERS: list[str] = []
SPEECH: dict[str, list[str]] = {}
