"""The observatory as charts, for the window, for paper and for export."""

from collections.abc import Callable, Iterable
from datetime import date

from coprodesk.documents import charts
from coprodesk.documents.charts import Bar, Behind, Chart
from coprodesk.documents.heat_map import HeatColumn, HeatRow, HeatTable
from coprodesk.documents.picture import Presence as Cell
from coprodesk.domain import french
from coprodesk.domain.attendance import Presence
from coprodesk.domain.commitments import PrecisionBand, band_of
from coprodesk.domain.figures import Figure
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.observatory import Observatory, Sitting, window_words

MOST_BARS = 24
"""More meetings than this are shown by year: a bar needs room for its base."""

_TONE_OF_BAND = {PrecisionBand.PRECISE: 0, PrecisionBand.TO_COMPLETE: 1, PrecisionBand.INTENTION: 4}
_CELLS: dict[Presence | None, Cell] = {
    None: Cell.NOT_CONVENED,
    **{state: Cell(state.value) for state in Presence},
}
_DELAYS = (30, 90, 365)


def presence(found: Observatory) -> HeatTable:
    """Return the heat map: institutions by meetings of the span, rates over the window."""
    columns = tuple(
        HeatColumn(
            one.id,
            str(one.on.year),
            f"{one.on:%d/%m}",
            _kind(one),
            f"{one.figure.numerator}/{one.figure.denominator}" if one.figure.denominator else french.DASH,
            _named(one),
        )
        for one in found.sittings
    )
    rows = tuple(
        HeatRow(
            one.id,
            one.name,
            tuple(_CELLS[state] for state in one.cells),
            charts.base_words(one.presence.numerator, one.presence.denominator),
            one.remark,
            one.watched,
        )
        for one in found.institutions
    )
    return HeatTable(_("Présence par institution et par séance"), window_words(found), columns, rows)


def _kind(one: Sitting) -> str:
    if one.plenary:
        return _("plén.")
    return one.body if len(one.body) <= 6 else f"{one.body[:5].lower()}."


def _named(one: Sitting) -> str:
    return _("{body} du {day}").format(body=one.body, day=french.short_date(one.on))


def kept(found: Observatory, width: float = 310.0) -> Chart:
    """Return M11: of those due, kept at the first date, kept later, due today and late."""
    sets = found.promises
    on_time, late = set(sets.on_time), set(sets.late)
    after = tuple(one for one in sets.kept if one not in on_time)
    settled = set(sets.kept) | late
    today = tuple(one for one in sets.due if one not in settled)
    parts = (
        (_("à la date"), tuple(sets.on_time), 0, _("Tenus à l’échéance initiale")),
        (_("après"), after, 1, _("Tenus après l’échéance initiale")),
        (_("à échéance ce jour"), today, 2, _("À échéance ce jour")),
        (_("en retard"), sets.late, 3, _("En retard")),
    )
    bars = [
        Bar(label, _figure(detail, ids, len(sets.due)), tone, Behind("commitment", ids), detail)
        for label, ids, tone, detail in parts
    ]
    return charts.stacked("kept", _("Engagements échus"), bars, name=_("Engagements"), width=width)


def kept_figure(found: Observatory) -> Figure:
    """Return « 4 / 7 »: kept among those due."""
    return _figure(_("Taux de tenue"), tuple(found.promises.kept), len(found.promises.due))


def kept_words(found: Observatory) -> str:
    """Return « 57,1 %, dont 2 à la date initiale »."""
    figure = kept_figure(found)
    first = _("dont {n} à la date initiale").format(n=french.thousands(len(found.promises.on_time)))
    rate = charts.share_words(figure)
    return f"{rate}, {first}" if rate else first


def precision(found: Observatory, width: float = 310.0) -> Chart:
    """Return M4: how many commitments have each number of criteria filled."""
    sets = found.promises
    bars = [
        Bar(
            str(score),
            _figure(_("Indice de précision"), tuple(ids), sets.total),
            _TONE_OF_BAND[band_of(score)],
            Behind("commitment", tuple(ids)),
            ngettext("{n} critère sur 8", "{n} critères sur 8", score).format(n=score),
        )
        for score, ids in enumerate(sets.scores)
    ]
    sums = dict.fromkeys(PrecisionBand, 0)
    spans = dict.fromkeys(PrecisionBand, 0)
    for score, ids in enumerate(sets.scores):
        sums[band_of(score)] += len(ids)
        spans[band_of(score)] += 1
    words = {
        PrecisionBand.INTENTION: ngettext("{n} intention", "{n} intentions", sums[PrecisionBand.INTENTION]),
        PrecisionBand.TO_COMPLETE: ngettext("{n} moyen", "{n} moyens", sums[PrecisionBand.TO_COMPLETE]),
        PrecisionBand.PRECISE: ngettext("{n} précis", "{n} précis", sums[PrecisionBand.PRECISE]),
    }
    bands = [(spans[band], words[band].format(n=french.thousands(sums[band]))) for band in words]
    title = ngettext(
        "Précision de {n} engagement, sur 8 critères",
        "Précision des {n} engagements, sur 8 critères",
        sets.total,
    ).format(n=french.thousands(sets.total))
    return charts.histogram("precision", title, bars, bands, name=_("Critères remplis"), width=width)


def balance(found: Observatory, width: float = 310.0) -> Chart:
    """Return M13 and M19: promises carried by one institution alone, and the core's part in presences."""
    sets = found.promises
    alone = _figure(_("Engagements mono-sectoriels"), tuple(sets.alone), len(sets.carried))
    names = ", ".join(found.core_names)
    bars = [
        _bar(alone, "commitment", _("une seule institution contributrice")),
        _bar(found.core, "institution", f"{names}, {window_words(found)}" if names else window_words(found)),
    ]
    return charts.shares("balance", _("Équilibre entre les partenaires"), bars, name=_("Figure"), width=width)


def participation(found: Observatory, width: float = 640.0) -> Chart:
    """Return M2 by meeting, or by year when there are too many for their bases to be read."""
    if len(found.participation) > MOST_BARS:
        title, bars = _("Participation par année"), _by_year(found.participation)
        return charts.bars("participation", title, bars, name=_("Année"), width=width)
    bars = [
        Bar(
            f"{one.on:%d/%m/%y}",
            one.figure,
            0 if one.plenary else 1,
            Behind("meeting", (one.id,)),
            _named(one),
        )
        for one in found.participation
    ]
    legend = [(0, _("Plénière")), (1, _("Autre formation"))]
    title = _("Participation par séance")
    return charts.bars("participation", title, bars, name=_("Séance"), width=width, legend=legend)


def _by_year(sittings: Iterable[Sitting]) -> list[Bar]:
    years: dict[int, list[Sitting]] = {}
    for one in sittings:
        years.setdefault(one.on.year, []).append(one)
    return [
        Bar(
            str(year),
            Figure(
                str(year),
                _("Taux de participation"),
                sum(one.figure.numerator for one in inside),
                sum(one.figure.denominator for one in inside),
                tuple(one.id for one in inside),
            ),
            0,
            Behind("meeting", tuple(one.id for one in inside)),
        )
        for year, inside in years.items()
    ]


def delays(found: Observatory, width: float = 310.0) -> Chart:
    """Return how late the late ones are, by their current due date, in four classes of days."""
    days = found.promises.delays
    words = (
        _("1 à 30 jours"),
        _("31 à 90 jours"),
        _("91 à 365 jours"),
        _("plus d’un an"),
    )
    classes: list[list[int]] = [[] for _class in words]
    for one in found.promises.late:
        classes[sum(days[one][0] > limit for limit in _DELAYS)].append(one)
    bars = [
        Bar(label, _figure(label, tuple(ids), len(days)), 3, Behind("commitment", tuple(ids)))
        for label, ids in zip(words, classes, strict=True)
    ]
    return charts.lines("delays", _("Retards à l’échéance actuelle"), bars, name=_("Retard"), width=width)


def cadence(found: Observatory, width: float = 310.0) -> Chart:
    """Return M5: meetings of each body in 12 months over its target."""
    asleep = {one.body.id for one in found.rests if one.asleep}
    bars = []
    for one in found.cadences:
        figure = Figure(
            one.body.key, _("Réunions en 12 mois"), len(one.held), one.body.yearly_target or 0, one.held
        )
        detail = _("{name}, en sommeil").format(name=one.body.key) if one.body.id in asleep else one.body.key
        tone = 3 if one.body.id in asleep else 0
        bars.append(Bar(detail, figure, tone, Behind("body", (one.body.id,)), detail))
    return charts.lines(
        "cadence", _("Réunions en 12 mois, sur la cible"), bars, name=_("Groupe"), width=width
    )


def rest(found: Observatory, width: float = 310.0) -> Chart:
    """Return M6: sleeping bodies, and meetings cancelled."""
    asleep = tuple(one.body.id for one in found.rests if one.asleep)
    sleeping = _figure(_("Groupes en sommeil"), asleep, len(found.rests))
    bars = [
        _bar(sleeping, "body", _("deux intervalles sans réunion")),
        _bar(found.cancelled, "meeting", window_words(found)),
    ]
    return charts.shares("rest", _("Sommeil et annulations"), bars, name=_("Figure"), width=width)


def people(found: Observatory, width: float = 310.0) -> Chart:
    """Return M14 and M15: seats handed over, days without holder, promises on few shoulders."""
    changed, _middle, vacant = found.turnover
    charged, orphans = found.spread
    bars = [
        _bar(changed, "seat", _("titulaire changé en 12 mois"), _("Sièges renouvelés")),
        _bar(vacant, "seat", window_words(found), _("Jours de vacance")),
        _bar(charged, "commitment", _("engagements ouverts"), _("Trois référents les plus chargés")),
        _bar(orphans, "commitment", _("le référent n’a plus de mandat"), _("Engagements orphelins")),
    ]
    return charts.shares("people", _("Renouvellement et concentration"), bars, name=_("Figure"), width=width)


def field_work(found: Observatory, width: float = 310.0) -> Chart:
    """Return M16, M20 and M7: the front line in the room, what items yield, what is put off."""
    postponed, fruitful = found.items
    bars = [
        _bar(fruitful, "item", _("décision ou engagement pris"), _("Points suivis d’effet")),
        _bar(postponed, "item", _("parmi les points inscrits")),
        _bar(found.front_line, "entry", _("parmi les présences")),
        _bar(found.feedback, "meeting", _("une fiche par séance tenue")),
    ]
    return charts.shares("field", _("Points et terrain"), bars, name=_("Figure"), width=width)


def themes(found: Observatory, width: float = 310.0) -> Chart:
    """Return M12: commitments of each theme."""
    bars = []
    for theme, ids in found.themes.shares:
        name = theme.name if theme else _("Sans thème")
        figure = _figure(name, ids, found.themes.total)
        bars.append(Bar(name, figure, 0, Behind("commitment", ids)))
    return charts.shares("themes", _("Engagements par thème"), bars, name=_("Thème"), width=width)


BUILDERS: tuple[tuple[str, Callable[[Observatory, float], Chart]], ...] = (
    ("kept", kept),
    ("precision", precision),
    ("balance", balance),
    ("participation", participation),
    ("delays", delays),
    ("cadence", cadence),
    ("rest", rest),
    ("people", people),
    ("field", field_work),
    ("themes", themes),
)
"""Every chart but the heat map, in reading order: its key and what draws it at a width in points."""


def span_words(found: Observatory) -> str:
    """Return « Du 14 mars 2024 au 15 octobre 2026 »."""
    first = found.sittings[0].on if found.sittings else found.on
    return _("Du {first} au {last}").format(first=_day(first), last=_day(found.on))


def _day(day: date) -> str:
    return f"{french.day_month(day)} {day.year}"


def _bar(figure: Figure, subject: str, detail: str = "", label: str = "") -> Bar:
    return Bar(label or figure.name, figure, 0, Behind(subject, figure.ids), detail)


def _figure(name: str, ids: tuple[int, ...], base: int) -> Figure:
    return Figure(None, name, len(ids), base, ids)
