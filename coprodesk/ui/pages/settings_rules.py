"""Settings of the rules of procedure, and the thresholds of the attention list."""

from PySide6.QtWidgets import QWidget

from coprodesk.domain.attendance import AbsenteeThresholds
from coprodesk.domain.commitments import SILENT_DAYS, SOON_DAYS
from coprodesk.domain.french import percent
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import CONVENING_DAYS, OBSERVATION_DAYS, REPLY_DAYS
from coprodesk.queries import council as queries
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.settings_parts import ChoiceRow, Number, NumberRow, SectionView, form_card
from coprodesk.ui.theme import Label


class _Kept(SectionView):
    """A section whose rows are settings of the council file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.numbers: dict[str, NumberRow] = {}
        self.choices: dict[str, ChoiceRow] = {}

    def number(self, number: Number) -> NumberRow:
        """Return the row of a number, read again with the section."""
        self.numbers[number.name] = NumberRow(self.desk, number)
        return self.numbers[number.name]

    def choice(self, name: str, label: str, sentence: str, *pairs: tuple[str, str | None]) -> ChoiceRow:
        """Return the row of a choice, read again with the section; the first is the usual one."""
        self.choices[name] = ChoiceRow(self.desk, name, label, sentence, pairs)
        return self.choices[name]

    def refresh(self) -> None:
        """Read what the file holds."""
        held = queries.settings(self.desk.store)
        rows: list[NumberRow | ChoiceRow] = [*self.numbers.values(), *self.choices.values()]
        for row in rows:
            row.load(held)

    def first_field(self) -> QWidget:
        """Return the first number."""
        return next(iter(self.numbers.values())).editor


class RulesSection(_Kept):
    """The delays, how minutes are approved, and what is printed of presence and of restricted items."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.add(form_card(_("Délais"), *self._delays(), facts=_("ceux de votre règlement intérieur")))
        self.add(form_card(_("Approbation et diffusion"), *self._approval()))

    def _delays(self) -> list[NumberRow]:
        return [
            self.number(one)
            for one in (
                Number(
                    "convening_days",
                    _("Convocation, en jours avant la réunion"),
                    _("Une convocation plus tardive est signalée, jamais empêchée."),
                    CONVENING_DAYS,
                    365,
                ),
                Number(
                    "reply_days",
                    _("Réponse attendue, en jours avant la réunion"),
                    _("Date limite de réponse écrite sur la convocation."),
                    REPLY_DAYS,
                    365,
                ),
                Number(
                    "observation_days",
                    _("Observations, en jours après l’envoi du compte rendu"),
                    _("Temps laissé aux membres pour demander une correction."),
                    OBSERVATION_DAYS,
                    365,
                ),
            )
        ]

    def _approval(self) -> list[ChoiceRow]:
        return [
            self.choice(
                "silent_approval",
                _("Sans observation dans le délai"),
                _("Ce que le projet de compte rendu annonce à ses lecteurs."),
                (_("le compte rendu est réputé approuvé"), None),
                (_("il reste à approuver en séance"), "no"),
            ),
            self.choice(
                "participation",
                _("Participation imprimée"),
                _("Le nombre de présents, dans les comptes rendus et le bilan annuel."),
                (_("sur les documents du secrétariat seulement"), None),
                (_("sur tous les documents"), "yes"),
                (_("jamais"), "no"),
            ),
            self.choice(
                "restricted_placeholder",
                _("À la place d’un point restreint"),
                _("Ce que lit, à cet endroit, celui qui n’a pas à le connaître."),
                (_("rien"), None),
                (_("«\u00a0[point traité en groupe restreint]\u00a0», à son numéro"), "placeholder"),
            ),
        ]


class ThresholdsSection(_Kept):
    """From when the attention list of the first page tells of somebody or something."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        usual = AbsenteeThresholds()
        third = _("un tiers, {third}").format(third=percent(usual.rate_below))
        absences = (
            Number(
                "absentee_minimum",
                _("À partir de combien de convocations"),
                _("Moins de convocations ne permettent pas de juger."),
                usual.minimum_convened,
            ),
            Number(
                "absentee_percent",
                _("Présence sous, en %"),
                _("Un partenaire moins souvent présent est à relancer."),
                0,
                100,
                blank=third,
            ),
            Number(
                "absentee_streak",
                _("Ou absent tant de fois de suite"),
                _("Compte aussi les absences excusées."),
                usual.streak,
            ),
        )
        promises = (
            Number(
                "soon_days",
                _("Échéance proche, en jours avant"),
                _("Un engagement passe en «\u00a0échéance proche\u00a0»."),
                SOON_DAYS,
            ),
            Number(
                "silent_days",
                _("Engagement sans nouvelle, en jours"),
                _("Un engagement dont personne ne dit rien est signalé."),
                SILENT_DAYS,
            ),
        )
        self.add(form_card(_("Absences répétées"), *map(self.number, absences)))
        card = form_card(_("Engagements"), *map(self.number, promises))
        told = _("Ces seuils ne servent qu’au secrétariat\u00a0: aucun document diffusé n’en dépend.")
        card.body.addWidget(Label(told, "small", "text2", wrap=True))
        self.add(card)
