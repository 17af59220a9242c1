"""The dialog that makes a council: its facts with what the law makes of them, who sits, its file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coprodesk import places, session
from coprodesk.commands.council import seed
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, thousands
from coprodesk.domain.i18n import _
from coprodesk.domain.territory import Territory, law_words
from coprodesk.places import SUFFIX, PlaceKind, council_file
from coprodesk.store import Store, Writer
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.dialog import explain
from coprodesk.ui.new_council_steps import InstitutionsStep
from coprodesk.ui.pages.partner_form import beside, line_field
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.fields import Form

LEAST = QSize(640, 360)


def place_words(folder: Path) -> str:
    """Return a plain warning about a folder, '' for one of this machine."""
    return {
        PlaceKind.LOCAL: "",
        PlaceKind.NETWORK: _(
            "Ce dossier est sur le réseau\u00a0: une seule personne y écrit à la fois, et le fichier s’ouvre "
            "moins vite. Une coupure n’abîme pas ce qui est enregistré."
        ),
        PlaceKind.SYNCHRONISED: _(
            "Ce dossier est recopié ailleurs par un service de synchronisation\u00a0: des données du conseil "
            "sortiraient de ce poste. Préférez un dossier de la mairie."
        ),
    }[places.kind_of(folder)]


def file_name(commune: str) -> str:
    """Return « clspd-brevigny-sur-lorne.copro »."""
    words = re.findall(r"[a-z0-9]+", fold(commune))
    return "-".join(["clspd", *words])[:80] + SUFFIX


def _above(form: Form, words: Label) -> QWidget:
    """Return the form with a line below it, both at the top."""
    view = QWidget()
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(form)
    column.addWidget(words)
    column.addStretch(1)
    return view


def ask_new_council(parent: QWidget, folder: Path, made: Callable[[Store], object]) -> "NewCouncilDialog":
    """Ask for a new council, whose file is proposed in `folder`, and hand what was created to `made`."""
    dialog = NewCouncilDialog(parent, folder)

    def create(path: Path, facts: dict[str, Any]) -> None:
        from coprodesk.exchange.printing import make_folder

        def fill(change: Writer) -> None:
            seed(change, **facts)

        try:
            if path.parent == folder:  # proposed by us: a new account may have no Documents yet
                make_folder(folder)
            store = session.create_council(path, fill, _("Création du conseil"))
        except Refusal as refusal:
            dialog.refuse(str(refusal))
            return
        dialog.accept()
        made(store)

    dialog.chosen.connect(create)
    dialog.open()
    return dialog


class NewCouncilDialog(QDialog):
    """Three steps; `chosen(Path, dict)` tells path and facts; the caller creates, then accepts or refuses."""

    chosen = Signal(Path, dict)

    def __init__(self, parent: QWidget, suggested_folder: Path) -> None:
        super().__init__(parent)
        self._folder = suggested_folder
        self._own_name = self._own_place = False
        self.setWindowTitle(_("Créer le fichier du conseil"))
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self, "new_council")
        self.heading = Label("", "card")
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.institutions = InstitutionsStep()
        for view in (self._facts_view(), self.institutions, self._place_view()):
            self.stack.addWidget(view)
        self._next = make(self, _("Continuer"), self.go_on, shortcut="Ctrl+Return")
        self._create = make(self, _("Créer le fichier"), self.create_file, shortcut="Ctrl+Return")
        self._back = make(self, _("Revenir"), self.go_back, shortcut="Alt+Left", icon="chevron-left")
        self._compose()
        self._step(0)
        room = parent.window().size()
        self.resize(QSize(768, theme.px(600)).boundedTo(room - QSize(80, 60)).expandedTo(LEAST))

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 14)
        column.setSpacing(14)
        for widget in (self.heading, self.banner):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout()
        back = ActionButton(self._back)
        cancel = ActionButton(make(self, _("Annuler"), self.reject))
        for button in (back, cancel):
            button.setAutoDefault(False)
        self._next_button = ActionButton(self._next, "primary")
        self._create_button = ActionButton(self._create, "primary")
        row.addWidget(back)
        row.addStretch(1)
        for button in (cancel, self._next_button, self._create_button):
            row.addWidget(button)
        column.addLayout(row)

    def _facts_view(self) -> QWidget:
        form = Form()
        self.commune, self.name, self.population, self.district = (
            line_field(),
            line_field(),
            line_field(),
            line_field(),
        )
        self.intercommunal = CheckBox(_("Conseil de plusieurs communes (CISPD)"))
        form.add(_("&Commune ou intercommunalité"), self.commune)
        form.add(_("&Nom du conseil"), self.name, _("tel qu’il sera imprimé"))
        beside(
            form,
            (_("&Habitants"), self.population),
            (_("&Quartiers prioritaires"), self.district, _("leurs noms\u00a0; vide s’il n’y en a pas")),
        )
        form.add(_("&Périmètre"), self.intercommunal)
        self.law = Label("", "small", "run", wrap=True)
        self.law.setMinimumHeight(round(2 * paint.line_height("small")) + 4)
        self.law.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.commune.textEdited.connect(self._suggest_name)
        self.name.textEdited.connect(self._named)
        self.intercommunal.clicked.connect(self._suggest_name)
        for field in (self.population, self.district):
            field.textEdited.connect(self._tell_law)
        return _above(form, self.law)

    def _place_view(self) -> QWidget:
        form = Form()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.path = line_field()
        self.path.setAccessibleName(_("Fichier du conseil"))
        row.addWidget(self.path, 1)
        row.addWidget(ActionButton(make(self, _("Parcourir…"), self._browse, icon="folder-open")))
        self._path_row = form.add(
            _("Fichier du conseil"),
            holder,
            _("Un seul fichier contient tout. Des sauvegardes sont faites dans vos documents."),
        )
        self.warning = Label("", "small", "soon", wrap=True)
        self.path.textChanged.connect(self._warn)
        self.path.textEdited.connect(self._placed)
        return _above(form, self.warning)

    # What is typed

    def _suggest_name(self) -> None:
        if not self._own_name:
            commune = self.commune.text().strip()
            kind = "CISPD" if self.intercommunal.isChecked() else "CLSPD"
            self.name.setText(f"{kind} {_of(commune)}" if commune else "")
        self._tell_law()

    def _named(self) -> None:
        self._own_name = bool(self.name.text())

    def _placed(self) -> None:
        self._own_place = True

    def _tell_law(self) -> None:
        try:
            population = self._population()
        except Refusal:
            population = None
        self.law.setText(law_words(self._territory(population)))

    def _territory(self, population: int | None) -> Territory:
        return Territory(population, bool(self.district.text().strip()), self.intercommunal.isChecked())

    def _warn(self, text: str) -> None:
        self.warning.setText(place_words(Path(text).parent) if text.strip() else "")

    def _population(self) -> int | None:
        typed = "".join(self.population.text().split())
        if not typed:
            return None
        if not typed.isdecimal() or len(typed) > 8:
            raise Refusal(
                _(
                    "Le nombre d’habitants n’est pas compris. Rien n’a été créé. "
                    "Écrivez-le en chiffres, par exemple {example}."
                ).format(example=thousands(18640))
            )
        return int(typed)

    def _browse(self) -> None:
        picker = QFileDialog(self, _("Fichier du conseil"), self.path.text())
        picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        picker.setNameFilters([_("Fichiers de conseil (*.copro)")])
        picker.setDefaultSuffix(SUFFIX[1:])
        picker.fileSelected.connect(self._picked)
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def _picked(self, name: str) -> None:
        self._own_place = True
        self.path.setText(name)

    # The three steps

    def result_facts(self) -> tuple[Path, dict[str, Any]]:
        """Return the path and the facts as `commands.council.seed` takes them. Raises Refusal."""
        path = Path(self.path.text().strip()).expanduser()
        facts = {**self._council(), "institutions": self.institutions.chosen()}
        return council_file(path), facts

    def _council(self) -> dict[str, Any]:
        name, commune = self.name.text().strip(), self.commune.text().strip()
        if not commune:
            raise Refusal(_("La commune manque. Rien n’a été créé. Écrivez-la pour continuer."))
        if not name:
            raise Refusal(_("Le conseil doit avoir un nom. Rien n’a été créé. Écrivez-le pour continuer."))
        return {
            "name": name,
            "commune": commune,
            "population": self._population(),
            "priority_district": self.district.text().strip(),
            "kind": "intercommunal" if self.intercommunal.isChecked() else "communal",
        }

    def go_on(self) -> None:
        """Go to who sits once the facts hold, then to the place of the file."""
        try:
            facts = self._council()
        except Refusal as refusal:
            self.refuse(str(refusal))
            return
        if self.stack.currentIndex() == 0:
            self.institutions.load(self._territory(facts["population"]))
            if not self._own_place:
                self.path.setText(str(self._folder / file_name(facts["commune"])))
        self._step(self.stack.currentIndex() + 1)

    def go_back(self) -> None:
        """Go to the step before; what was typed and ticked stays."""
        self._step(self.stack.currentIndex() - 1)

    def create_file(self) -> None:
        """Tell the caller what to create; an existing file is never replaced."""
        self.banner.clear()
        if not self.path.text().strip():
            self.refuse(_("L’emplacement manque. Rien n’a été créé. Choisissez un fichier."))
            return
        path, facts = self.result_facts()
        if places.is_file(path):
            self.refuse(
                _("« {name} » existe déjà. Il n’a pas été touché. Choisissez un autre nom.").format(
                    name=path.name
                )
            )
            return
        self.chosen.emit(path, facts)

    def refuse(self, sentence: str) -> None:
        """Show why it was not done; the dialog stays."""
        self.banner.say(sentence, "late")

    def _step(self, step: int) -> None:
        headings = (
            _("1. Le conseil"),
            _("2. Les institutions habituelles"),
            _("3. L’emplacement du fichier"),
        )
        first = (self.commune, self.institutions.first_focus(), self.path)
        last = step == len(headings) - 1
        self.banner.clear()
        self.heading.setText(headings[step])
        self.stack.setCurrentIndex(step)
        for action, on in ((self._next, not last), (self._create, last), (self._back, step > 0)):
            action.setVisible(on)
            action.setEnabled(on)
        (self._create_button if last else self._next_button).setDefault(True)
        first[step].setFocus()


def _of(commune: str) -> str:
    """Return « de Brévigny », « d’Arles », « du Mans », « des Ulis »."""
    start = fold(commune)
    for article, contracted in (("le ", _("du")), ("les ", _("des"))):
        if start.startswith(article):
            return f"{contracted} {commune[len(article) :]}"
    return f"d’{commune}" if start[:1] in set("aeiouyh") else f"de {commune}"
