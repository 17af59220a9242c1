"""The settings of a council in the words of its pages, for the journal and the tables that tell of them."""

from coprodesk.domain.i18n import _


def setting_name(name: str) -> str:
    """Return a stored setting as its page calls it; « Réglage interne » for one that no page shows."""
    if name.startswith("rectification_"):
        return _("Rectificatif")
    return {
        "absentee_minimum": _("À partir de combien de convocations"),
        "absentee_percent": _("Présence sous, en %"),
        "absentee_streak": _("Ou absent tant de fois de suite"),
        "convening_days": _("Convocation, en jours avant la réunion"),
        "import_columns": _("Colonnes du dernier import"),
        "observation_days": _("Observations, en jours après l’envoi du compte rendu"),
        "own_words": _("Mots du conseil"),
        "participation": _("Participation imprimée"),
        "reply_days": _("Réponse attendue, en jours avant la réunion"),
        "restricted_placeholder": _("À la place d’un point restreint"),
        "silent_approval": _("Sans observation dans le délai"),
        "silent_days": _("Engagement sans nouvelle, en jours"),
        "soon_days": _("Échéance proche, en jours avant"),
        "vague_verbs": _("Verbes vagues"),
    }.get(name, _("Réglage interne"))
