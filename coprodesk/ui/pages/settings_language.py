"""The language of the window on this post, and whether papers follow it."""

from coprodesk.domain.i18n import _
from coprodesk.ui.desk import Desk
from coprodesk.ui.language import LANGUAGES
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.widgets import Card, CheckBox, Form


def language_card(desk: Desk) -> Card:
    """Return the card; a choice is kept at once and the window speaks it at once."""
    card, form = Card(_("Langue"), _("sur ce poste")), Form()
    spoken = choice([(name, code) for code, name in LANGUAGES.items()], desk.preferences.language)
    spoken.activated.connect(lambda: desk.prefer(language=spoken.currentData()))
    form.add(
        _("Langue des fenêtres"),
        spoken,
        _("Ce qui est imprimé, envoyé ou écrit dans le fichier du conseil reste en français."),
    )
    paper = CheckBox(_("Dates et documents en anglais aussi"))
    paper.setChecked(desk.preferences.english_paper)
    paper.setEnabled(desk.preferences.language == "en")
    paper.clicked.connect(lambda on: desk.prefer(english_paper=on))
    card.body.addWidget(form)
    card.body.addWidget(paper)
    return card
