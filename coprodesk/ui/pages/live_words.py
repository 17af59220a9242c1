"""What a session says in its right column and on the act that leads on, worked out from what was read."""

from datetime import date

from PySide6.QtGui import QAction

from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.live import LiveClock
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.live import Cockpit, CockpitItem, Tallies
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.pages.cockpit_side import CockpitSide, Hours


def hours_of(row: MeetingRow, told: LiveClock, now: str) -> Hours:
    """Return what the clock says: the hour of a session in progress, the hours of one that was held."""
    if row.state is MeetingState.IN_PROGRESS:
        return Hours(now, told.late, told.estimated_end, told.planned_end)
    if row.state is MeetingState.HELD:
        facts = _("Ouverte à {opened}, levée à {closed}").format(
            opened=hour(row.opened_at or row.starts_at), closed=hour(row.closed_at or row.ends_at)
        )
    else:
        facts = _("Prévue de {start} à {end}").format(start=hour(row.starts_at), end=hour(row.ends_at))
    return Hours("", None, "", "", facts)


def name_session(act: QAction, row: MeetingRow, today: date) -> None:
    """Name the act that leads on: open the session, enter it afterwards, or go to the minutes."""
    if row.state is MeetingState.HELD:
        act.setText(_("Passer au compte rendu"))
        act.setProperty("icon_name", "file-text")
    elif row.state in (MeetingState.PREPARATION, MeetingState.CONVENED):
        act.setText(_("Saisir après coup…") if row.date < today else _("Ouvrir la séance"))
        act.setProperty("icon_name", "play")


def show_side(side: CockpitSide, row: MeetingRow, cockpit: Cockpit, now: str) -> None:
    """Show the right column of a meeting at "HH:MM"."""
    item = cockpit.next
    title = _("{n}. {title}").format(n=item.row.position, title=item.row.title) if item else ""
    side.show_hours(hours_of(row, cockpit.clock, now))
    side.show_next(title, next_facts(item), offered=row.state is MeetingState.IN_PROGRESS)
    side.show_tally(tally_lines(cockpit.tallies))
    side.show_absent(cockpit.concerned_absent)


def next_facts(item: CockpitItem | None) -> str:
    """Return « Mme MARQUEVAL, CPN · 10 min », or that nothing is left."""
    if item is None:
        return _("Tous les points sont traités.")
    row = item.row
    who = ", ".join(one for one in (row.reporter_person, row.reporter) if one)
    return " · ".join(one for one in (who, duration(row.planned_minutes)) if one)


def tally_lines(found: Tallies) -> list[tuple[str, str, str]]:
    """Return icon, colour role and words of each thing written so far."""
    lines = []
    if found.decisions:
        words = ngettext("{n} décision", "{n} décisions", found.decisions)
        lines.append(("gavel", "ok", words.format(n=found.decisions)))
    if found.commitments:
        words = ngettext("{n} engagement", "{n} engagements", found.commitments).format(n=found.commitments)
        if found.to_specify:
            words = _("{commitments}, {n} à préciser").format(commitments=words, n=found.to_specify)
        lines.append(("handshake", "accent", words))
    if found.dissents:
        words = ngettext("{n} réserve", "{n} réserves", found.dissents)
        lines.append(("quote", "conf", words.format(n=found.dissents)))
    if found.requests:
        words = ngettext("{n} vœu", "{n} vœux", found.requests)
        lines.append(("send", "run", words.format(n=found.requests)))
    if found.watch_points:
        words = ngettext("{n} point de veille", "{n} points de veille", found.watch_points)
        lines.append(("eye", "soon", words.format(n=found.watch_points)))
    return lines or [("info", "text2", _("Rien pour l’instant"))]
