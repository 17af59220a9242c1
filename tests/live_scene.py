"""The example council in the middle of a session: 19 November 2026, 15 h 04, third item of nine."""

from datetime import datetime, timedelta, timezone

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import attendance, drafts, live
from coprodesk.domain.agenda import Role
from coprodesk.domain.attendance import Presence
from coprodesk.domain.quick_entry import parse_line
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.store import Store
from tests.conftest import FrozenClock

DAY = datetime(2026, 11, 19, 14, 20, 12, tzinfo=timezone(timedelta(hours=1)))
SEATS = {
    "Préfecture": (Presence.REPRESENTED, None),
    "Parquet": (Presence.EXCUSED, None),
    "CPN": (Presence.PRESENT, None),
    "Département": (Presence.ABSENT, None),
    "DSDEN": (Presence.REPRESENTED, "14:41"),
    "PJJ": (Presence.ABSENT, None),
    "Brév. Habitat": (Presence.PRESENT, None),
    "Logéal": (Presence.EXCUSED, None),
    "Lorneo": (Presence.PRESENT, "14:44"),
    "LAV": (Presence.PRESENT, None),
    "Le Passage": (Presence.PRESENT, None),
}
LINES = (
    ("14:53", "i La DSDEN présente les chiffres de T1 et T2 ; T3 n’est pas consolidé."),
    (
        "14:57",
        "r Le Passage demande que les données restent agrégées par établissement, sans liste d’élèves ni de "
        "classes.",
    ),
    ("15:00", "d Inscrire « abords du lycée » à l’ordre du jour de janvier."),
    ("15:02", "e Ouvrir un local pour l’accueil du mercredi @brev >15/12"),
)


def at(clock: FrozenClock, hour: str) -> str:
    """Set the clock of the day to "HH:MM"."""
    hours, minutes = hour.split(":")
    clock.now = DAY.replace(hour=int(hours), minute=int(minutes))
    return hour


def meeting_id(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0])


def play(store: Store, clock: FrozenClock) -> int:
    """Hold the meeting of 19 November up to its third item and return its id."""
    one = meeting_id(store)
    live.open_session(store, one, at(clock, "14:35"))
    for line in roll(store, one):
        presence, arrived = SEATS.get(line.short_name, (Presence.PRESENT, None))
        attendance.set_presence(store, line.id, presence, at=arrived)
    items = agenda(store, one)
    agenda_commands.set_item(store, items[1].id, role=Role.FOLLOW_UP)
    for item, begins in zip(items, ("14:35", "14:39", "14:52"), strict=False):
        live.start_item(store, item.id, at(clock, begins))
    rows = store.rows("SELECT id, short_name, name FROM institution")
    known = tuple((row["id"], row["short_name"], row["name"]) for row in rows)
    for said, text in LINES:
        drafts.accept_line(store, items[2].id, parse_line(text, known, clock.now.date()), at(clock, said))
    at(clock, "15:04")
    return one
