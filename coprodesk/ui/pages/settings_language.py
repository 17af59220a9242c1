"""The language of the window on this post, and whether papers follow it."""

from coprodesk.domain.i18n import _
from coprodesk.ui.desk import Desk
from coprodesk.ui.language import LANGUAGES
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.fields import Form


def language_card(desk: Desk) -> Card:
    """Return the card; a choice is kept at once and the window speaks it at once."""
    card, form = Card(_("Langue"), _("sur ce poste")), Form()
    spoken = choice([(name, code) for code, name in LANGUAGES.items()], desk.preferences.language)
    spoken.setObjectName("language")

    def speak() -> None:
        desk.prefer(language=spoken.currentData())
        spoken.setCurrentIndex(spoken.findData(desk.preferences.language))  # it may have been refused

    spoken.activated.connect(speak)
    form.add(
        _("Langue des fenêtres"),
        spoken,
        _("Ce qui est imprimé, envoyé ou écrit dans le fichier du conseil reste en français."),
    )
    paper = CheckBox(_("Dates et documents en anglais aussi"))
    paper.setChecked(desk.preferences.english_paper)
    paper.setEnabled(desk.preferences.language == "en")
    paper.setObjectName("english_paper")

    def follow(on: bool) -> None:
        desk.prefer(english_paper=on)
        paper.setChecked(desk.preferences.english_paper)

    paper.clicked.connect(follow)
    card.body.addWidget(form)
    card.body.addWidget(paper)
    return card
