"""The terminal's own few words, by language; everything else comes from the edition."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH = {
    "funding": "Funding", "community": "Community", "safety": "Safety",
    "weak": "weak", "mixed": "mixed", "firm": "firm", "withheld": "too few answers to say",
    "met": "met", "open": "open", "broken": "broken", "low": "low", "medium": "medium",
    "high": "high", "edition": "Edition", "scoring": "scoring", "answered": "answered",
    "unknown": "don't know yet", "other": "none of these fits", "postures": "Postures",
    "evidenced": "evidenced", "lean": "Lean", "contested": "contested", "paths": "Paths",
    "pull": "pull", "readiness": "readiness", "knocked": "knocked out",
    "recommendation": "Recommendation", "nothing": "Nothing that leans was answered yet.",
    "close": "Too close to call between", "leads": "leads", "by": "by",
    "least": "No path is open; the least broken is", "decide": "What would decide it",
    "positions": "where the paths stand", "computed": "Computed values", "missing": "missing",
    "tensions": "Tensions", "actions": "Next steps", "done": "done when",
    "milestones": "Milestones", "months": "months", "reversal": "If you turn round",
    "switching": "switching cost", "flips": "What would flip it", "robust": "First in so many of",
    "draws": "weightings", "find": "Find out first", "sum": "sum", "of": "of", "source": "source",
    "unanswered": "unanswered", "share": "share",
}  # fmt: skip
_SPANISH = {
    "funding": "Financiación", "community": "Comunidad", "safety": "Seguridad",
    "weak": "débil", "mixed": "mixta", "firm": "firme",
    "withheld": "muy pocas respuestas", "met": "cumplido", "open": "abierto", "broken": "roto",
    "low": "bajo", "medium": "medio", "high": "alto", "edition": "Edición",
    "scoring": "puntuación", "answered": "respondidas", "unknown": "aún no se sabe",
    "other": "ninguna encaja", "postures": "Posturas", "evidenced": "con pruebas",
    "lean": "Inclinación", "contested": "en disputa", "paths": "Caminos", "pull": "atracción",
    "readiness": "preparación", "knocked": "descartado", "recommendation": "Recomendación",
    "nothing": "Aún no se ha respondido nada que incline.",
    "close": "Demasiado igualado entre", "leads": "aventaja a", "by": "por",
    "least": "Ningún camino está abierto; el menos roto es", "decide": "Qué lo decidiría",
    "positions": "lugar de los caminos", "computed": "Valores calculados", "missing": "falta",
    "tensions": "Tensiones", "actions": "Próximos pasos", "done": "hecho cuando",
    "milestones": "Hitos", "months": "meses", "reversal": "Si se da la vuelta",
    "switching": "coste del cambio", "flips": "Qué lo cambiaría",
    "robust": "Primero en tantas de", "draws": "ponderaciones", "find": "Averiguar primero",
    "sum": "suma", "of": "de", "source": "fuente", "unanswered": "sin responder",
    "share": "parte",
}  # fmt: skip
_GERMAN = {
    "funding": "Finanzierung", "community": "Gemeinschaft", "safety": "Sicherheit",
    "weak": "schwach", "mixed": "gemischt", "firm": "fest",
    "withheld": "zu wenige Antworten", "met": "erfüllt", "open": "offen", "broken": "verletzt",
    "low": "niedrig", "medium": "mittel", "high": "hoch", "edition": "Ausgabe",
    "scoring": "Wertung", "answered": "beantwortet", "unknown": "noch unbekannt",
    "other": "nichts davon passt", "postures": "Haltungen", "evidenced": "belegt",
    "lean": "Neigung", "contested": "umstritten", "paths": "Wege", "pull": "Zug",
    "readiness": "Bereitschaft", "knocked": "ausgeschieden", "recommendation": "Empfehlung",
    "nothing": "Noch ist nichts beantwortet, das neigt.", "close": "Zu knapp zwischen",
    "leads": "führt vor", "by": "mit", "least": "Kein Weg steht offen; am wenigsten verletzt ist",
    "decide": "Was es entscheiden würde", "positions": "Lage der Wege",
    "computed": "Berechnete Werte", "missing": "es fehlt", "tensions": "Spannungen",
    "actions": "Nächste Schritte", "done": "fertig, wenn", "milestones": "Meilensteine",
    "months": "Monate", "reversal": "Wenn Sie umkehren", "switching": "Umkehrkosten",
    "flips": "Was es umstürzen würde", "robust": "Erster in so vielen von",
    "draws": "Gewichtungen", "find": "Zuerst klären", "sum": "Summe", "of": "von",
    "source": "Quelle", "unanswered": "unbeantwortet", "share": "Anteil",
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN}


def words(language: str) -> Mapping[str, str]:
    """The words of a language; English where we have none of our own."""
    return WORDS.get(language, _ENGLISH)
