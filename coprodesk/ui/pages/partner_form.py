"""The forms of a partner: the institution, and somebody who speaks for it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from coprodesk.commands import partners as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import sort_key
from coprodesk.domain.i18n import _
from coprodesk.exchange.institution_article import guess_article
from coprodesk.queries import council
from coprodesk.queries import partners as queries
from coprodesk.queries.partners import PartnerSheet
from coprodesk.ui import paint
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.widgets.fields import DateField, Form, FormRow
from coprodesk.ui.widgets.filters import ComboBox

SHORT_NAME_LENGTH = 13
"""What a cell of the roll shows of a name."""


def line_field(text: str = "", most: int = 0) -> QLineEdit:
    """Return a field of one line, of `most` letters at most."""
    field = QLineEdit(text)
    field.setCursorPosition(0)  # a long text is read from its beginning
    field.setMinimumHeight(max(32, round(paint.line_height()) + 12))
    if most:
        field.setMaxLength(most)
    return field


def choice(pairs: Sequence[tuple[str, object]], chosen: object = None) -> ComboBox:
    """Return a list of « words, value » with `chosen` shown."""
    box = ComboBox()
    for words, value in pairs:
        box.addItem(words, value)
    found = box.findData(chosen)
    box.setCurrentIndex(max(found, 0))
    return box


def beside(form: Form, *rows: tuple[str, QWidget] | tuple[str, QWidget, str]) -> list[FormRow]:
    """Add labelled fields side by side to `form`."""
    made = [FormRow(*row) for row in rows]
    form.add_beside(*made)
    return made


class InstitutionForm(FormDialog):
    """A new partner, or the one of `sheet`; article and gender follow the name until chosen."""

    def __init__(
        self, desk: Desk, sheet: PartnerSheet | None = None, done: Callable[[int], object] | None = None
    ) -> None:
        title = _("Nouveau partenaire") if sheet is None else _("Modifier le partenaire")
        super().__init__(
            desk.shell, title, _("Ajouter") if sheet is None else _("Enregistrer"), self._submit_form
        )
        self.desk, self._sheet, self._done = desk, sheet, done
        self._guessing = sheet is None
        self.name = line_field("" if sheet is None else sheet.name)
        self.short_name = line_field("" if sheet is None else sheet.short_name, SHORT_NAME_LENGTH)
        self._make_choices(sheet)
        self.phone = line_field("" if sheet is None else sheet.phone)
        self.email = line_field("" if sheet is None else sheet.email)
        self._compose()
        self.name.textEdited.connect(self._guess)
        for box in (self.article, self.gender, self.number):
            box.activated.connect(self._stop_guessing)
        self.name.setFocus()

    def _make_choices(self, sheet: PartnerSheet | None) -> None:
        store = self.desk.store
        colleges = [(one.name, one.id) for one in council.colleges(store)]
        kinds = [(one.name, one.id) for one in council.member_kinds(store)]
        self.college = choice(colleges, sheet.college_id if sheet else None)
        self.kind = choice([(_("à préciser"), None), *kinds], sheet.member_kind_id if sheet else None)
        articles = [(word or _("aucun"), word) for word in ("", "le", "la", "l’", "les")]
        self.article = choice(articles, sheet.article if sheet else "")
        genders = [(_("féminin"), "f"), (_("masculin"), "m")]
        self.gender = choice(genders, sheet.gender if sheet else "m")
        numbers = [(_("singulier"), "s"), (_("pluriel"), "p")]
        self.number = choice(numbers, sheet.number if sheet else "s")
        self.agreement = DateField(sheet.agreement_on if sheet else None, today=self.desk.today)

    def _compose(self) -> None:
        self.form.add(_("&Nom"), self.name)
        beside(
            self.form,
            (_("Nom &court"), self.short_name, _("13 lettres au plus, pour l’appel")),
            (_("C&ollège"), self.college),
        )
        beside(self.form, (_("&Qualité"), self.kind), (_("Accord reç&u le"), self.agreement))
        beside(
            self.form,
            (_("&Article"), self.article, _("« le préfet », « la CPN »")),
            (_("&Genre"), self.gender),
            (_("No&mbre"), self.number),
        )
        beside(self.form, (_("&Téléphone"), self.phone), (_("Cou&rriel"), self.email))

    def _guess(self, name: str) -> None:
        if not self._guessing:
            return
        article, gender, number = guess_article(name)
        for box, value in ((self.article, article), (self.gender, gender), (self.number, number)):
            box.setCurrentIndex(max(box.findData(value), 0))

    def _stop_guessing(self) -> None:
        self._guessing = False

    def _submit_form(self) -> None:
        if self.agreement.pending():
            raise Refusal(_("La date de l’accord n’est pas comprise. Rien n’a été modifié. Corrigez-la."))
        fields = {
            "short_name": self.short_name.text(),
            "member_kind_id": self.kind.currentData(),
            "agreement_on": self.agreement.value(),
            "article": self.article.currentData(),
            "gender": self.gender.currentData(),
            "number": self.number.currentData(),
            "phone": self.phone.text().strip(),
            "email": self.email.text().strip(),
        }
        name, college_id = self.name.text(), self.college.currentData()
        if self._sheet is not None:
            commands.set_institution(
                self.desk.store, self._sheet.id, name=name.strip(), college_id=college_id, **fields
            )
            return
        added = commands.add_institution(self.desk.store, name, college_id, **fields)
        if self._done is not None:
            self._done(added)


class PersonForm(FormDialog):
    """Somebody who will sit: a new person, or one of the directory, as titular or substitute from a day."""

    def __init__(self, desk: Desk, sheet: PartnerSheet, rank: str) -> None:
        titular = rank == "titular"
        title = _("Nouveau titulaire") if titular else _("Nouveau suppléant")
        super().__init__(desk.shell, f"{title} · {sheet.short_name}", _("Ajouter"), self._submit_form)
        self.desk, self._institution_id, self._rank = desk, sheet.id, rank
        self._warned = ""
        people = sorted(queries.people(desk.store, desk.today()), key=lambda one: sort_key(one.last_name))
        known = [(" · ".join((one.name, *one.holds)), one.id) for one in people]
        self.known = choice([(_("une nouvelle personne"), None), *known])
        civilities = [("Mme", "Mme"), ("M.", "M."), ("Dr", "Dr"), (_("aucune"), "")]
        self.civility = choice(civilities, "Mme")
        self.first_name, self.last_name = line_field(), line_field()
        self.function, self.phone, self.email = line_field(), line_field(), line_field()
        self.since = DateField(desk.today(), today=desk.today)
        self._compose(sheet)
        self.known.currentIndexChanged.connect(self._choose)
        self.last_name.setFocus()

    def _compose(self, sheet: PartnerSheet) -> None:
        self.form.add(_("P&ersonne"), self.known)
        beside(
            self.form,
            (_("Ci&vilité"), self.civility),
            (_("&Prénom"), self.first_name),
            (_("&Nom"), self.last_name),
        )
        leaving = next((one for one in sheet.sitting if one.rank == "titular"), None)
        hint = ""
        if self._rank == "titular" and leaving is not None:
            hint = _("Le mandat de {name} prendra fin la veille.").format(name=leaving.name)
        beside(self.form, (_("&Fonction"), self.function), (_("&Depuis le"), self.since, hint))
        beside(self.form, (_("&Téléphone"), self.phone), (_("Cou&rriel"), self.email))

    def _choose(self) -> None:
        for field in (self.civility, self.first_name, self.last_name, self.phone, self.email):
            field.setEnabled(self.known.currentData() is None)

    def _submit_form(self) -> None:
        since = self.since.value()
        if since is None or self.since.pending():
            raise Refusal(_("Il manque le jour où le mandat commence. Rien n’a été modifié. Écrivez-le."))
        with self.desk.store.change(
            _("Nouveau titulaire") if self._rank == "titular" else _("Nouveau suppléant")
        ):
            person_id = self.known.currentData() or self._new_person()
            store, function = self.desk.store, self.function.text().strip()
            if self._rank == "titular":
                commands.replace_titular(
                    store, self._institution_id, person_id, from_date=since, function=function
                )
            else:
                commands.add_mandate(
                    store, person_id, self._institution_id, "substitute", from_date=since, function=function
                )

    def _new_person(self) -> int:
        """Add the person typed; a namesake is told once, and accepted when asked for again."""
        first_name, last_name = self.first_name.text().strip(), self.last_name.text().strip()
        warning = queries.homonym_warning(self.desk.store, first_name, last_name) or ""
        if warning and warning != self._warned:
            self._warned = warning
            raise Refusal(warning)
        return commands.add_person(
            self.desk.store,
            last_name,
            first_name=first_name,
            civility=self.civility.currentData(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
        )
