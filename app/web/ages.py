"""How old something is, in words."""

from datetime import date

from app.letters.prose import day_or_text


def as_at_in_words(as_at: str) -> str:
    """A date (ISO, or "2018-03", or "2018") as people write it: "4 May 2026", "March 2018", "2018"; else as it stands."""
    return day_or_text(as_at)


def age_in_words(as_at: str, today: date) -> str:
    """The time from a date (ISO, or "2018-03", or "2018") to today: "3 months old". "Not known" where it cannot be told."""
    parts = [int(part) for part in as_at.split("-") if part.isdigit()]
    if not 1 <= len(parts) <= 3:
        return "not known how old"
    begun = date(parts[0], *[*parts[1:], 1, 1][:2])
    months = (today.year - begun.year) * 12 + today.month - begun.month - (today.day < begun.day)
    if begun > today:
        return "dated after today"
    if months < 1:
        days = (today - begun).days
        return "dated today" if days == 0 else f"{days} day{'s' * (days != 1)} old"
    if months < 24:
        return f"{months} month{'s' * (months != 1)} old"
    return f"{months // 12} years old"
