"""« {prénom} progresse »: the models that a configuration proposes where nothing is written."""

_WORDS = ("prénom", "prenom", "nom")


def filled(model: str, first_name: str, last_name: str) -> str:
    """The model with the names of a pupil; what is in other braces stays as it is."""
    for word, name in zip(_WORDS, (first_name, first_name, last_name), strict=True):
        model = model.replace("{" + word + "}", name)
    return model
