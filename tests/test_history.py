"""The journal in words."""

from datetime import date

from coprodesk.commands import commitments, council
from coprodesk.queries import history as questions
from coprodesk.store import Store, schema

ON = date(2026, 10, 15)


def test_every_column_has_a_french_label(store: Store) -> None:
    for table in schema.MODEL:
        assert table in questions.nouns(), table
        for row in store.rows(f"PRAGMA table_info({table})"):
            column = row["name"]
            assert questions.field_label(table, column) != column, f"{table}.{column}"
    assert questions.field_label("commitment", "inconnu") == "inconnu"


def test_steps_and_their_details(example: Store) -> None:
    commitments.postpone_commitment(example, 4, date(2026, 12, 1), on=ON)
    example.undo()
    undone, done = questions.history(example, 2)
    assert (undone.kind_label, done.kind_label) == ("Annulé", "Acte")
    assert done.words == "Report d’échéance au 01/12/2026"
    assert undone.words == "Annulation\u00a0: Report d’échéance au 01/12/2026"
    assert done.touched == ("1 engagement", "1 ligne de suivi")
    changed, added = questions.step_details(example, done.seq)
    assert (changed.title, changed.act, added.act) == ("E-2025-04", "modifié", "ajouté")
    (field,) = changed.fields
    assert (field.label, field.before, field.after) == ("Échéance actuelle", "30/09/2026", "01/12/2026")
    shown = {one.label: one.after for one in added.fields}
    assert shown["Engagement"] == "E-2025-04"
    assert [step.seq for step in questions.of_row(example, "commitment", 4)] == [undone.seq, done.seq]


def test_a_step_done_again_says_so(example: Store) -> None:
    council.add_theme(example, "Nuit")
    label = example.undo()
    example.redo()
    assert questions.history(example, 1)[0].words == f"Rétablissement\u00a0: {label}"


def test_links_and_truths_are_words(example: Store) -> None:
    commitments.set_commitment(example, 4, lead_id=6, level="public")
    (detail,) = questions.step_details(example, questions.history(example, 1)[0].seq)
    words = {field.label: (field.before, field.after) for field in detail.fields}
    assert words == {"Pilote": ("DSDEN", "PJJ"), "Diffusion": ("Partenaires", "Public")}
    council.set_college_counted(example, 2, False)
    (detail,) = questions.step_details(example, questions.history(example, 1)[0].seq)
    assert (detail.fields[0].before, detail.fields[0].after) == ("oui", "non")


def test_pages_and_text(example: Store) -> None:
    for n in range(7):
        council.add_theme(example, f"Écoles {n}")
    pages: list[int] = []
    before = None
    while steps := questions.history(example, 3, before):
        pages += [step.seq for step in steps]
        before = steps[-1].seq
    assert pages == sorted(pages, reverse=True)
    assert len(pages) == example.rows("SELECT count(*) FROM journal_step")[0][0]
    assert len(questions.history(example, 50, text="ECOLES")) == 7
    assert [step.label for step in questions.history(example, 50, text="écoles 4")] == [
        "Ajout du thème «\u00a0Écoles 4\u00a0»"
    ]
    assert not questions.history(example, 50, text="ecoles 9")


def test_a_setting_is_told_as_its_page_calls_it(example: Store) -> None:
    council.set_setting(example, "reply_days", "9")
    example_columns = '[{"what": "partners", "header": "aa", "columns": {"name": 0}}]'
    council.set_setting(example, "import_columns", example_columns)
    reply, columns = (
        questions.step_details(example, one.seq)[0] for one in reversed(questions.history(example, 2))
    )
    assert reply.title == "Réponse attendue, en jours avant la réunion"
    assert columns.title == "Colonnes du dernier import"
    shown = [change.after for one in (reply, columns) for change in one.fields]
    assert not any("import_columns" in text or "[{" in text or "reply_days" in text for text in shown), shown
