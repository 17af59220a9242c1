"""Empty tables to fill in: the titles that each import recognises, and one line as an example."""

from collections.abc import Sequence
from datetime import date

from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.tables import DataTable, Value
from coprodesk.exchange import commitment_sheet, meeting_sheet, partner_sheet


@on_paper()
def partners() -> DataTable:
    """Return the table of partners and people."""
    one = partner_sheet.Field
    example = {
        one.INSTITUTION: _("Collège Jean-Moulin"),
        one.SHORT_NAME: _("Collège"),
        one.COLLEGE: _("Éducation"),
        one.CIVILITY: "Mme",
        one.FIRST_NAME: "Camille",
        one.LAST_NAME: "EXEMPLE",
        one.FUNCTION: _("principale"),
        one.RANK: _("titulaire"),
        one.PHONE: "01 99 00 00 00",
        one.EMAIL: "camille.exemple@college.example",
        one.ADDRESS: _("1, rue de l’Exemple"),
        one.POSTCODE: "99000",
        one.TOWN: _("Exemple-Ville"),
    }
    titles = tuple(partner_sheet.field_label(field) for field in example)
    return DataTable(_("Partenaires et personnes"), titles, (tuple(example.values()),))


@on_paper()
def meetings(body: str, institutions: Sequence[str], on: date) -> DataTable:
    """Return the calendar of past meetings, with one column of presence for each institution."""
    one = meeting_sheet.Field
    example: dict[meeting_sheet.Field, Value] = {
        one.BODY: body or _("Plénière"),
        one.DATE: date(on.year - 1, 3, 14),
        one.START: "14 h 30",
        one.END: "16 h 30",
        one.PLACE: _("Salle du conseil"),
        one.CHAIR: _("Mme Camille EXEMPLE, maire"),
        one.NUMBER: f"{on.year - 1}-01",
    }
    titles = tuple(meeting_sheet.field_label(field) for field in example)
    marks = tuple("PREA"[number % 4] for number in range(len(institutions)))
    return DataTable(_("Séances passées"), (*titles, *institutions), ((*example.values(), *marks),))


@on_paper()
def commitments(on: date) -> DataTable:
    """Return the follow-up table of commitments."""
    one = commitment_sheet.Field
    example: dict[commitment_sheet.Field, Value] = {
        one.REFERENCE: f"E-{on.year - 1}-01",
        one.WHAT: _("Ouvrir une permanence d’accueil le mercredi après-midi"),
        one.LEAD: _("Mission locale"),
        one.REFERENT: _("Mme Camille EXEMPLE, directrice"),
        one.THEME: "",
        one.DECIDED_ON: date(on.year - 1, 3, 14),
        one.INITIAL_DUE: date(on.year - 1, 9, 30),
        one.CURRENT_DUE: date(on.year, 12, 31),
        one.POSTPONEMENTS: 1,
        one.STATE: _("en cours"),
        one.CONTRIBUTORS: "",
        one.NEWS: "",
    }
    titles = tuple(commitment_sheet.field_label(field) for field in example)
    return DataTable(_("Engagements"), titles, (tuple(example.values()),))
