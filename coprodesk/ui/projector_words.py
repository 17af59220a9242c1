"""The sentences of the projector, from what the room may see."""

from collections.abc import Sequence
from datetime import date

from coprodesk.domain.french import NBSP, day_month, hour, long_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.projector import ItemShown, Projection, Scene, Taken


def heading(seen: Projection) -> str:
    """Return « CLSPD de Brévigny · formation restreinte du 19 novembre 2026 », or the council alone.

    An example says first that it is one.
    """
    council = _("EXEMPLE · {council}").format(council=seen.council) if seen.example else seen.council
    if seen.date is None:
        return council
    name = seen.body
    if name[1:2].islower():  # an acronym keeps its capitals
        name = name[0].lower() + name[1:]
    day = _day(seen.date)
    return _("{council} · {body} du {day}").format(council=council, body=name, day=day)


def _day(on: date) -> str:
    """Return « 19 novembre 2026 », never broken over two lines."""
    return f"{day_month(on)} {on.year}".replace(" ", NBSP)


def hour_now(seen: Projection) -> str:
    """Return « 15 h 04 »."""
    return hour(seen.time)


def point(seen: Projection) -> str:
    """Return « Point 3 sur 9 »."""
    assert seen.item is not None
    return _("Point {n} sur {total}").format(n=seen.item.number, total=seen.items)


def minutes(seen: Projection) -> str:
    """Return « 12 min sur 15 », or the minutes alone of an item nobody planned."""
    assert seen.item is not None
    words = f"{seen.used}{NBSP}min"
    if not seen.item.planned_minutes:
        return words
    return _("{used} sur {planned}").format(used=words, planned=seen.item.planned_minutes)


def taken(one: Taken) -> str:
    """Return a decision as it is written, a commitment as « DSDEN : …, avant le 30 novembre 2026 »."""
    text = one.text.strip()
    if one.lead:
        text = _("{who}\u00a0: {what}").format(who=one.lead, what=text)
    if one.due is None:
        return text
    return _("{what}, avant le {day}").format(what=text.rstrip("."), day=_day(one.due))


def others(number: int) -> str:
    """Return « et 2 autres », blank for none."""
    return ngettext("et {n} autre", "et {n} autres", number).format(n=number) if number else ""


def kept(decisions: Sequence[bool], tall: Sequence[int], room: int, note: int, most: int) -> list[int]:
    """Return which lines stay when not all fit in `room` pixels, `note` of them for « et 2 autres ».

    The oldest of the kind that has most lines goes first, so that what was just written stays.
    """
    left = list(range(len(decisions)))
    while left and (
        len(left) > most
        or sum(tall[one] for one in left) + (note if len(left) < len(decisions) else 0) > room
    ):
        first = [one for one in left if decisions[one]]
        second = [one for one in left if not decisions[one]]
        left.remove((first if len(first) > len(second) else second)[0])
    return left


def coming(item: ItemShown) -> str:
    """Return « 4. Tendances du trimestre, par la CPN de Brévigny, 10 min »."""
    words = _("{n}. {title}").format(n=item.number, title=item.title)
    if item.reporter:
        words = _("{words}, par {who}").format(words=words, who=item.reporter_with_article)
    if item.planned_minutes:
        words = f"{words}, {item.planned_minutes}{NBSP}min"
    return words


def estimated_end(seen: Projection) -> str:
    """Return « Fin estimée 16 h 02 », blank when nothing is under way."""
    return _("Fin estimée {hour}").format(hour=hour(seen.estimated_end)) if seen.estimated_end else ""


def message(seen: Projection) -> tuple[str, str]:
    """Return what stands in the middle when no item is shown, and the line under it."""
    if seen.scene is Scene.BEFORE:
        return seen.body, _("Ouverture de la séance à {hour}").format(hour=hour(seen.starts_at))
    if seen.scene is Scene.SUSPENDED:
        since = hour(seen.suspended_since) if seen.suspended_since else ""
        return _("Séance suspendue"), _("depuis {hour}").format(hour=since) if since else ""
    if seen.scene is Scene.CANCELLED:
        return _("Réunion annulée"), ""
    if seen.scene is not Scene.CLOSED:
        return _("La séance continue"), ""
    if seen.next_date is None:
        return _("Merci de votre participation"), ""
    after = _("Prochaine réunion\u00a0: {day} à {hour}").format(
        day=long_date(seen.next_date), hour=hour(seen.next_starts_at)
    )
    return _("Merci de votre participation"), after
