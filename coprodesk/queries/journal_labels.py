"""The French name of each table and of each column, as the journal says them."""

from coprodesk.domain.i18n import _


def field_label(table: str, column: str) -> str:
    """Return the French name of a column; an unknown one keeps its own."""
    own = _own_fields()
    return own.get((table, column)) or _fields().get(column, column)


def nouns() -> dict[str, tuple[str, str]]:
    """Return the French noun of each table, singular and plural."""
    return {
        "council": (_("fiche du conseil"), _("fiches du conseil")),
        "setting": (_("réglage"), _("réglages")),
        "college": (_("collège"), _("collèges")),
        "member_kind": (_("qualité de membre"), _("qualités de membre")),
        "institution": (_("partenaire"), _("partenaires")),
        "person": (_("personne"), _("personnes")),
        "mandate": (_("mandat"), _("mandats")),
        "body_kind": (_("type de groupe"), _("types de groupe")),
        "body": (_("groupe"), _("groupes")),
        "seat": (_("siège"), _("sièges")),
        "theme": (_("thème"), _("thèmes")),
        "meeting": (_("réunion"), _("réunions")),
        "roll_entry": (_("ligne d’appel"), _("lignes d’appel")),
        "topic": (_("sujet"), _("sujets")),
        "topic_institution": (_("partenaire concerné"), _("partenaires concernés")),
        "agenda_item": (_("point"), _("points")),
        "movement": (_("arrivée ou départ"), _("arrivées ou départs")),
        "record": (_("paragraphe du relevé"), _("paragraphes du relevé")),
        "commitment": (_("engagement"), _("engagements")),
        "contributor": (_("contributeur"), _("contributeurs")),
        "commitment_event": (_("ligne de suivi"), _("lignes de suivi")),
        "minutes_version": (_("version du compte rendu"), _("versions du compte rendu")),
        "document_sent": (_("document diffusé"), _("documents diffusés")),
        "suspension": (_("suspension"), _("suspensions")),
        "item_turn": (_("passage d’un point"), _("passages d’un point")),
        "meeting_notice": (_("avis de report"), _("avis de report")),
        "usual_task": (_("étape d’usage"), _("étapes d’usage")),
        "planned_task": (_("étape à faire"), _("étapes à faire")),
        "meeting_template": (_("modèle de réunion"), _("modèles de réunion")),
        "template_item": (_("point de modèle"), _("points de modèle")),
        "watch_point": (_("point de vigilance"), _("points de vigilance")),
        "indicator_reading": (_("relevé d’indicateur"), _("relevés d’indicateur")),
        "usual_commitment": (_("engagement d’usage"), _("engagements d’usage")),
        "letter_template": (_("modèle de lettre"), _("modèles de lettre")),
        "local_figure": (_("chiffre local"), _("chiffres locaux")),
        "annual_note": (_("texte du bilan"), _("textes du bilan")),
    }


def _own_fields() -> dict[tuple[str, str], str]:
    """Return the labels of columns whose name means something else in one table."""
    return {
        ("institution", "number"): _("Nombre grammatical"),
        ("meeting", "number"): _("Numéro"),
        ("meeting", "state"): _("État"),
        ("person", "title"): _("Titre"),
        ("person", "level"): _("Niveau"),
        ("commitment", "origin"): _("Origine"),
        ("commitment", "means"): _("Moyens"),
        ("topic", "title"): _("Intitulé"),
        ("agenda_item", "title"): _("Intitulé"),
        ("document_sent", "title"): _("Titre"),
        ("movement", "at"): _("Heure"),
        ("record", "at"): _("Noté à"),
        ("meeting", "closed_at"): _("Levée"),
        ("record", "institution_id"): _("Institution citée"),
        ("meeting_notice", "from_date"): _("Ancienne date"),
        ("meeting_notice", "to_date"): _("Nouvelle date"),
        ("usual_commitment", "partner"): _("Type de partenaire"),
    }


def _fields() -> dict[str, str]:
    """Return the label of each column by its name."""
    return {
        **_directory_fields(),
        **_meeting_fields(),
        **_agenda_fields(),
        **_followed_fields(),
        **_prepared_fields(),
    }


def _directory_fields() -> dict[str, str]:
    """Return the labels first met in the council, its partners and their people."""
    return {
        "id": _("Numéro interne"),
        "name": _("Nom"),
        "kind": _("Nature"),
        "commune": _("Commune"),
        "population": _("Population"),
        "priority_district": _("Quartier prioritaire"),
        "address": _("Adresse"),
        "phone": _("Téléphone"),
        "email": _("Courriel"),
        "logo": _("Logo"),
        "accent": _("Couleur"),
        "example_at": _("Jour de l’exemple"),
        "value": _("Valeur"),
        "position": _("Ordre"),
        "counted": _("Compté dans la présence"),
        "code": _("Code"),
        "article": _("Article"),
        "gender": _("Genre"),
        "number": _("Numéro"),
        "short_name": _("Nom court"),
        "college_id": _("Collège"),
        "member_kind_id": _("Qualité de membre"),
        "protocol_rank": _("Rang protocolaire"),
        "agreement_on": _("Accord reçu le"),
        "core": _("Noyau"),
        "note": _("Note"),
        "closed_on": _("Clos le"),
        "civility": _("Civilité"),
        "first_name": _("Prénom"),
        "last_name": _("Nom"),
        "title": _("Titre"),
        "closing": _("Formule de politesse"),
        "level": _("Diffusion"),
        "person_id": _("Personne"),
        "institution_id": _("Partenaire"),
        "rank": _("Rang"),
        "function": _("Fonction"),
        "from_date": _("Depuis le"),
        "to_date": _("Jusqu’au"),
        "body_id": _("Groupe"),
        "authority": _("Habilité à engager"),
    }


def _meeting_fields() -> dict[str, str]:
    """Return the labels first met in the groups, the meetings and the rolls."""
    return {
        "body_kind_id": _("Type de groupe"),
        "numbered": _("Réunions numérotées"),
        "yearly_target": _("Réunions par an"),
        "confidential": _("Confidentiel"),
        "dormant_by_design": _("En sommeil par nature"),
        "place": _("Lieu"),
        "planned_minutes": _("Durée prévue (min)"),
        "date": _("Date"),
        "starts_at": _("Début prévu"),
        "ends_at": _("Fin prévue"),
        "opened_at": _("Ouverture"),
        "closed_at": _("Levée"),
        "chair_id": _("Présidence"),
        "chair_line": _("Présidence (mention)"),
        "secretary_id": _("Secrétariat"),
        "secretary_line": _("Secrétariat (mention)"),
        "convened_by": _("À l’initiative de"),
        "convened_on": _("Convoquée le"),
        "reply_by": _("Réponse avant le"),
        "state": _("État"),
        "state_reason": _("Motif"),
        "annexes": _("Annexes"),
        "meeting_id": _("Réunion"),
        "seat_id": _("Siège"),
        "college_label": _("Collège à l’appel"),
        "institution_label": _("Institution à l’appel"),
        "person_label": _("Personne à l’appel"),
        "function_label": _("Fonction à l’appel"),
        "guest": _("Invité"),
        "reply": _("Réponse"),
        "reply_channel": _("Moyen de la réponse"),
        "reply_on": _("Réponse reçue le"),
        "excuse": _("Excuse"),
        "presence": _("Présence"),
        "delegate_label": _("Représenté par"),
        "delegate_function": _("Fonction du représentant"),
        "remote": _("À distance"),
    }


def _agenda_fields() -> dict[str, str]:
    """Return the labels first met in the agendas and what was said."""
    return {
        "raised_by_id": _("Proposé par"),
        "theme_id": _("Thème"),
        "topic_id": _("Sujet"),
        "reporter_id": _("Rapporteur"),
        "reporter_person_id": _("Rapporteur (personne)"),
        "real_minutes": _("Durée réelle (min)"),
        "started_at": _("Commencé à"),
        "outcome": _("Issue"),
        "approves_id": _("Approuve le compte rendu de"),
        "added": _("Ajouté en séance"),
        "roll_entry_id": _("Ligne d’appel"),
        "at": _("Heure"),
        "agenda_item_id": _("Point"),
        "reference": _("Référence"),
        "text": _("Texte"),
        "contributors": _("Contributeurs"),
        "due_on": _("Échéance"),
    }


def _followed_fields() -> dict[str, str]:
    """Return the labels first met in the commitments and the papers."""
    return {
        "what": _("Engagement"),
        "lead_id": _("Pilote"),
        "referent_id": _("Référent"),
        "referent_function": _("Fonction du référent"),
        "deliverable": _("Livrable"),
        "means": _("Moyens"),
        "decided_on": _("Décidé le"),
        "initial_due": _("Échéance initiale"),
        "current_due": _("Échéance actuelle"),
        "done_on": _("Réalisé le"),
        "progress_indicator": _("Indicateur de suivi"),
        "progress_done": _("Réalisé"),
        "progress_target": _("À réaliser"),
        "outcome_indicator": _("Indicateur de résultat"),
        "outcome_baseline": _("Valeur de départ"),
        "outcome_target": _("Cible"),
        "outcome_source": _("Source"),
        "origin": _("Origine"),
        "commitment_id": _("Engagement"),
        "share": _("Apport"),
        "on_date": _("Le"),
        "from_due": _("Ancienne échéance"),
        "to_due": _("Nouvelle échéance"),
        "version": _("Version"),
        "audience": _("Diffusion"),
        "frozen_at": _("Figé le"),
        "digest": _("Empreinte"),
        "pdf": _("Fichier PDF"),
        "reason": _("Motif"),
        "document": _("Document"),
        "recipients": _("Destinataires"),
        "sent_at": _("Diffusé le"),
        "file_name": _("Nom du fichier"),
        "pages": _("Pages"),
    }


def _prepared_fields() -> dict[str, str]:
    """Return the labels first met in the preparation of meetings, the watch points and the figures."""
    return {
        "convened_members": _("Membres qui la demandent"),
        "section": _("Partie"),
        "depth": _("Sous-point"),
        "role": _("Rôle du point"),
        "recurring": _("Revient à chaque réunion"),
        "sensitive": _("Sensible"),
        "raised_on": _("Proposé le"),
        "proposal": _("Suite de la proposition"),
        "proposal_reason": _("Motif de la suite"),
        "from_at": _("De"),
        "to_at": _("À"),
        "made_on": _("Décidé le"),
        "from_starts_at": _("Ancienne heure"),
        "to_starts_at": _("Nouvelle heure"),
        "label": _("Étape"),
        "offset_days": _("Jours par rapport à la réunion"),
        "meeting_template_id": _("Modèle de réunion"),
        "usual": _("Proposé d’abord"),
        "finding": _("Constat"),
        "since": _("Depuis le"),
        "action": _("Action"),
        "lifted_on": _("Levé le"),
        "partner": _("Type de partenaire"),
        "subject": _("Objet"),
        "year": _("Année"),
        "indicator": _("Indicateur"),
        "producer": _("Producteur"),
        "base": _("Base"),
        "source": _("Source"),
        "data": _("Données"),
        "fonts": _("Polices"),
        "program": _("Version du programme"),
        "changes": _("Ce qui change"),
    }
