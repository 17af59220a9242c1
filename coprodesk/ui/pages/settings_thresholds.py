"""The thresholds of the attention list, as a card of the settings."""

from collections.abc import Callable

from coprodesk.domain.attendance import AbsenteeThresholds
from coprodesk.domain.commitments import SILENT_DAYS, SOON_DAYS
from coprodesk.domain.french import percent
from coprodesk.domain.i18n import _
from coprodesk.ui.pages.partner_form import beside
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import AutoLineEdit, Card, Form

DEFAULTS = {
    "soon_days": SOON_DAYS,
    "silent_days": SILENT_DAYS,
    "absentee_minimum": AbsenteeThresholds().minimum_convened,
    "absentee_percent": 0,
    "absentee_streak": AbsenteeThresholds().streak,
}
"""Setting -> its value until it is changed; 0 is shown as blank and stands for a third."""


def thresholds_card(
    numbers: dict[str, tuple[AutoLineEdit, int]], editor: Callable[[str], AutoLineEdit]
) -> Card:
    """Return the card; each of its fields is made by `editor` of its setting and put into `numbers`."""
    card, form = Card(_("Seuils de la liste de vigilance")), Form()
    field = {name: editor(name) for name in DEFAULTS}
    numbers.update({name: (field[name], default) for name, default in DEFAULTS.items()})
    field["absentee_percent"].setPlaceholderText(_("un tiers"))
    third = percent(AbsenteeThresholds().rate_below)
    beside(
        form,
        (_("Absences\u00a0: dès"), field["absentee_minimum"], _("convocations")),
        (_("présence sous"), field["absentee_percent"], _("%, vide\u00a0: {third}").format(third=third)),
        (_("ou d’affilée"), field["absentee_streak"], _("absences")),
    )
    beside(
        form,
        (_("Échéance proche"), field["soon_days"], _("jours avant")),
        (_("Engagement sans nouvelle"), field["silent_days"], _("jours")),
    )
    card.body.addWidget(form)
    told = _("Ces seuils ne servent qu’au secrétariat\u00a0: aucun document diffusé n’en dépend.")
    card.body.addWidget(Label(told, "small", "text2", wrap=True))
    return card
