"""The canaries: no token of a higher level in any paper, whoever it is for, in any of its forms."""

import email
import email.policy

import pytest

from coprodesk.documents.catalogue import KINDS
from coprodesk.domain import disclosure
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import calendar_file, letter_drafts, tables
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries import agenda as agenda_query
from coprodesk.queries import commitment_filter, seen
from coprodesk.queries.field_levels import FIELD_LEVELS
from coprodesk.queries.tables import KINDS as TABLES
from coprodesk.queries.tables import kinds_for
from coprodesk.queries.tables import table as table_query
from coprodesk.store import create, schema
from coprodesk.store.schema import MODEL
from tests import canary
from tests.canary import Garden, leaks, printings, set_scene, spoken
from tests.conftest import bare_council

# ---- every text has its level


def unlevelled(store):
    """Return the text columns of the file without a level, and the levels of no column."""
    rows = store.rows(
        """SELECT t.name AS name, c.name AS column FROM pragma_table_list t, pragma_table_info(t.name) c
           WHERE t.schema = 'main' AND t.type IN ('table', 'virtual')
               AND t.name NOT LIKE '%sqlite_%' AND t.name <> 'search_config'
               AND (c.type = 'TEXT' OR t.type = 'virtual')"""
    )
    there = {f"{row['name']}.{row['column']}" for row in rows}
    told = [
        f"{table}.{name}"
        for table, levels in FIELD_LEVELS.items()
        for some in levels.values()
        for name in some.split()
    ]
    assert len(told) == len(set(told)), "one level each"
    return sorted(there ^ set(told))


def test_every_text_column_has_a_level(store):
    assert unlevelled(store) == []


def test_a_new_text_without_a_level_fails_the_build(tmp_path, opening, monkeypatch):
    columns = {**schema.V2_COLUMNS, "record": {"hearsay": "TEXT NOT NULL DEFAULT ''"}}
    monkeypatch.setattr(schema, "V2_COLUMNS", columns)
    made = create(tmp_path / "neuf.copro", opening, bare_council, "Création")
    assert unlevelled(made) == ["record.hearsay"]
    made.close()


# ---- the canaries


@pytest.fixture
def garden(example):
    return Garden(example)


def test_a_token_stands_in_every_free_text(garden):
    planted = {one.place for one in garden.tokens.values()}
    wanted = {f"{table}.{column}" for table in MODEL for column in canary.free_columns(table)}
    assert wanted <= planted, sorted(wanted - planted)
    assert len(garden.tokens) > 2000
    for table in ("agenda_item", "record", "commitment", "commitment_event"):
        levels = {one.level for one in garden.tokens.values() if one.place.startswith(f"{table}.")}
        assert levels == set(Level), table


WITH_ITEMS = ("agenda", "minutes", "decision-sheet", "convocations")
PAPERS = [(kind, "nothing") for kind in KINDS]
PAPERS += [(kind, "placeholder") for kind in KINDS if kind.name in WITH_ITEMS]


@pytest.mark.parametrize(("kind", "placeholder"), PAPERS, ids=lambda one: getattr(one, "name", one))
def test_no_paper_says_more_than_its_audience_may_read(garden, kind, placeholder):
    if placeholder == "placeholder":
        with garden.store.change("Réglage") as change:
            change.insert("setting", name="restricted_placeholder", value="placeholder")
    set_scene(garden, kind.name)
    found, most = {}, 0
    for name, audience, printed in printings(kind, garden):
        told, read = leaks(garden, audience, spoken(printed, pages=placeholder == "nothing"))
        most = max(most, read)
        if told:
            found[name] = sorted({one.place + " " + one.level for _token, one in told})
    assert most > 10, "a paper was printed and its words were read"
    assert found == {}


OPEN_ONES = (
    Audience(Level.PUBLIC),
    Audience(Level.PARTNERS),
    Audience(Level.RESTRICTED, canary.GROUP),
    Audience(Level.RESTRICTED, canary.WATCH),
)


def exported(store, kind, audience):
    """Return every word of a table, as it leaves for a spreadsheet."""
    found = table_query(store, kind.name, audience)
    sheet = canary.read_archive(tables.workbook_of([found]))
    return canary.squeezed([tables.csv_of(found).decode("utf-8"), *sheet])


@pytest.mark.parametrize("kind", TABLES[:-1], ids=lambda kind: kind.name)
def test_no_table_says_more_than_its_audience_may_read(garden, kind):
    found, most = {}, 0
    for audience in OPEN_ONES:
        if kind in kinds_for(audience.level):
            told, read = leaks(garden, audience, exported(garden.store, kind, audience))
            most = max(most, read)
            if told:
                found[str(audience)] = sorted({f"{one.place} {one.level}" for _token, one in told})
    everything = Audience(Level.SECRETARIAT)
    assert max(most, leaks(garden, everything, exported(garden.store, kind, everything))[1]) > 0
    assert found == {}


@pytest.mark.parametrize("forgotten", ["rows", "columns"])
def test_a_table_that_forgets_its_audience_is_caught(garden, monkeypatch, forgotten):
    if forgotten == "rows":
        monkeypatch.setattr(
            seen, "closure_query", lambda one: f"SELECT *, 0 AS closure, 0 AS holder_id FROM {one}"
        )
    else:
        monkeypatch.setattr(seen.Seen, "reads", lambda *_told: True)
    text = "".join(exported(garden.store, kind, Audience(Level.PUBLIC)) for kind in kinds_for(Level.PUBLIC))
    told, _read = leaks(garden, Audience(Level.PUBLIC), text)
    assert {Level.SECRETARIAT} <= {one.level for _token, one in told}


def mailed(garden, audience):
    """Return every word of the drafts of the convocations: heads, texts, papers and invitations."""
    run = letter_drafts.prepare(garden.store, "convocations", canary.COMING, audience)
    made = letter_drafts.render(run, garden.store.clock(), ExportProgress())
    parts = [one.file_name for one in made]
    for draft in made:
        message = email.message_from_bytes(draft.data, policy=email.policy.default)
        parts += [str(message["To"]), message["Subject"], message.get_body().get_content()]
        for one in message.iter_attachments():
            content = one.get_payload(decode=True)
            pdf = one.get_content_type() == "application/pdf"
            parts += [one.get_filename(), *(canary.read_pdf(content) if pdf else [content.decode()])]
    return canary.squeezed(parts).replace("\\n", "")


def test_no_mail_and_no_invitation_says_more_than_its_audience_may_read(garden):
    partners = Audience(Level.PARTNERS)
    told, read = leaks(garden, partners, mailed(garden, partners))
    assert (told, read > 10) == ([], True)
    watch = Audience(Level.RESTRICTED, canary.WATCH)
    _found, data = calendar_file.meeting_calendar(garden.store, garden.watch_id, watch)
    told, read = leaks(garden, watch, canary.squeezed([data.decode().replace("\r\n ", "")]))
    assert (told, read > 0) == ([], True)


def everyone_sees(_audience, _level, _body):
    return True


@pytest.mark.parametrize("name", ["agenda", "minutes", "decision-sheet"])
def test_a_query_that_forgets_its_audience_is_caught(garden, monkeypatch, name):
    kind = next(kind for kind in KINDS if kind.name == name)
    for module in (agenda_query, commitment_filter):
        monkeypatch.setattr(module, "sees", everyone_sees)
    printed = canary.printing.print_document(garden.store, kind.name, canary.HELD, Audience(Level.PUBLIC))
    told, _read = leaks(garden, Audience(Level.PUBLIC), spoken(printed))
    assert {one.level for _token, one in told} == {Level.PARTNERS, Level.RESTRICTED, Level.SECRETARIAT}
    assert disclosure.sees(Audience(Level.PUBLIC), Level.PUBLIC, None)
