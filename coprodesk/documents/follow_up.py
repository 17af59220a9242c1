"""The board of all commitments: what each institution promised, for when, and what became of it."""

from coprodesk.documents.common import NONE, Edition, frame, full_day, level_words, small
from coprodesk.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Table,
    cell,
    line,
)
from coprodesk.documents.picture import Sign
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.follow_up_paper import FollowedRow, FollowUpBoard

SIGNS = {
    Status.KEPT: Sign.KEPT,
    Status.LATE: Sign.LATE,
    Status.ABANDONED: Sign.DROPPED,
}
"""The sign before the word of a state; an open one has the ring."""

_SHOWN = {Status.SOON: Status.OPEN, Status.UNDATED: Status.OPEN}


def build(data: FollowUpBoard, edition: Edition) -> Document:
    """Return the board for the audience of the data."""
    return Document(
        title=_("Tableau de suivi des engagements"),
        short_name=_("Tableau de suivi – {day}").format(day=full_day(data.on)),
        subtitle=_subtitle(data),
        blocks=(_board(data), small(_legend(data))),
        footer_lines=(_("Édité le {day}").format(day=full_day(edition.on)),),
        landscape=True,
        **frame(data),
    )


def _subtitle(data: FollowUpBoard) -> str:
    """Return the counts, each with what it is counted on."""
    n = len(data.rows)
    parts = [ngettext("{n} engagement", "{n} engagements", n).format(n=n)]
    if data.due:
        parts.append(ngettext("{n} échu", "{n} échus", data.due).format(n=data.due))
        kept = ngettext("{n} tenu ({n} / {due})", "{n} tenus ({n} / {due})", data.due_kept)
        parts.append(kept.format(n=data.due_kept, due=data.due))
    if data.late:
        parts.append(_("{n} en retard").format(n=data.late))
    if data.to_confirm:
        parts.append(_("{n} à confirmer").format(n=data.to_confirm))
    if data.abandoned:
        parts.append(ngettext("{n} abandonné", "{n} abandonnés", data.abandoned).format(n=data.abandoned))
    return _("Situation au {day} – {counts}").format(day=full_day(data.on), counts=", ".join(parts))


def _board(data: FollowUpBoard) -> Block:
    if not data.rows:
        return Paragraph(line(_("Aucun engagement.")))
    columns = (
        Column(_("Réf."), 60, row_header=True),
        Column(_("Engagement"), 207),
        Column(_("Pilote"), 88),
        Column(_("Échéance initiale"), 62, align="center"),
        Column(_("Échéance actuelle"), 62, align="center"),
        Column(_("Reports"), 45, align="center"),
        Column(_("État"), 75),
        Column(_("Réalisé le"), 63, align="center"),
        Column(_("Précision (sur 8)"), 52, align="center"),
        Column(_("Dernière nouvelle"), 120),
    )
    return Table(columns, tuple(_row(row) for row in data.rows))


def _row(row: FollowedRow) -> tuple[Cell, ...]:
    status = _SHOWN.get(row.status, row.status)
    return (
        cell(row.reference),
        cell(row.what),
        cell(row.lead or _("(aucun)")),
        cell(short_date(row.initial_due) if row.initial_due else NONE),
        cell(short_date(row.due) if row.due else NONE),
        cell(str(row.postponements)),
        cell(status.label, bold=status is Status.LATE, sign=SIGNS.get(status, Sign.OPEN)),
        cell(short_date(row.done_on) if row.done_on else NONE),
        cell(str(row.precision)),
        cell(row.news or NONE),
    )


def _legend(data: FollowUpBoard) -> str:
    """Return what the words mean, in what order the rows stand and who may read them."""
    parts = [
        _("En retard : échu, non réalisé. Abandonné : motif consigné."),
        _("La précision mesure la rédaction de l’engagement, non son exécution."),
    ]
    if len(data.themes) > 1:
        listed = ", ".join(_("{theme} ({n})").format(theme=theme, n=n) for theme, n in data.themes)
        parts.append(_("Rangés par thème : {themes}.").format(themes=listed))
    parts.append(_("Diffusion : {level}.").format(level=level_words(data).lower()))
    return " ".join(parts)
