"""The indexes of a council file, version 1. Released statements are never edited: see `migrations`."""

_BLANKS = "' ' || char(9, 10, 11, 12, 13, 160, 8239)"


def _filled(*columns: str) -> str:
    """Return SQL that is 1 when each column holds more than blanks; few texts need to be trimmed."""
    return " AND ".join(
        f"CASE WHEN {column} = '' THEN 0 WHEN {column} BETWEEN '!' AND '~' THEN 1"
        f" ELSE trim({column}, {_BLANKS}) <> '' END"
        for column in columns
    )


PRECISION = " + ".join(
    f"({condition})"
    for condition in (
        "lead_id IS NOT NULL",
        f"referent_id IS NOT NULL OR {_filled('referent_function')}",
        _filled("deliverable"),
        _filled("place"),
        "current_due IS NOT NULL",
        _filled("means"),
        _filled("progress_indicator"),
        _filled("outcome_indicator", "outcome_baseline", "outcome_target", "outcome_source"),
    )
)
"""M4 of a row of `commitment` (domain.commitments.precision), kept in an index: the mean reads no text.

A query that writes the same expression reads the index; with another one it is only slower.
"""

V1_INDEXES = {
    "institution_college": "institution (college_id)",
    "mandate_person": "mandate (person_id)",
    "mandate_institution": "mandate (institution_id)",
    "seat_body": "seat (body_id)",
    "seat_institution": "seat (institution_id)",
    "meeting_body": "meeting (body_id, date)",
    "meeting_date": "meeting (date)",
    "roll_entry_meeting": (
        "roll_entry (meeting_id, counted, guest, presence, reply, institution_id, seat_id, position)"
    ),
    "roll_entry_institution": "roll_entry (institution_id, meeting_id, counted, guest, presence)",
    "roll_entry_person": "roll_entry (person_id, institution_id, presence)",
    "movement_roll_entry": "movement (roll_entry_id)",
    "topic_raised_by": "topic (raised_by_id)",
    "topic_institution_institution": "topic_institution (institution_id)",
    "agenda_item_meeting": "agenda_item (meeting_id)",
    "agenda_item_topic": "agenda_item (topic_id, outcome)",
    "agenda_item_reporter": "agenda_item (reporter_id)",
    "agenda_item_approves": "agenda_item (approves_id) WHERE approves_id IS NOT NULL",
    "agenda_item_left_over": "agenda_item (outcome) WHERE outcome IN ('postponed', 'open')",
    "record_agenda_item": "record (agenda_item_id)",
    "commitment_counts": f"commitment (state, current_due, initial_due, done_on, lead_id, ({PRECISION}))",
    "commitment_list": "commitment (theme_id, state, current_due, reference)",
    "commitment_lead": "commitment (lead_id, state, current_due)",
    "commitment_done": "commitment (done_on, initial_due, current_due)",
    "commitment_agenda_item": "commitment (agenda_item_id)",
    "contributor_institution": "contributor (institution_id)",
    "commitment_event_commitment": "commitment_event (commitment_id, kind, on_date)",
    "commitment_event_postponed": "commitment_event (commitment_id) WHERE kind = 'postponed'",
    "commitment_event_meeting": "commitment_event (meeting_id)",
    "document_sent_meeting": "document_sent (meeting_id)",
}
"""Name -> what it covers; columns beyond the first answer a whole question from the index alone."""
