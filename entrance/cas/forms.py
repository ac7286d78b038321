"""« Mode d'identification / Connecteur ENT »: what an administrator chooses and types."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import Connector
from entrance.cas.faults import CasFault
from entrance.cas.servers import ANY_SUB_DOMAIN, MANUAL, Choice, is_same_server, root_address
from entrance.cas.transport import is_host_name, is_label_of_host, split_address
from sacoche.kit.widgets import CodeInput

LOCAL = "local"
_TO_TRY = "ENT connus, que le webmestre n'a pas confirmés : à essayer d'abord"
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_URLS = ("login_url", "logout_url", "validate_url")
_RARE = ("version", "attribute", *_URLS, "other_domain", "portal")
_OF_MANUAL = ("label", "host", "port", "path", *_RARE)


def mode_choices() -> list[tuple[str, Any]]:
    """The modes, in their groups: codes of the product, the connectors that the operator confirmed, then those that the
    school must try first.
    """
    offered = _offered().values()
    ent = [(each.code, str(each)) for each in offered if each.confirmed_at]
    if settings.CAS_MANUAL:
        ent.insert(0, (MANUAL, "Configuration CAS manuelle"))
    to_try = [(each.code, f"{each} (à essayer)") for each in offered if not each.confirmed_at]
    groups = [("Local", [(LOCAL, "Identifiants de SACoche")]), ("ENT, par CAS", ent), (_TO_TRY, to_try)]
    return [(group, modes) for group, modes in groups if modes]


def _offered() -> dict[str, Connector]:
    """The connectors that may be chosen, by code, in the order of the list. What was asked for may be anything: it is
    looked for here, not in the database, which refuses some characters.
    """
    return {each.code: each for each in Connector.objects.filter(suspended_at=None)}


def _url(
    label: str,
    help_text: str = "À remplir seulement si l'ENT en donne une ; sinon elle est construite à partir de l'hôte.",
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "https://", "inputmode": "url"}),
    )


class ModeForm(forms.Form):
    """The mode, with the fields that it asks for and no other."""

    choix = forms.ChoiceField(
        label="Choix",
        error_messages={
            "required": "Choisissez un mode dans la liste.",
            "invalid_choice": "Choisissez un mode de la liste : celui-ci n'y est plus.",
        },
    )
    label = forms.CharField(
        label="Nom de l'ENT",
        max_length=60,
        help_text="Tel que les personnes le connaissent : il est écrit sur la page de connexion.",
        error_messages={"required": "Donnez le nom de l'ENT, par exemple « Mon Bureau »."},
    )
    host = forms.CharField(
        label="Hôte",
        max_length=200,
        help_text="Le nom du serveur de connexion, par exemple « cas.mon-ent.fr ».",
        error_messages={"required": "Donnez le nom du serveur, par exemple « cas.mon-ent.fr »."},
        widget=CodeInput(),
    )
    sub_domain = forms.CharField(
        label="Sous-domaine de l'établissement",
        max_length=63,
        error_messages={"required": "Donnez la partie de l'adresse propre à votre établissement."},
        widget=CodeInput(),
    )
    port = forms.IntegerField(
        label="Port",
        initial=443,
        help_text="443 le plus souvent, parfois 8443.",
        error_messages={"required": "Donnez le port : 443 le plus souvent.", "invalid": "Le port est un nombre."},
    )
    path = forms.CharField(
        label="Chemin",
        required=False,
        max_length=200,
        help_text="Souvent vide, parfois « cas ».",
        widget=CodeInput(),
    )
    version = forms.TypedChoiceField(
        label="Version du protocole",
        coerce=int,
        choices=[(2, "CAS 2.0 (la plus courante)"), (3, "CAS 3.0"), (1, "CAS 1.0 (ancien : deux lignes de texte)")],
        initial=2,
    )
    attribute = forms.CharField(
        label="Attribut",
        required=False,
        max_length=60,
        help_text="Vide : l'identifiant est l'utilisateur que donne le serveur. Sinon, le nom d'un de ses attributs.",
        widget=CodeInput(),
    )
    login_url = _url("Adresse de connexion")
    logout_url = _url("Adresse de déconnexion")
    validate_url = _url("Adresse de validation")
    other_domain = forms.BooleanField(
        label="Ces adresses sont bien celles de l'ENT, même sur un autre domaine que l'hôte", required=False
    )
    portal = _url(
        "Adresse du portail de l'ENT",
        "À remplir seulement si l'ENT montre SACoche dans un cadre de ses pages, et qu'elles ne sont pas sur l'hôte.",
    )

    def __init__(self, chosen: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = mode_choices()
        self.fields["choix"].choices = groups  # type: ignore[attr-defined]
        self.initial["choix"] = chosen
        # Neither an invented mode nor one that the operator suspended.
        self.is_offered = any(chosen == code for _group, modes in groups for code, _label in modes)
        self.connector = _offered().get(chosen)
        asked = self._asked(chosen)
        for name in list(self.fields):
            if name != "choix" and name not in asked:
                del self.fields[name]

    def _asked(self, chosen: str) -> set[str]:
        if chosen == MANUAL:
            return set(_OF_MANUAL)
        asked = set()
        if self.connector and ANY_SUB_DOMAIN in self.connector.host:
            asked.add("sub_domain")
        if self.connector and self.connector.port is None:
            asked.add("port")
        return asked

    @property
    def is_manual(self) -> bool:
        """Whether the server is typed rather than chosen in the list."""
        return "host" in self.fields

    @property
    def is_to_try(self) -> bool:
        """Whether the school must go to the ENT and back before it may use this connector."""
        return self.connector is not None and self.connector.confirmed_at is None

    def refuse_untried(self) -> None:
        """It has not been tried, or no longer as it is now."""
        self.add_error(
            "choix",
            "Le webmestre n'a pas confirmé ce connecteur : essayez-le d'abord, tel qu'il est réglé ici, avec votre "
            "compte de l'ENT (« Préparer l'essai »).",
        )

    def details(self) -> list[forms.BoundField]:
        """The fields that the mode asks for, but those of `settings`."""
        return [field for field in self if field.name not in ("choix", *_RARE)]

    def settings(self) -> list[forms.BoundField]:
        """The fields that few ENT need."""
        return [self[name] for name in _RARE if name in self.fields]

    @property
    def is_detailed(self) -> bool:
        """Whether one of the rare fields says something, or is refused."""
        return any(field.errors or field.value() not in (None, "", "2", 2, False) for field in self.settings())

    def choice(self) -> Choice | None:
        """What was chosen, once valid; None for the local mode."""
        told = dict(self.cleaned_data)
        code = told.pop("choix")
        told.pop("other_domain", None)
        if code == LOCAL:
            return None
        if self.connector:
            told["label"] = self.connector.label
        return Choice(connector=code, **told)

    def clean_host(self) -> str:
        typed = str(self.cleaned_data["host"]).strip().rstrip(".").lower()
        try:
            host = typed.encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
        if not is_host_name(host):
            raise ValidationError("Écrivez le nom seul, sans « https:// » ni chemin : « cas.mon-ent.fr ».")
        _check_address(root_address(host, 443, ""))
        return host

    def clean_sub_domain(self) -> str:
        typed = str(self.cleaned_data["sub_domain"]).strip().lower()
        if not is_label_of_host(typed):
            raise ValidationError("Des lettres sans accent, des chiffres et des tirets seulement.")
        return typed

    def clean_port(self) -> int:
        port = int(self.cleaned_data["port"])
        if port not in settings.CAS_PORTS:
            allowed = ", ".join(str(each) for each in sorted(settings.CAS_PORTS))
            raise ValidationError(f"Ce port n'est pas permis sur ce serveur. Ports permis : {allowed}.")
        return port

    def clean_path(self) -> str:
        path = str(self.cleaned_data["path"]).strip()
        parts = [part for part in path.split("/") if part]
        if not _PATH.fullmatch(path) or ".." in parts or "." in parts:
            raise ValidationError("Des lettres sans accent, des chiffres et « . _ ~ - / » : par exemple « cas ».")
        return "/".join(parts)

    def clean_portal(self) -> str:
        portal = str(self.cleaned_data["portal"]).strip()
        if portal:
            _check_address(portal)
        return portal

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_manual:
            self._check_host(cleaned)
            self._check_attribute(cleaned)
            self._check_urls(cleaned)
            self._check_unknown(cleaned)
        return cleaned

    def _check_host(self, cleaned: dict[str, Any]) -> None:
        if not {"host", "port"} <= cleaned.keys():
            return
        try:
            _refuse_our_own(root_address(cleaned["host"], cleaned["port"], ""))
        except ValidationError as error:
            self.add_error("host", error)

    def _check_attribute(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("version") == 1 and cleaned.get("attribute"):
            self.add_error("attribute", "Un serveur CAS 1.0 ne donne aucun attribut : laissez cette case vide.")

    def _check_urls(self, cleaned: dict[str, Any]) -> None:
        for name in _URLS:
            url = cleaned.get(name) or ""
            if not url:
                continue
            try:
                _check_address(url)
                _refuse_our_own(url)
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if _domain(str(urlsplit(url).hostname)) != _domain(cleaned.get("host", "")) and not cleaned["other_domain"]:
                self.add_error(
                    name, "Cette adresse est sur un autre domaine que l'hôte : cochez la case du bas si c'est voulu."
                )

    def _check_unknown(self, cleaned: dict[str, Any]) -> None:
        """A server that is in the list is chosen there: its next move is then followed by everybody. One that the
        operator suspended does not come back by being typed.
        """
        if self.errors:
            return
        typed = Choice(connector=MANUAL, **{name: cleaned[name] for name in ("host", "port", "path", "login_url")})
        same = next((each for each in Connector.objects.all() if is_same_server(typed, each)), None)
        if same and same.suspended_at:
            self.add_error(
                "host", f"Ce serveur est celui de « {same} », que le webmestre a suspendu : demandez-lui pourquoi."
            )
        elif same:
            self.add_error("host", f"Ce serveur est dans la liste : choisissez « {same} ».")


def _check_address(url: str) -> None:
    try:
        split_address(url)
    except CasFault as fault:
        raise ValidationError(
            "Cette adresse n'est pas permise : elle commence par « https:// », avec un nom de serveur (ni une adresse "
            "à chiffres, ni un mot de passe) et un port permis."
        ) from fault


def _refuse_our_own(url: str) -> None:
    """Sent to itself, this server would go round in circles; another port of its name is another server."""
    address, own = urlsplit(url), urlsplit(settings.PUBLIC_URL)
    is_ours = (address.hostname, address.port or 443) == (own.hostname, own.port or 443)
    if is_ours and address.hostname not in settings.CAS_PRIVATE_HOSTS:
        raise ValidationError("C'est l'adresse de SACoche : donnez celle du serveur de connexion de l'ENT.")


def _domain(host: str) -> list[str]:
    return host.lower().split(".")[-2:]
