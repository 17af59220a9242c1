"""The texts of the reminders: changed by the user, or put back as the program gives them."""

from coprodesk.commands import require_text
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.reminders import Tone, default_text, require_fields
from coprodesk.store import Store


def set_letter_template(
    store: Store,
    tone: Tone,
    *,
    subject: str | None = None,
    text: str | None = None,
    origin: object = None,
) -> None:
    """Change the object or the text of a tone. Raises Refusal for a blank one or an unknown field."""
    told = _("Le texte est vide. Celui d’avant est gardé. Écrivez-le, ou revenez au texte d’origine.")
    given = {
        name: require_fields(require_text(value, told))
        for name, value in (("subject", subject), ("text", text))
        if value is not None
    }
    with store.change(
        _("Modèle de lettre\u00a0: {tone}").format(tone=tone.label.lower()),
        merge=("letter_template", tone.value, *sorted(given)),
        origin=origin,
    ) as change:
        held = change.rows("letter_template", code=tone.value)
        if held:
            change.update("letter_template", held[0]["id"], **given)
            return
        usual = default_text(tone)
        columns = {"subject": usual.subject, "text": usual.text, **given}
        with on_paper():
            name = tone.label
        change.insert("letter_template", code=tone.value, name=name, **columns)


def reset_letter_template(store: Store, tone: Tone, *, origin: object = None) -> None:
    """Put the text of a tone back as the program gives it."""
    label = _("Modèle de lettre d’origine\u00a0: {tone}").format(tone=tone.label.lower())
    with store.change(label, origin=origin) as change:
        for row in change.rows("letter_template", code=tone.value):
            change.delete("letter_template", row["id"])
