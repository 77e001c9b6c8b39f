"""What Hebrew posters show. No line begins with a figure, whose first digit an OCR engine tends to lose there.

There are no Hebrew recordings: the speech recogniser of the kit hears English.
"""

from __future__ import annotations

POSTER: dict[str, list[str]] = {
    "day": ["{v}", "נפגשים {ב+v}"],
    "weekday": ["בכל יום {v}"],
    "starts": ["מתחילים בשעה {v}", "שעת ההתחלה: {v}"],
    "price": ["מחיר: {v}", "רק {v}"],
    "theatre.price": ["כרטיס: {v}"],
    "inn.price": ["לילה אחד: {v}"],
    "bakery.price": ["לחם שיפון: {v}", "כיכר שיפון: {v}"],
    "ferry.price": ["מחיר הנסיעה: {v}", "כרטיסים: {v}"],
    "places": ["מספר המקומות: {v}", "רק {v} מקומות"],
    "deadline": ["הרשמה עד {v}"],
    "prize": ["פרס ראשון: {v}"],
    "length": ["מסלול של {v} קילומטרים"],
    "venue": ["המקום: {v}"],
    "departs": ["שעת היציאה: {v}", "יוצאים בשעה {v}"],
    "pier": ["רציף {v}"],
    "minutes": ["משך ההפלגה: {v} דקות"],
    "bicycle": ["אופניים: {v}"],
    "seats": ["מקום {ל+v}"],
    "breakfast": ["ארוחת בוקר משעה {v}"],
    "rooms": ["מספר החדרים: {v}"],
    "dish": ["כדאי לטעום: {v}"],
    "opens": ["<פתוח|פתוחה> משעה {v}"],
    "rest": ["<סגור|סגורה> ביום {v}"],
    "play": ["על הבמה: {v}"],
}
SLOGANS = ["בואו בשמחה", "כולם מוזמנים", "הביאו חברים", "לא כדאי להחמיץ", "נתראה שם", "בכל מזג אוויר"]

SPEECH_OPENERS: list[str] = []
SPEECH: dict[str, list[str]] = {}
