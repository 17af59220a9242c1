"""A meeting's life, who may convene it and when it should end."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour, in_days, long_date, minutes_of, parse_time
from coprodesk.domain.i18n import _, ngettext

CONVENING_DAYS = 15
"""How many days before the meeting its members are convened (usage; a setting of each council)."""

REPLY_DAYS = 7
"""How many days before the meeting replies are asked for (usage; a setting of each council)."""

OBSERVATION_DAYS = 15
"""How many days after the meeting its draft minutes may be commented on (usage; a setting)."""


def short_notice(convened_on: date, meeting_on: date, asked: int) -> str:
    """Return what to say of members convened fewer days before the meeting than asked, '' when in time."""
    left = (meeting_on - convened_on).days
    if left >= asked:
        return ""
    return ngettext(
        "Convocation {n} jour avant la réunion\u00a0; les règles de ce conseil en demandent {asked}.",
        "Convocation {n} jours avant la réunion\u00a0; les règles de ce conseil en demandent {asked}.",
        left,
    ).format(n=left, asked=asked)


def ahead_words(day: date, on: date) -> str:
    """Return what to say of a session held before its own date, '' once that day has come."""
    if day <= on:
        return ""
    left = in_days((day - on).days)
    return _("La réunion est datée du {day}, {when}.").format(day=long_date(day), when=left)


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PREPARATION = "preparation"
    CONVENED = "convened"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Return the French words, agreeing with « réunion »."""
        return {
            MeetingState.PREPARATION: _("En préparation"),
            MeetingState.CONVENED: _("Convoquée"),
            MeetingState.IN_PROGRESS: _("En cours"),
            MeetingState.HELD: _("Tenue"),
            MeetingState.CANCELLED: _("Annulée"),
        }[self]


# Informal networks meet without a convocation, and a meeting noted on paper is entered afterwards: hence the
# short ways from preparation. Each way back answers a false move (convened too early, closed by mistake).
TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PREPARATION: frozenset(
        {MeetingState.CONVENED, MeetingState.IN_PROGRESS, MeetingState.HELD, MeetingState.CANCELLED}
    ),
    MeetingState.CONVENED: frozenset(
        {MeetingState.PREPARATION, MeetingState.IN_PROGRESS, MeetingState.HELD, MeetingState.CANCELLED}
    ),
    MeetingState.IN_PROGRESS: frozenset({MeetingState.CONVENED, MeetingState.HELD}),
    MeetingState.HELD: frozenset({MeetingState.IN_PROGRESS}),
    MeetingState.CANCELLED: frozenset({MeetingState.PREPARATION}),
}


class Convener(StrEnum):
    """Who called the meeting: the chair, or of right the préfet or the majority of the members."""

    PRESIDENT = "president"
    PREFECT = "prefect"
    MAJORITY = "majority"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            Convener.PRESIDENT: _("Présidence"),
            Convener.PREFECT: _("Préfet"),
            Convener.MAJORITY: _("Majorité des membres"),
        }[self]


def require_transition(old: MeetingState, new: MeetingState) -> None:
    """Raise Refusal when a meeting cannot go from `old` to `new`; staying where it is is allowed."""
    if new is old or new in TRANSITIONS[old]:
        return
    raise Refusal(
        _(
            "La réunion est « {old} » et ne peut pas devenir « {new} ». Rien n’a changé. "
            "Passez d’abord par l’état « {way} »."
        ).format(old=old.label.lower(), new=new.label.lower(), way=_way(old, new).label.lower())
    )


def _way(old: MeetingState, new: MeetingState) -> MeetingState:
    """Return the first state from `old` that leads to `new`, or the only way out."""
    ways = sorted(TRANSITIONS[old], key=list(MeetingState).index)
    return next((way for way in ways if new in TRANSITIONS[way]), ways[0])


def typed_hour(text: str, field: str) -> str:
    """Return a typed hour as "HH:MM"; raise Refusal naming the field when it does not exist."""
    try:
        return parse_time(text)
    except Refusal as refusal:
        raise Refusal(str(refusal), field=field) from None


def require_hours(starts_at: str, ends_at: str, opened_at: str | None, closed_at: str | None) -> None:
    """Raise Refusal for an end planned before the start, or a closing before the opening; all "HH:MM"."""
    if ends_at <= starts_at:
        raise Refusal(
            _(
                "La fin prévue ({end}) est avant le début ({start}). Rien n’a changé. Vérifiez les heures."
            ).format(end=hour(ends_at), start=hour(starts_at)),
            field="ends_at",
        )
    if opened_at and closed_at and closed_at < opened_at:
        raise Refusal(
            _(
                "La levée ({closed}) est avant l’ouverture ({opened}). Rien n’a changé. Vérifiez les heures."
            ).format(closed=hour(closed_at), opened=hour(opened_at)),
            field="closed_at",
        )


def majority(members: int) -> int:
    """Return how many of the members make the majority that convenes of right: 7 of 12."""
    return members // 2 + 1


def planned_end(start: str, minutes: int) -> str:
    """Return the time "16:00" that lies `minutes` after the time "14:30"; midnight is passed silently."""
    end = (minutes_of(start) + minutes) % (24 * 60)
    return f"{end // 60:02d}:{end % 60:02d}"


def gaps(held_on: Sequence[date]) -> tuple[int, ...]:
    """Return the days between successive meetings held, oldest first (M5, M6)."""
    days = sorted(held_on)
    return tuple((later - earlier).days for earlier, later in pairwise(days))
