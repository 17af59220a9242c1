"""The minutes as a record: published, validated, approved, rectified, and the text that follows."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from coprodesk.commands import agenda, attendance, commitments, meetings, minutes, records
from coprodesk.commands.council import set_setting
from coprodesk.documents import plain
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.minutes import Copy, VersionState
from coprodesk.domain.records import RecordKind
from coprodesk.exchange import council_json
from coprodesk.exchange import versions as versions_made
from coprodesk.exchange.versions import PublishedVersion, prepare_version, render_version
from coprodesk.queries import home, versions
from coprodesk.queries import meetings as meeting_queries
from coprodesk.queries.minutes import document_data, documents, minutes_document
from coprodesk.queries.publishing import audiences_published, next_minutes
from coprodesk.store import Store, create
from coprodesk.store.driver import IntegrityError
from tests.conftest import FrozenClock, opening_in
from tests.pdf_structure import sound
from tests.test_print_runs import doubt

PARTNERS, PUBLIC = Audience(Level.PARTNERS), Audience(Level.PUBLIC)
LOCKED = "ce compte rendu est approuvé. Rien n’a changé. Créez un rectificatif"


def number(store: Store, name: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (name,))[0]["id"])


@pytest.fixture
def held(example: Store) -> int:
    return number(example, "2026-02")


def made(store: Store, meeting_id: int, audience: Audience = PARTNERS, **more: object) -> PublishedVersion:
    return render_version(prepare_version(store, meeting_id, audience, **more))


def quick(store: Store, meeting_id: int, audience: Audience = PARTNERS, **more: object) -> Copy:
    """Return a copy whose pages nobody looks at."""
    prepared = prepare_version(store, meeting_id, audience, **more)
    return Copy(audience.level, b"%PDF essai", hashlib.sha256(prepared.data).hexdigest())


def publish(store: Store, meeting_id: int, audience: Audience = PARTNERS) -> int:
    return minutes.freeze_minutes(store, meeting_id, quick(store, meeting_id, audience))


def told(store: Store, meeting_id: int) -> list[tuple[int, VersionState, Level]]:
    return [(one.version, one.state, one.audience) for one in versions.versions(store, meeting_id)]


def approve_by_silence(store: Store, clock: FrozenClock, meeting_id: int) -> None:
    publish(store, meeting_id)
    clock.advance(days=16)
    on = store.clock().date()
    copy = quick(store, meeting_id, wanted=VersionState.APPROVED, approved_on=on)
    minutes.approve_minutes(store, meeting_id, [copy])


def text_of(published: PublishedVersion) -> str:
    return plain.render(published.printed.document).replace("\u00a0", " ")


def embedded(pdf: bytes) -> dict[str, bytes]:
    found = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    return {name: data[0] for name, data in found.items()}


# ---- what is found in a copy


def test_nothing_doubtful_is_frozen_before_somebody_read_it(
    example: Store, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt(example, held)
    version = made(example, held)
    with pytest.raises(Refusal, match=r"Compte rendu v1\.pdf.*Rien n’est sorti"):
        version.copy  # noqa: B018
    read = replace(version, printed=replace(version.printed, confirmed=True))
    assert read.copy.pdf == version.printed.pdf
    # The twin: without the gate it would be kept for good.
    monkeypatch.setattr(versions_made.printing, "let_out", lambda *_papers: None)
    assert version.copy == read.copy


# ---- the life


def test_the_whole_life_of_the_minutes(example: Store, clock: FrozenClock, held: int) -> None:
    undo = example.undo_label
    first = made(example, held)
    assert "Projet v1 du 15 octobre 2026" in text_of(first)
    assert "Projet v1 soumis à observations jusqu’au 30 octobre 2026" in text_of(first)
    minutes.freeze_minutes(example, held, first.copy)
    publish(example, held, PUBLIC)
    validated = made(example, held, wanted=VersionState.VALIDATED)
    assert "Validé le 15 octobre 2026, version 2" in text_of(validated)
    minutes.validate_minutes(example, held, [validated.copy])
    publish(example, held, PUBLIC)
    clock.advance(days=16)
    on = example.clock().date()
    approved = made(example, held, wanted=VersionState.APPROVED, approved_on=on)
    assert "Approuvé le 31 octobre 2026, version 3" in text_of(approved)
    minutes.approve_minutes(example, held, [approved.copy])
    publish(example, held, PUBLIC)
    minutes.start_rectification(example, held, "Nom corrigé")
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ? ORDER BY position", (held,))[2]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Mme Solène MARQUEVAL était présente.")
    rectified = made(example, held)
    words = text_of(rectified)
    assert "Rectifié, version 4" in words
    assert "remplace la version 3 (empreinte " in words
    assert "Motif : Nom corrigé" in words
    assert "Point 3, information : ajout de « Mme Solène MARQUEVAL était présente. »" in words
    minutes.freeze_minutes(example, held, rectified.copy)
    assert told(example, held) == [
        (4, VersionState.RECTIFIED, Level.PARTNERS),
        (3, VersionState.APPROVED, Level.PUBLIC),
        (3, VersionState.APPROVED, Level.PARTNERS),
        (2, VersionState.VALIDATED, Level.PUBLIC),
        (2, VersionState.VALIDATED, Level.PARTNERS),
        (1, VersionState.PROPOSED, Level.PUBLIC),
        (1, VersionState.PROPOSED, Level.PARTNERS),
    ]
    last = versions.versions(example, held)[0]
    assert last.reason == "Nom corrigé"
    assert [one.replace("\u00a0", " ") for one in last.changes] == [
        "Point 3, information : ajout de « Mme Solène MARQUEVAL était présente. »"
    ]
    assert versions.standing(example, held).locked
    assert audiences_published(example, held) == [Level.PUBLIC, Level.PARTNERS]
    assert example.undo_label not in (undo, None), "only the opening and the correction may be undone"


def test_a_version_keeps_its_data_its_pages_and_what_made_them(example: Store, held: int) -> None:
    published = made(example, held)
    kept = minutes.freeze_minutes(example, held, published.copy)
    (row,) = versions.versions(example, held)
    assert row.id == kept
    pdf = versions.version_pdf(example, kept)
    assert pdf == published.copy.pdf
    assert row.pdf == hashlib.sha256(pdf).hexdigest()
    data = example.rows("SELECT data FROM blob WHERE sha256 = ?", (row.data,))[0]["data"]
    assert row.data == row.digest == hashlib.sha256(data).hexdigest()
    assert json.loads(data)["version"] == 1
    assert row.program.startswith("CoproDesk ")
    assert "SourceSansPro" in row.fonts
    assert published.printed.file_name == "2026-02 Compte rendu v1.pdf"


def test_a_print_is_the_frozen_version_only_while_it_says_just_the_same(example: Store, held: int) -> None:
    assert minutes_document(example, held, PARTNERS).version == 0
    publish(example, held)
    live = minutes_document(example, held, PARTNERS)
    assert (live.version, live.version_state) == (1, VersionState.PROPOSED)
    assert hashlib.sha256(document_data(live)).hexdigest() == versions.versions(example, held)[0].digest
    assert minutes_document(example, held, PUBLIC).version == 0
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Un mot de plus.")
    changed = minutes_document(example, held, PARTNERS)
    assert (changed.version, changed.version_state) == (0, None)


def test_a_text_corrected_after_validation_is_a_proposal_again(example: Store, held: int) -> None:
    minutes.validate_minutes(example, held, [quick(example, held, wanted=VersionState.VALIDATED)])
    assert next_minutes(example, held, PUBLIC).version_state is VersionState.VALIDATED
    meetings.create_meeting(example, 2, date(2026, 12, 3), "14:30")
    assert minutes_document(example, held, PARTNERS).version_state is VersionState.VALIDATED, "same text"
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Une observation reçue.")
    assert next_minutes(example, held, PUBLIC).version_state is VersionState.PROPOSED
    assert minutes_document(example, held, PARTNERS).version_state is None


def test_what_changed_while_the_pages_were_set_is_not_frozen(example: Store, held: int) -> None:
    late = quick(example, held)
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Écrit pendant la mise en page.")
    twice = quick(example, held)
    minutes.freeze_minutes(example, held, twice)
    for copy in (late, twice):
        with pytest.raises(Refusal, match="ont changé pendant la mise en page"):
            minutes.freeze_minutes(example, held, copy)
    assert len(versions.versions(example, held)) == 1


def test_nothing_is_frozen_before_the_meeting_is_held_or_without_pages(example: Store, held: int) -> None:
    coming = number(example, "2026-03")
    with pytest.raises(Refusal, match="n’est pas levée"):
        minutes.freeze_minutes(example, coming, Copy(Level.PARTNERS, b"%PDF", "0" * 64))
    with pytest.raises(Refusal, match="vide"):
        minutes.freeze_minutes(example, held, Copy(Level.PARTNERS, b"", quick(example, held).digest))
    for verb in (minutes.validate_minutes,):
        with pytest.raises(Refusal, match="Aucune copie"):
            verb(example, held, [])
    assert documents(example) == ()


# ---- approval


def test_where_silence_approves_nothing_only_a_meeting_can(
    example: Store, clock: FrozenClock, held: int
) -> None:
    set_setting(example, "silent_approval", "no")
    publish(example, held)
    clock.advance(days=60)
    on = clock.now.date()
    asked = [line.text for line in home.home(example, on).minutes if line.meeting_id == held]
    assert "approuver" not in asked[0]
    copy = quick(example, held, wanted=VersionState.APPROVED, approved_on=on)
    with pytest.raises(Refusal, match="le silence n’approuve pas"):
        minutes.approve_minutes(example, held, [copy])


def test_silence_approves_only_after_the_delay_and_never_by_itself(
    example: Store, clock: FrozenClock, held: int
) -> None:
    on = example.clock().date()
    early = quick(example, held, wanted=VersionState.APPROVED, approved_on=on)
    with pytest.raises(Refusal, match="Publiez d’abord"):
        minutes.approve_minutes(example, held, [early])
    publish(example, held)
    clock.advance(days=15)
    asked = [line.text for line in home.home(example, clock.now.date()).minutes if line.meeting_id == held]
    assert "approuver" not in asked[0]
    with pytest.raises(Refusal, match="30/10/2026"):
        minutes.approve_minutes(example, held, [early])
    clock.advance(days=1)
    (line,) = [one for one in home.home(example, clock.now.date()).minutes if one.meeting_id == held]
    assert line.text.replace("\u00a0", " ").startswith("Délai d’observation passé le 30")
    assert "l’approuver" in line.text
    assert versions.standing(example, held).state is VersionState.PROPOSED, "nothing changes by itself"
    on = clock.now.date()
    copy = quick(example, held, wanted=VersionState.APPROVED, approved_on=on)
    minutes.approve_minutes(example, held, [copy])
    row = meeting_queries.meeting(example, held)
    assert row is not None
    assert row.approved_on == on
    assert row.minutes_step is meeting_queries.MinutesStep.APPROVED
    assert not [one for one in home.home(example, on).minutes if one.meeting_id == held]
    with pytest.raises(Refusal, match="déjà approuvé"):
        minutes.approve_minutes(example, held, [copy])


def test_a_meeting_approves_in_one_act_and_its_item_is_filled(
    example: Store, clock: FrozenClock, held: int
) -> None:
    later = number(example, "2026-03")
    clock.advance(days=35)
    on = clock.now.date()
    assert on == date(2026, 11, 19)
    copy = quick(example, held, wanted=VersionState.APPROVED, approved_on=on)
    with pytest.raises(Refusal, match="ouverte ou tenue"):
        minutes.approve_minutes(example, held, [copy], at_meeting_id=later)
    meetings.open_meeting(example, later, "14:30")
    assert versions.approving_meetings(example, held, on)[0][0] == later
    steps = example.rows("SELECT count(*) FROM journal_step")[0][0]
    minutes.approve_minutes(example, held, [copy], at_meeting_id=later)
    assert example.rows("SELECT count(*) FROM journal_step")[0][0] == steps + 1
    (item,) = example.rows("SELECT * FROM agenda_item WHERE approves_id = ?", (held,))
    assert item["outcome"] == Outcome.TREATED
    (said,) = example.rows("SELECT * FROM record WHERE agenda_item_id = ?", (item["id"],))
    assert said["text"] == (
        "Le compte rendu de la réunion du 24 septembre 2026 (Formation restreinte) "
        "est approuvé sans observation."
    )
    assert told(example, held) == [(1, VersionState.APPROVED, Level.PARTNERS)]
    assert versions.standing(example, held).approved_on == on


def test_an_item_treated_at_a_meeting_approves_too_and_copies_say_so(example: Store) -> None:
    june = number(example, "2026-01")
    assert versions.standing(example, june).state is VersionState.APPROVED
    published = made(example, june)
    assert "Approuvé le 24 septembre 2026, version 1" in text_of(published)
    minutes.freeze_minutes(example, june, published.copy)
    with pytest.raises(Refusal, match="déjà publiée\u00a0: c’est la version 1"):
        prepare_version(example, june, PARTNERS)
    assert prepare_version(example, june, PUBLIC).version == 1


# ---- the text of approved minutes


def refused(act: object, *arguments: object, **more: object) -> bool:
    try:
        act(*arguments, **more)
    except Refusal as refusal:
        return LOCKED in str(refusal)
    return False


def acts_on(store: Store, meeting_id: int) -> list[bool]:
    """Try everything that would change the paper, each alone; return whether it was refused."""
    rows = store.rows("SELECT * FROM agenda_item WHERE meeting_id = ? ORDER BY position", (meeting_id,))
    first, last = rows[0]["id"], rows[-1]["id"]
    said = store.rows("SELECT id FROM record WHERE agenda_item_id = ?", (rows[2]["id"],))[0]["id"]
    entry = store.rows("SELECT id FROM roll_entry WHERE meeting_id = ?", (meeting_id,))[0]["id"]
    promised = store.rows(
        "SELECT id FROM commitment WHERE agenda_item_id IN (SELECT id FROM agenda_item WHERE meeting_id = ?)",
        (meeting_id,),
    )[0]["id"]
    on = date(2026, 10, 15)
    return [
        refused(records.add_record, store, first, RecordKind.INFORMATION, "Ajout"),
        refused(records.set_record, store, said, text="Autre"),
        refused(records.move_record, store, said, 1),
        refused(agenda.set_item, store, first, title="Autre"),
        refused(agenda.set_outcome, store, last, Outcome.WITHDRAWN),
        refused(agenda.move_item, store, last, -1),
        refused(agenda.indent_item, store, last),
        refused(agenda.outdent_item, store, last),
        refused(agenda.set_section, store, first, "Partie"),
        refused(agenda.add_item, store, meeting_id, "Ajout"),
        refused(attendance.set_presence, store, entry, Presence.EXCUSED),
        refused(attendance.add_guest, store, meeting_id, "M. X"),
        refused(meetings.set_meeting, store, meeting_id, place="Ailleurs"),
        refused(commitments.add_commitment, store, "Agir", decided_on=on, agenda_item_id=first),
        refused(commitments.set_commitment, store, promised, what="Autre promesse"),
        refused(commitments.delete_commitment, store, promised),
        refused(records.delete_record, store, said),
        refused(agenda.delete_item, store, last),
        refused(meetings.reopen_meeting, store, meeting_id),
    ]


def test_approved_minutes_are_locked_until_a_rectification_is_opened(
    example: Store, clock: FrozenClock, held: int
) -> None:
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[2]["id"]
    promised = commitments.add_commitment(
        example, "Agir", decided_on=date(2026, 9, 24), lead_id=1, agenda_item_id=item
    )
    approve_by_silence(example, clock, held)
    before = versions.versions(example, held)[0].digest
    assert all(acts_on(example, held))
    assert versions.versions(example, held)[0].digest == before
    commitments.keep_commitment(example, promised, done_on=clock.now.date())
    commitments.set_commitment(example, promised, note="Suivi")
    with pytest.raises(Refusal, match="motif"):
        minutes.start_rectification(example, held, "  ")
    minutes.start_rectification(example, held, "Erreur de nom")
    with pytest.raises(Refusal, match="déjà ouvert"):
        minutes.start_rectification(example, held, "Encore")
    example.undo()
    assert versions.standing(example, held).locked
    example.redo()
    assert not any(acts_on(example, held)), "sabotage: without the lock every act goes through"


def test_a_rectification_needs_approved_minutes(example: Store, held: int) -> None:
    publish(example, held)
    with pytest.raises(Refusal, match="n’est pas approuvé"):
        minutes.start_rectification(example, held, "Erreur")


def test_a_rectification_that_is_published_locks_the_text_again(
    example: Store, clock: FrozenClock, held: int
) -> None:
    approve_by_silence(example, clock, held)
    minutes.start_rectification(example, held, "Motif réservé")
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Ajout public.", level=Level.PUBLIC)
    publish(example, held)
    assert versions.standing(example, held).locked
    assert example.rows("SELECT * FROM setting WHERE name LIKE 'rectification%'") == []
    public = next_minutes(example, held, PUBLIC)
    assert public.version_state is VersionState.RECTIFIED
    assert public.rectifies is not None
    assert public.rectifies.reason == "", "the reason may tell what the public does not get"
    publish(example, held, PUBLIC)
    assert versions.versions(example, held)[0].reason == "Motif réservé"


def test_an_undo_does_not_pass_the_lock(example: Store, clock: FrozenClock, held: int) -> None:
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "Approuvé avec le reste.")
    approve_by_silence(example, clock, held)
    with pytest.raises(Refusal, match="ne peut plus être repris"):
        example.undo()
    assert minutes_document(example, held, PARTNERS).version == 2, "the text is still the one approved"
    example._connection.execute("DROP TRIGGER record_kept_once_approved")
    example.undo()
    assert minutes_document(example, held, PARTNERS).version == 0, "sabotage: without the seal it is not"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record SET text = 'autre' WHERE agenda_item_id = {item}",
        "DELETE FROM record WHERE agenda_item_id = {item}",
        "UPDATE agenda_item SET title = 'autre' WHERE id = {item}",
        "UPDATE roll_entry SET presence = 'absent' WHERE meeting_id = {meeting}",
        "INSERT INTO record (agenda_item_id, position, kind, text) VALUES ({item}, 9, 'discussion', 'Ajout')",
    ],
)
def test_direct_sql_does_not_pass_it_either(example: Store, clock: FrozenClock, held: int, sql: str) -> None:
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ? ORDER BY position", (held,))[2]["id"]
    approve_by_silence(example, clock, held)
    wanted = sql.format(item=item, meeting=held)
    with pytest.raises(IntegrityError, match="approved"):
        example._connection.execute(wanted)
    minutes.start_rectification(example, held, "Erreur")
    example._connection.execute(wanted)


# ---- the data inside the file


def test_approved_copies_carry_their_data_but_the_public_one(
    example: Store, clock: FrozenClock, held: int
) -> None:
    draft = made(example, held)
    assert embedded(draft.copy.pdf) == {}
    assert sound(draft.copy.pdf) == []
    approve_by_silence(example, clock, held)
    secretary = made(example, held, Audience(Level.SECRETARIAT))
    ((name, data),) = embedded(secretary.copy.pdf).items()
    assert name == "compte-rendu.json"
    assert hashlib.sha256(data).hexdigest() == secretary.printed.digest, "what the page prints"
    assert sound(secretary.copy.pdf, "ua1", "3a") == []
    public = made(example, held, PUBLIC)
    assert embedded(public.copy.pdf) == {}
    assert sound(public.copy.pdf) == []
    assert secretary.copy.pdf == made(example, held, Audience(Level.SECRETARIAT)).copy.pdf


def test_the_data_inside_hold_nothing_of_a_higher_level(
    example: Store, clock: FrozenClock, held: int
) -> None:
    item = example.rows("SELECT id FROM agenda_item WHERE meeting_id = ?", (held,))[0]["id"]
    records.add_record(example, item, RecordKind.INFORMATION, "zq9jeton", level=Level.SECRETARIAT)
    approve_by_silence(example, clock, held)
    minutes.start_rectification(example, held, "Erreur")
    ((_name, partners),) = embedded(made(example, held).copy.pdf).items()
    ((_name, secretary),) = embedded(made(example, held, Audience(Level.SECRETARIAT)).copy.pdf).items()
    assert b"zq9jeton" not in partners
    assert b"zq9jeton" in secretary


def test_the_copies_of_a_confidential_group_carry_nothing(example: Store) -> None:
    body = example.rows("SELECT id FROM body WHERE confidential")[0]["id"]
    on = example.clock().date()
    cell = meetings.create_meeting(example, body, on, "09:00")
    meetings.close_meeting(example, cell, "10:00")
    for audience in (Audience(Level.RESTRICTED, body), Audience(Level.SECRETARIAT)):
        made = prepare_version(example, cell, audience, VersionState.APPROVED, approved_on=on)
        assert not made.attached


def test_a_council_with_approved_minutes_is_exported_and_read_again(
    example: Store, clock: FrozenClock, held: int, tmp_path: Path
) -> None:
    approve_by_silence(example, clock, held)
    data = council_json.read_council(council_json.export_council(example))
    again = create(
        tmp_path / "lu.copro",
        opening_in(tmp_path, clock),
        lambda change: council_json.fill(change, data),
        "Import",
    )
    try:
        assert versions.versions(again, held) == versions.versions(example, held)
        assert versions.standing(again, held).locked
    finally:
        again.close()
