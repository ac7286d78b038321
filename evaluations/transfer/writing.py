"""Write the file: its content, and the signature of this server over it."""

import base64
import json
from typing import Any

from evaluations.transfer.records import FORMAT, VERSION, Transfer
from sacoche.kit import signing


def write(transfer: Transfer) -> bytes:
    """The bytes of the file."""
    content = _content(transfer)
    signed = signed_bytes(content)
    signature = {
        "algorithme": "Ed25519",
        "cle": base64.b64encode(signing.public_key()).decode(),
        "valeur": base64.b64encode(signing.sign(signed)).decode(),
    }
    whole = {"format": FORMAT, "version": VERSION, "contenu": content, "signature": signature}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def signed_bytes(content: Any) -> bytes:
    """What the signature is about: the content in one form only, whatever the spaces and the order of the file."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _content(transfer: Transfer) -> dict[str, Any]:
    return {
        "etablissement": {"nom": transfer.school, "uai": transfer.uai},
        "fait_le": transfer.made_on.isoformat(),
        "eleve": {"nom": transfer.last_name, "prenom": transfer.first_name, "sconet": transfer.sconet_id},
        "items": [
            {
                "matiere": item.matiere,
                "matiere_reference": item.matiere_reference,
                "niveau": item.niveau,
                "niveau_reference": item.niveau_reference,
                "reference": item.reference,
                "nom": item.name,
                "place": item.place,
            }
            for item in transfer.items
        ],
        "resultats": [
            {
                "item": result.item,
                "date": result.given_on.isoformat(),
                "code": result.code,
                "legende": result.legend,
                "valeur": result.value,
                "evaluation": result.title,
            }
            for result in transfer.results
        ],
    }
