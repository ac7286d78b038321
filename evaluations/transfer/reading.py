"""Read the file of another server: its kind, its signature, then every line of it, before anything is shown."""

import base64
import binascii
import datetime
import json
from collections.abc import Mapping
from typing import Any

from evaluations.scale.codes import MAX_VALUE
from evaluations.transfer.records import FORMAT, VERSION, SentItem, SentResult, Transfer
from evaluations.transfer.writing import signed_bytes
from sacoche.kit import signing

MOST_BYTES = 5 * 1024 * 1024
MOST_RESULTS = 20_000
_LONGEST = 300
_ASK_AGAIN = "demandez à l'établissement d'origine de l'envoyer à nouveau"


class Unreadable(Exception):
    """The file is refused whole; the message says why and what to do, in French."""


def read(content: bytes) -> Transfer:
    """The results that the file holds, its signature checked. Raises Unreadable."""
    whole = _parsed(content)
    told: Any = whole.get("contenu")
    key = _checked(told, whole.get("signature"))
    try:
        return _transfer(told, key)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"Il manque quelque chose à ce fichier ({_told_of(error)}) : {_ASK_AGAIN}.") from error


def _parsed(content: bytes) -> Mapping[str, Any]:
    if not content.strip():
        raise Unreadable(f"Ce fichier est vide : {_ASK_AGAIN}.")
    if len(content) > MOST_BYTES:
        raise Unreadable("Ce fichier dépasse 5 Mo : ce n'est pas celui des résultats d'un élève.")
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("Ce fichier n'est pas celui des résultats d'un élève, ou il est coupé.") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Unreadable("Ce fichier n'est pas celui des résultats d'un élève : choisissez « resultats_….json ».")
    if whole.get("version") != VERSION:
        raise Unreadable("Ce fichier vient d'une version plus récente de SACoche : ce serveur doit être mis à jour.")
    return whole


def _checked(told: Any, signature: Any) -> str:
    """The fingerprint of the key that signed."""
    try:
        key = base64.b64decode(signature["cle"], validate=True)
        value = base64.b64decode(signature["valeur"], validate=True)
        signing.check(signed_bytes(told), key=key, signature=value)
    except (KeyError, TypeError, ValueError, binascii.Error, UnicodeError, signing.BadSignature) as error:
        sentence = "Ce fichier a été modifié depuis qu'il a été fait : sa signature ne lui correspond plus"
        raise Unreadable(f"{sentence} ; {_ASK_AGAIN}.") from error
    return signing.fingerprint(key)


def _transfer(told: Mapping[str, Any], key: str) -> Transfer:
    items = [_item(item) for item in told["items"]]
    results = [_result(result, len(items)) for result in told["resultats"]]
    if len(results) > MOST_RESULTS:
        raise ValueError(f"{MOST_RESULTS} résultats au plus")
    school, pupil = told["etablissement"], told["eleve"]
    return Transfer(
        school=_text(school["nom"]),
        uai=_text(school["uai"])[:8],
        made_on=_day(told["fait_le"]),
        last_name=_text(pupil["nom"]),
        first_name=_text(pupil["prenom"]),
        sconet_id=_number(pupil["sconet"], 2**31 - 1),
        items=items,
        results=results,
        key=key,
    )


def _item(item: Mapping[str, Any]) -> SentItem:
    return SentItem(
        matiere=_text(item["matiere"]),
        matiere_reference=_text(item["matiere_reference"]),
        niveau=_text(item["niveau"]),
        niveau_reference=_text(item["niveau_reference"]),
        reference=_text(item["reference"]),
        name=_text(item["nom"]),
        place=_text(item["place"]),
    )


def _result(result: Mapping[str, Any], items: int) -> SentResult:
    value = result["valeur"]
    return SentResult(
        item=_number(result["item"], items - 1),
        given_on=_day(result["date"]),
        code=_text(result["code"]),
        legend=_text(result["legende"]),
        value=None if value is None else _number(value, MAX_VALUE),
        title=_text(result["evaluation"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("un texte attendu")
    return " ".join(value.replace("\0", "").split())[:_LONGEST]


def _number(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError("un nombre hors de ses bornes")
    return value


def _day(value: Any) -> datetime.date:
    day = datetime.date.fromisoformat(_text(value))
    if not 1990 <= day.year <= 2100:
        raise ValueError("une date hors du siècle")
    return day


def _told_of(error: Exception) -> str:
    return f"« {error.args[0]} »" if isinstance(error, KeyError) else "une valeur inattendue"
