"""The empty tables to fill in are read back whole by the imports they are for."""

from datetime import date
from pathlib import Path

from coprodesk.domain.commitment_import import plan as plan_commitments
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.meeting_import import plan as plan_meetings
from coprodesk.domain.partner_import import plan as plan_partners
from coprodesk.domain.tables import DataTable
from coprodesk.exchange import commitment_sheet, import_models, meeting_sheet, partner_sheet
from coprodesk.exchange.columns import left_columns
from coprodesk.exchange.sheets import Sheet, read_sheet
from coprodesk.exchange.tables import workbook_of
from coprodesk.queries import commitment_import, meeting_import, partner_import
from coprodesk.store import Store

ON = date(2026, 10, 15)


def read(folder: Path, table: DataTable) -> Sheet:
    path = folder / "modele.xlsx"
    path.write_bytes(workbook_of([table]))
    return read_sheet(path)


def test_the_model_of_partners(example: Store, tmp_path: Path) -> None:
    sheet = read(tmp_path, import_models.partners())
    mapping = partner_sheet.suggest_mapping(sheet.header)
    assert not left_columns(sheet, mapping.values())
    found = partner_sheet.draft_partners(sheet, mapping)
    assert not found.problems
    (line,) = plan_partners(partner_import.known(example, ON), found.rows, on=ON).lines
    assert (line.fate, line.draft.person, line.draft.rank) == (Fate.CREATE, "Mme Camille EXEMPLE", "titular")
    assert line.draft.address == "1, rue de l’Exemple, 99000 Exemple-Ville"


def test_the_model_of_meetings(example: Store, tmp_path: Path) -> None:
    sheet = read(tmp_path, import_models.meetings("Plénière", ["DSDEN", "Parquet", "CPN"], ON))
    known = meeting_import.known(example)
    mapping = meeting_sheet.suggest_mapping(sheet.header)
    assert not left_columns(sheet, meeting_sheet.used_columns(sheet.header, mapping, known.keys))
    found = meeting_sheet.draft_meetings(sheet, mapping, known.keys, ON)
    assert not found.problems
    (draft,) = found.rows
    assert (draft.day, draft.starts_at, draft.ends_at) == (date(2025, 3, 14), "14:30", "16:30")
    assert [mark.presence for mark in draft.marks] == ["present", "represented", "excused"]
    assert plan_meetings(known, [draft], ON).lines[0].body == "Plénière"


def test_the_model_of_commitments(example: Store, tmp_path: Path) -> None:
    sheet = read(tmp_path, import_models.commitments(ON))
    mapping = commitment_sheet.suggest_mapping(sheet.header)
    assert not left_columns(sheet, mapping.values())
    found = commitment_sheet.draft_commitments(sheet, mapping, ON)
    assert not found.problems
    known = commitment_import.known(example)
    assert plan_commitments(known, found.rows).lines[0].draft.postponements == 1
