"""What the journal says of pupils who change school."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb("imports.give_results", "a remis {results:résultat|résultats} de {pupil} pour un autre établissement")
)
verbs.register(
    Verb(
        "imports.take_results",
        "a repris {results:résultat|résultats} de {pupil} ({source}), {aside:gardé à part|gardés à part}",
    )
)
verbs.register(Verb("imports.take_results_back", "a retiré {results:résultat reçu|résultats reçus} pour {pupil}"))
