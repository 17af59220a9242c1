"""Taking past meetings from a calendar: the file, its columns, a look, then one step."""

from collections.abc import Callable

from coprodesk.commands import meeting_import as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meeting_import import Known, Plan, PlannedLine, plan
from coprodesk.exchange.meeting_sheet import (
    REQUIRED,
    Field,
    MeetingDrafts,
    draft_meetings,
    field_label,
    suggest_mapping,
    used_columns,
)
from coprodesk.exchange.sheets import Sheet
from coprodesk.queries.meeting_import import facts_words, known, line_words
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_body import BodyChoice
from coprodesk.ui.pages.import_columns import Columns
from coprodesk.ui.pages.import_dialog import ImportDialog
from coprodesk.ui.pages.import_preview import PreviewLine, left_out, remarks_by_line

SHOWN_FIRST = (
    Field.BODY,
    Field.DATE,
    Field.START,
    Field.END,
    Field.PLACE,
    Field.CHAIR,
    Field.NUMBER,
    Field.PRESENT,
    Field.EXCUSED,
    Field.ABSENT,
)
"""The fields in the order in which a person thinks of them."""


class ImportMeetingsDialog(ImportDialog[Field]):
    """The import of past meetings; « Séances de » is for the lines that name no body."""

    def __init__(self, desk: Desk) -> None:
        self._drafts = MeetingDrafts((), ())
        self._plan = Plan(())
        self._known: Known = known(desk.store)
        self.body = BodyChoice(desk, _("&Séances de"), _("le groupe que dit le tableau"))
        super().__init__(
            desk,
            _("Importer des séances passées"),
            _(
                "Un classeur (.xlsx, .ods, .xls) ou un texte .csv, une ligne par séance. Une colonne au nom "
                "de chaque partenaire dit qui est venu\u00a0: P présent, R représenté, E excusé, A absent, "
                "N non convoqué."
            ),
            Columns("meetings", SHOWN_FIRST, REQUIRED, field_label, suggest_mapping),
            _("Séance"),
            self.body,
        )

    def used_columns(self, header: tuple[str, ...]) -> set[int]:
        """Return the columns that give something: those of partners give their presence."""
        return used_columns(header, self.mapping(), self._known.keys)

    def draft(self, sheet: Sheet) -> None:
        """Read the drafts from the columns chosen. Raises Refusal without a column of dates."""
        self._drafts = draft_meetings(sheet, self.mapping(), self._known.keys, self.desk.today())

    def plan(self) -> list[PreviewLine]:
        """Plan the drafts, each line of the body it names, else of the one chosen."""
        self._plan = plan(self._known, self._drafts.rows, self.desk.today(), self.body.body_id())
        words = remarks_by_line(self._drafts.problems)
        return [
            *(_line(one, words(one.draft.line, one.remarks)) for one in self._plan.lines),
            *left_out(self._drafts.problems),
        ]

    def write(self, tell: Callable[[int], bool]) -> str:
        """Import the lines planned, in one step that « Annuler » takes back."""
        commands.import_meetings(self.desk.store, self._plan, tell=tell)
        number = self._plan.changing
        return ngettext("{n} séance importée", "{n} séances importées", number).format(n=number)


def _line(one: PlannedLine, remarks: str) -> PreviewLine:
    what = one.body or one.draft.body or _("groupe non indiqué")
    return PreviewLine(one.draft.line, what, facts_words(one), line_words(one), one.fate, remarks)


def open_import(desk: Desk) -> ImportMeetingsDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportMeetingsDialog(desk)
    dialog.open()
    return dialog
