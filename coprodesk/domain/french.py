"""French dates, hours, numbers and alphabetical order: written for readers, understood from typists.

Dates and hours follow the papers: they are English when those are.

No-break spaces are kept in constants because they look like blanks: U+00A0 in « 14 h 30 », U+202F in
thousands and before « % » (print-design, micro-typography).
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, french_paper, ngettext, speaks_french

NBSP = "\u00a0"
THIN = "\u202f"
DASH = "–"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_COUNTS = (
    "aucune une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt"
)
_RELATIVE_DAYS = {
    "avant-hier": -2,
    "hier": -1,
    "aujourd'hui": 0,
    "aujourdhui": 0,
    "demain": 1,
    "apres-demain": 2,
}
_PARTS_OF_MONTH = {"debut": 1, "mi": 15, "fin": 31}
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2199
# A date typed without its year means one that is coming, or one of the last three months.
_PAST_DAYS = 92


def month_name(month: int) -> str:
    """Return « novembre » for 11."""
    return (MONTHS if french_paper() else _ENGLISH_MONTHS)[month - 1]


def weekday_name(weekday: int) -> str:
    """Return « jeudi » for 3."""
    return (WEEKDAYS if french_paper() else _ENGLISH_WEEKDAYS)[weekday]


def day_month(day: date) -> str:
    """Return « 19 novembre », « 1er mars »."""
    number = "1er" if day.day == 1 and french_paper() else str(day.day)
    return f"{number} {month_name(day.month)}"


def long_date(day: date) -> str:
    """Return « jeudi 19 novembre 2026 »."""
    return f"{weekday_name(day.weekday())} {day_month(day)} {day.year}"


def medium_date(day: date) -> str:
    """Return « jeu. 19 novembre 2026 »."""
    return f"{weekday_short(day)} {day_month(day)} {day.year}"


def weekday_short(day: date) -> str:
    """Return « jeu. »."""
    return f"{weekday_name(day.weekday())[:3]}{'.' if french_paper() else ''}"


def short_date(day: date) -> str:
    """Return « 19/11/2026 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def hour(time: str) -> str:
    """Return « 14 h 30 » for the stored time "14:30"; raise ValueError when it is not HH:MM."""
    minutes = minutes_of(time)
    if not french_paper():
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02d}"


def minutes_of(time: str) -> int:
    """Return the minutes since midnight of the stored time "14:30"; raise ValueError when it is not HH:MM."""
    hours, _colon, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def duration(minutes: int) -> str:
    """Return « 15 min », « 1 h » or « 1 h 30 » for a number of minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


def clock(moment: datetime) -> str:
    """Return « 14:32:05 », for the line « Enregistré à »."""
    return f"{moment:%H:%M:%S}"


def in_days(days: int) -> str:
    """Return « dans 35 jours », « demain », « aujourd’hui », « hier » or « il y a 3 jours »."""
    near = {-1: _("hier"), 0: _("aujourd’hui"), 1: _("demain")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("dans {n} jour", "dans {n} jours", days).format(n=thousands(days))
    return ngettext("il y a {n} jour", "il y a {n} jours", -days).format(n=thousands(-days))


def late_by(days: int) -> str:
    """Return « 15 jours de retard » for a number of days past the due date."""
    return ngettext("{n} jour de retard", "{n} jours de retard", days).format(n=thousands(days))


def thousands(number: int) -> str:
    """Return « 18 640 », grouped by a narrow no-break space, with a true minus sign."""
    return f"{number:,}".replace(",", THIN).replace("-", "−")


def percent(share: Fraction | None) -> str:
    """Return « 57,1 % » for 4/7, computed exactly and rounded half up; a dash when there is no share."""
    if share is None:
        return DASH
    tenths = int(abs(share) * 1000 + Fraction(1, 2))
    sign = "−" if share < 0 and tenths else ""
    return f"{sign}{thousands(tenths // 10)},{tenths % 10}{THIN}%"


def count_word(number: int) -> str:
    """Return « onze » up to twenty, then figures; « une » and « aucune » agree with a feminine noun."""
    return _COUNTS.split()[number] if 0 <= number <= 20 and speaks_french() else thousands(number)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, œ as oe, ’ as ', blanks plain: for matching."""
    lowered = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("ʼ", "'")
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter)
    )


def sort_key(text: str) -> tuple[str, str, str]:
    """Return the key of the French order: letters first, then accents, then capitals.

    Apostrophes and hyphens count for nothing at first; particles stay where they are written.
    """
    bare = fold(text).replace("'", "").replace("-", "")
    return bare, unicodedata.normalize("NFD", text.casefold()), text


def parse_date(text: str, today: date) -> date:
    """Understand a typed date: 12/3, 12/03/2026, 12032026, 2026-03-12, « 12 mars », lundi, demain, +7.

    Also « +2 semaines », « +3 mois », « mi-mars », « fin mars », « fin du mois », « fin de l’année ». Without
    a year the nearest date is taken that is not more than three months past. Raise Refusal otherwise.
    """
    typed = " ".join(fold(text).replace(",", " ").split())
    found = _relative_date(typed, today) or _part_of_month(typed, today)
    if found is not None:
        return found
    weekday, rest = _leading_weekday(typed)
    numbers = _numbers(rest)
    if numbers is None:
        raise Refusal(
            _(
                "La date « {text} » n’est pas comprise. Rien n’a changé. "
                "Écrivez-la comme 12/03/2026 ou 12 mars 2026."
            ).format(text=text.strip())
        )
    day = _dated(*numbers, today=today, typed=text.strip(), weekday=weekday)
    if weekday is not None and day.weekday() != weekday:
        raise Refusal(
            _("Le {day} est un {right}, pas un {wrong}. Rien n’a changé. Vérifiez la date.").format(
                day=short_date(day), right=weekday_name(day.weekday()), wrong=weekday_name(weekday)
            )
        )
    return day


def _relative_date(typed: str, today: date) -> date | None:
    if typed in _RELATIVE_DAYS:
        return _shifted(today, _RELATIVE_DAYS[typed], typed)
    if shift := re.fullmatch(
        r"([+-]) ?([0-9]{1,4})(?: ?(j(?:ours?)?|s(?:em(?:aines?)?)?|m(?:ois)?))?", typed
    ):
        number = int(shift[1] + shift[2])
        if (shift[3] or "").startswith("m"):
            return _months_later(today, number, typed)
        return _shifted(today, number * (7 if (shift[3] or "").startswith("s") else 1), typed)
    name = typed.removesuffix(" prochain")
    if name in WEEKDAYS:
        return _shifted(today, (WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1, typed)
    return None


def _shifted(today: date, days: int, typed: str) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise _no_such_date(typed) from None


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _months_later(today: date, months: int, typed: str) -> date:
    """Return the same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise _no_such_date(typed)
    return date(year, month + 1, min(today.day, _last_day(year, month + 1)))


def _part_of_month(typed: str, today: date) -> date | None:
    """Return the day of « début mars » (the 1st), « mi-mars » (the 15th), « fin mars » (the last day)."""
    if typed == "fin du mois":
        return date(today.year, today.month, _last_day(today.year, today.month))
    if typed in ("fin d'annee", "fin de l'annee", "fin de l'an"):
        return date(today.year, 12, 31)
    found = re.fullmatch(r"(debut|mi|fin)[ -](?:de |d')?([a-z]{3,9})\.?(?: ([0-9]{4}|[0-9]{2}))?", typed)
    month = _month(found[2]) if found else None
    if found is None or month is None:
        return None
    year = _year(found[3])
    if year is not None and not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise _no_such_date(typed)
    years = (today.year - 1, today.year, today.year + 1) if year is None else (year,)
    days = [date(one, month, min(_PARTS_OF_MONTH[found[1]], _last_day(one, month))) for one in years]
    return next((day for day in days if (today - day).days <= _PAST_DAYS), days[-1])


def _month(word: str) -> int | None:
    """Return the month whose name, in either language, begins like this; None when it is none or several."""
    months = {
        number
        for names in (MONTHS, _ENGLISH_MONTHS)
        for number, name in enumerate(names, 1)
        if fold(name).startswith(word)
    }
    return months.pop() if len(months) == 1 else None


def _leading_weekday(typed: str) -> tuple[int | None, str]:
    first, _blank, rest = typed.partition(" ")
    for names in (WEEKDAYS, _ENGLISH_WEEKDAYS):
        for index, name in enumerate(map(fold, names)):
            if rest and first in (name, f"{name[:3]}.", name[:3]):
                return index, rest
    return None, typed


def _numbers(typed: str) -> tuple[int, int, int | None] | None:
    """Return day, month and perhaps year as typed, or None when the text is not a date."""
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
        return int(iso[3]), int(iso[2]), int(iso[1])
    if joined := re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})", typed):
        return int(joined[1]), int(joined[2]), _year(joined[3])
    if parts := re.fullmatch(r"([0-9]{1,2}) ?[/. -] ?([0-9]{1,2})(?: ?[/. -] ?([0-9]{4}|[0-9]{2}))?", typed):
        return int(parts[1]), int(parts[2]), _year(parts[3])
    words = re.fullmatch(r"([0-9]{1,2})(?:er)? ?([a-z]{3,9})\.?(?: ?([0-9]{4}|[0-9]{2}))?", typed)
    month = _month(words[2]) if words else None
    return None if words is None or month is None else (int(words[1]), month, _year(words[3]))


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _dated(day: int, month: int, year: int | None, *, today: date, typed: str, weekday: int | None) -> date:
    if year is not None:
        found = _existing(day, month, year) if _EARLIEST_YEAR <= year <= _LATEST_YEAR else None
        if found is None:
            raise _no_such_date(typed)
        return found
    candidates = list(_coming(day, month, today))
    if not candidates:
        raise _no_such_date(typed)
    # « jeudi 12 mars » without a year: the weekday may choose it.
    return next((one for one in candidates if one.weekday() == weekday), candidates[0])


def _coming(day: int, month: int, today: date) -> Iterator[date]:
    """Yield that day and month of the coming years, eight at most: a 29 February may be that far."""
    for year in range(today.year - 1, today.year + 9):
        found = _existing(day, month, year)
        if found is not None and (today - found).days <= _PAST_DAYS:
            yield found


def _existing(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_such_date(typed: str) -> Refusal:
    return Refusal(
        _(
            "La date « {text} » n’existe pas au calendrier. Rien n’a changé. "
            "Vérifiez le jour, le mois et l’année."
        ).format(text=typed)
    )


def parse_time(text: str) -> str:
    """Understand a typed time, 14h30, 14:30, 14 h 30, 1430 or 14h, as "14:30"; raise Refusal otherwise."""
    typed = "".join(fold(text).split())
    found = re.fullmatch(r"([0-9]{1,2})(?:[h:.]([0-9]{2})?(?:min)?)?", typed) or re.fullmatch(
        r"([0-9]{1,2})([0-9]{2})", typed
    )
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Refusal(
            _("L’heure « {text} » n’est pas comprise. Rien n’a changé. Écrivez-la comme 14 h 30.").format(
                text=text.strip()
            )
        )
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"
