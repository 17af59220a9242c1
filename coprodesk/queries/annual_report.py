"""The annual report of the council: what the file holds of one year, for one audience.

Of the year under way it tells what happened up to today. Texts and names of what an audience may not see are
never selected; a public copy counts what the partners know, without the matter of confidential groups.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from coprodesk.domain.attendance import Period
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import annual_rows as rows
from coprodesk.queries.annual_followed import Followed, followed
from coprodesk.queries.annual_rows import BodyLine, CollegeLine, PresenceLine, SittingLine, ThemeLine
from coprodesk.queries.council import setting
from coprodesk.queries.local_figures import FigureLine, annual_notes, figure_lines
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.store import Store

_DAY = timedelta(days=1)
_FIRST_YEAR = 1983


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One year as told; `on` is its last day, or today. `figures_year` is the one the local figures are of.

    `earlier` are the meetings of the two years before, for comparison, when presence is told.
    `institutions` is of the secretariat alone, `presence` too unless the council ticked otherwise. `left_out`
    tells that meetings of confidential groups are not counted.
    """

    letterhead: Letterhead
    level: Level
    year: int
    on: date
    composition: tuple[CollegeLine, ...]
    convened: int
    sittings: tuple[SittingLine, ...]
    earlier: tuple[SittingLine, ...]
    bodies: tuple[BodyLine, ...]
    plenaries: int
    presence: tuple[PresenceLine, ...]
    institutions: tuple[PresenceLine, ...]
    entered: int
    treated: int
    postponed: int
    fruitful: int
    decisions: int
    requests: int
    themes: tuple[ThemeLine, ...]
    followed: Followed
    figures_year: int
    figures: tuple[FigureLine, ...]
    notes: tuple[tuple[str, str], ...]
    left_out: bool


def annual_report(store: Store, year: int, audience: Audience) -> AnnualReport:
    """Return the report of a year. Raises Refusal for a year to come or of which the file holds nothing."""
    today = store.clock().date()
    _require_year(year, today.year)
    on = min(date(year, 12, 31), today)
    window = Period(date(year, 1, 1) - _DAY, on)
    told = _tells_presence(store, audience.level)
    counted = _counted(audience)
    meetings = rows.held_meetings(store, window, counted)
    items = rows.items(store, window, counted)
    sittings = rows.sittings(store, window, meetings, items, told=told)
    earlier = Period(date(year - 2, 1, 1) - _DAY, window.start_exclusive or on)
    before = rows.held_meetings(store, earlier, counted)
    promises = followed(store, window, counted)
    figures_year = _figures_year(store, year)
    figures = figure_lines(store, figures_year) if figures_year else ()
    notes = tuple((section.label, text) for section, text in annual_notes(store, year).items())
    if not (meetings or items or notes or figures_year == year or promises.year_taken or promises.year_kept):
        raise Refusal(
            _(
                "Le fichier ne contient rien de {year}. Rien n’a été produit. Choisissez une autre année."
            ).format(year=year)
        )
    presence, institutions = rows.presence(store, window, meetings, audience.level) if told else ((), ())
    return AnnualReport(
        letterhead=letterhead(store),
        level=audience.level,
        year=year,
        on=on,
        composition=rows.composition(store, on),
        convened=rows.institutions_convened(store, meetings),
        sittings=sittings,
        earlier=rows.sittings(store, earlier, before, rows.items(store, earlier, counted), told=True)
        if told
        else (),
        bodies=rows.bodies_held(store, meetings),
        plenaries=sum(one.plenary for one in sittings),
        presence=presence,
        institutions=institutions,
        entered=len(items),
        treated=sum(one.treated for one in items),
        postponed=sum(one.postponed for one in items),
        fruitful=sum(one.treated and one.fruitful for one in items),
        decisions=rows.records(store, window, counted, "decision"),
        requests=rows.records(store, window, counted, "request"),
        themes=rows.themes(store, window, counted),
        followed=promises,
        figures_year=figures_year,
        figures=figures,
        notes=notes,
        left_out=rows.meetings_left_out(store, window, len(meetings)),
    )


def _require_year(year: int, last: int) -> None:
    if not _FIRST_YEAR <= year <= last:
        raise Refusal(
            _(
                "Le bilan de {year} ne peut pas être fait. Rien n’a été produit. "
                "Choisissez une année de {first} à {last}."
            ).format(year=year, first=_FIRST_YEAR, last=last)
        )


def _counted(audience: Audience) -> Audience:
    """Return whose knowledge is counted: a public number quotes nothing of what the partners know."""
    return Audience(Level.PARTNERS) if audience.level is Level.PUBLIC else audience


def _tells_presence(store: Store, level: Level) -> bool:
    """Presence is told to the secretariat; to others only when the council's settings say so."""
    chosen = setting(store, "participation")
    return chosen == "yes" or (chosen != "no" and level is Level.SECRETARIAT)


def _figures_year(store: Store, year: int) -> int:
    """Return the latest year up to `year` that has local figures, 0 without any."""
    row = store.row("SELECT max(year) FROM local_figure WHERE year <= ?", (year,))
    return int(row[0] or 0) if row else 0
