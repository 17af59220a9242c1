"""Where a meeting is in its course: ahead or over, finished or not, and what comes next."""

from datetime import date

from coprodesk.domain.french import day_month, hour, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.meetings import MeetingRow, MinutesStep

_OVER = (MeetingState.HELD, MeetingState.CANCELLED)


def is_to_come(row: MeetingRow, on: date) -> bool:
    """Tell whether the meeting lies ahead on a day, or is going on."""
    return row.state is MeetingState.IN_PROGRESS or (row.date >= on and row.state not in _OVER)


def is_finished(row: MeetingRow) -> bool:
    """Tell whether nothing more is due: cancelled, approved, or sent where nothing is approved."""
    if row.state is MeetingState.CANCELLED or row.minutes_step is MinutesStep.APPROVED:
        return True
    return not row.numbered and row.minutes_step is MinutesStep.SENT


def next_step(row: MeetingRow) -> str:
    """Return what comes next for a meeting, in words."""
    if row.state is MeetingState.CANCELLED:
        return row.state_reason
    if row.state is MeetingState.PREPARATION:
        if row.state_reason:
            return _("Reportée\u00a0: {reason}").format(reason=row.state_reason)
        return _("Convocations à envoyer") if row.items else _("Ordre du jour à écrire")
    if row.state is MeetingState.CONVENED:
        if row.reply_by is not None:
            return _("Réponses avant le {day}").format(day=day_month(row.reply_by))
        return _("Séance à tenir")
    if row.state is MeetingState.IN_PROGRESS:
        return _("Séance ouverte à {hour}").format(hour=hour(row.opened_at or row.starts_at))
    if row.approved_on is not None:
        return _("Approuvé le {day}").format(day=short_date(row.approved_on))
    if row.version:
        return _("Projet v{version}").format(version=row.version)
    return ""
