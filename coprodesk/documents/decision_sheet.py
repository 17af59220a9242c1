"""The decision sheet: who does what by when, on one page that is ready before people stand up."""

from dataclasses import replace

from coprodesk.documents import watch_sheet
from coprodesk.documents.common import (
    NONE,
    Edition,
    Variant,
    decision_table,
    footer,
    frame,
    level_words,
    next_meeting_words,
    opening,
    session_words,
    short_name,
    signatures,
    small,
    subtitle,
    version_label,
    version_words,
)
from coprodesk.documents.document import Block, BulletList, Cartouche, Density, Document, Heading, line
from coprodesk.domain.french import day_month, long_date
from coprodesk.domain.i18n import _
from coprodesk.queries.minutes import DecisionSheet
from coprodesk.queries.watch_sheet import WatchSheet


def build(data: DecisionSheet | WatchSheet, edition: Edition) -> Document:
    """Return the sheet as designed, whole; that of a watch cell is the table of its watch points."""
    if isinstance(data, WatchSheet):
        return watch_sheet.build(data, edition)
    return Document(
        title=_("Relevé de décisions"),
        short_name=short_name(_("Relevé de décisions"), data.meeting),
        subtitle=subtitle(data.meeting, long_date(data.meeting.date)),
        blocks=(
            *opening(data),
            Cartouche(_facts(data, edition)),
            Heading(_("Qui fait quoi, pour quand")),
            decision_table(data.decisions),
            *_priorities(data),
            signatures(data.meeting),
            small(_key()),
        ),
        version=version_label(data),
        footer_lines=footer(data, edition),
        **frame(data),
    )


def reductions(data: DecisionSheet | WatchSheet, edition: Edition) -> tuple[Variant, ...]:
    """Return what to try, in order, when the sheet is longer than its page; the last one loses lines.

    That of a watch cell takes the pages it needs.
    """
    if isinstance(data, WatchSheet):
        return ()
    whole = build(data, edition)
    tried = [Variant(replace(whole, density=density)) for density in (Density.TIGHT, Density.SMALL)]
    if data.priorities:
        bare = replace(build(replace(data, priorities=()), edition), digest=whole.digest)
        tried.append(Variant(replace(bare, density=Density.SMALL), _loss))
    return tuple(tried)


def _loss() -> str:
    return _("Les priorités ne sont pas imprimées\u00a0: sans elles, le relevé tient sur une page.")


def _facts(data: DecisionSheet, edition: Edition) -> tuple[tuple[str, str], ...]:
    pairs = [(_("Présidence"), data.meeting.chair.name or NONE), (_("Séance"), session_words(data.meeting))]
    if edition.tells_participation(data.level):
        words = _("{attended} institutions sur {convened}")
        pairs.append(
            (_("Participation"), words.format(attended=data.attended, convened=data.convened)),
        )
    pairs += [
        (_("Prochaine réunion"), next_meeting_words(data.next_meeting)),
        (_("Diffusion"), level_words(data)),
        (_("Version"), version_words(data, edition)),
    ]
    return tuple(pairs)


def _priorities(data: DecisionSheet) -> tuple[Block, ...]:
    if not data.priorities:
        return ()
    title = (
        _("À traiter en priorité le {day}").format(day=day_month(data.next_meeting.date))
        if data.next_meeting
        else _("À traiter en priorité à la prochaine réunion")
    )
    return Heading(title), BulletList(tuple(line(one) for one in data.priorities))


def _key() -> str:
    return _(
        "D : décision acquise en séance. E : engagement à exécuter. V : vœu. "
        "Le compte rendu détaillé suit sous quinze jours."
    )
