"""The import centre: what may come in, what each expects, and an empty table to fill in for each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable
from coprodesk.exchange import import_models, printing, tables
from coprodesk.queries import bodies, partners
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import explain, resize_within
from coprodesk.ui.pages import import_commitments, import_meetings, import_partners
from coprodesk.ui.theme import Label, px
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card
from coprodesk.ui.widgets.marks import IconMark
from coprodesk.ui.widgets.scroll import scrolled


@dataclass(frozen=True)
class Choice:
    """One import: its icon, what it brings and how it is called, its dialog and its empty table."""

    icon: str
    title: str
    verb: str
    told: str
    open: Callable[[Desk], QDialog]
    model: Callable[[], DataTable]


class ImportCentre(QDialog):
    """Three imports to choose from; each goes on in its own dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.shell)
        self.desk = desk
        self.setWindowTitle(_("Importer"))
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self, "import")
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("Importer"), "card"))
        told = _(
            "Un fichier n’est que lu. Vous voyez d’abord ce qu’il apporte, et un seul "
            "«\u00a0Annuler\u00a0» défait tout."
        )
        column.addWidget(Label(told, "small", "text2", wrap=True))
        column.addWidget(self.banner)
        inner = QWidget()
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        self.buttons: list[ActionButton] = []
        for choice in self._choices():
            cards.addWidget(self._card(choice))
        cards.addStretch(1)
        widest = max(button.sizeHint().width() for button in self.buttons)
        for button in self.buttons:
            button.setMinimumWidth(widest)
        column.addWidget(scrolled(inner), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = ActionButton(make(self, _("Fermer"), self.reject))
        close.setAutoDefault(False)
        row.addWidget(close)
        column.addLayout(row)
        resize_within(self, px(720), px(520))
        self.buttons[0].setFocus()

    def _choices(self) -> tuple[Choice, ...]:
        store, today = self.desk.store, self.desk.today()
        return (
            Choice(
                "partners",
                _("Partenaires et personnes"),
                _("Importer des partenaires…"),
                _(
                    "Un annuaire en tableau (.xlsx, .ods, .xls, .csv), une ligne par personne, ou des fiches "
                    "de contact (.vcf). Obligatoire\u00a0: l’institution."
                ),
                import_partners.open_import,
                import_models.partners,
            ),
            Choice(
                "calendar",
                _("Séances passées"),
                _("Importer des séances…"),
                _(
                    "Un calendrier en tableau, une ligne par séance et une colonne par partenaire\u00a0: "
                    "P, R, E, A ou N. Obligatoire\u00a0: la date."
                ),
                import_meetings.open_import,
                lambda: import_models.meetings(
                    next((row.name for row in bodies.bodies(store, today)), ""),
                    [row.short_name for row in partners.partners(store, today)],
                    today,
                ),
            ),
            Choice(
                "engagements",
                _("Engagements"),
                _("Importer des engagements…"),
                _(
                    "Le tableau de suivi tenu jusqu’ici, une ligne par engagement, avec ses échéances et ses "
                    "reports. Obligatoire\u00a0: l’engagement."
                ),
                import_commitments.open_import,
                lambda: import_models.commitments(today),
            ),
        )

    def _card(self, choice: Choice) -> Card:
        card = Card()
        card.setAccessibleName(choice.title)
        card.setAccessibleDescription(choice.told)
        row = QHBoxLayout()
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(choice.title, "strong"))
        words.addWidget(Label(choice.told, "small", "text2", wrap=True))
        bring = make(card, choice.verb, partial(self._open, choice), icon="import")
        self.desk.writes(bring)
        model = make(card, _("Modèle de tableau…"), partial(self._write_model, choice))
        row.addWidget(IconMark(choice.icon, "text2", 24))
        row.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for action in (bring, model):
            button = ActionButton(action)
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
            self.buttons.append(button)
        told = _("Modèle de tableau, {title}").format(title=choice.title.lower())
        self.buttons[-1].setAccessibleName(told)
        row.addLayout(buttons)
        card.body.addLayout(row)
        return card

    def _open(self, choice: Choice) -> None:
        self.accept()
        choice.open(self.desk)

    def _write_model(self, choice: Choice) -> None:
        from coprodesk.ui.ask_place import ask_file

        name = _("Modèle {title}").format(title=choice.title)
        path = ask_file(self.desk, self, name, f"{name}.xlsx", _("Classeur Excel (*.xlsx)"))
        if path is None:
            return
        try:
            printing.write_whole(path, tables.workbook_of([choice.model()]))
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        self.banner.say(
            _("Modèle écrit\u00a0: {name}. Remplacez sa ligne d’exemple par les vôtres.").format(
                name=path.name
            ),
            "ok",
        )


def open_centre(desk: Desk) -> ImportCentre:
    """Open the import centre over the window and return it."""
    centre = ImportCentre(desk)
    centre.open()
    return centre
