"""manage.py space_requests: the schools that ask for a space."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from accounts.models import SpaceRequest
from entrance.spaces.asking import mark_handled


class Command(BaseCommand):
    help = "Énumère les demandes d'espace qui attendent ; --done en écarte une, create_school --request l'accepte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="aussi celles qui sont traitées")
        parser.add_argument("--done", type=int, metavar="N", help="marque la demande N comme traitée")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["done"]:
            mark_handled(request=waiting_request(options["done"]))
        shown = SpaceRequest.objects.all() if options["all"] else SpaceRequest.objects.filter(handled_at=None)
        for request in shown:
            self.stdout.write(_told(request))
        if not shown:
            self.stdout.write("Aucune demande n'attend.")


def waiting_request(number: int) -> SpaceRequest:
    """The request of that number that waits; CommandError when there is none."""
    request = SpaceRequest.objects.filter(pk=number, handled_at=None).first()
    if request is None:
        raise CommandError(f"Aucune demande n° {number} n'attend : voyez « space_requests --all ».")
    return request


def _told(request: SpaceRequest) -> str:
    state = " (traitée)" if request.handled_at else ""
    return (
        f"{request.pk}{state}\t{localtime(request.asked_at):%d/%m/%Y}\t{request}\t{request.uai or 'sans UAI'}\t"
        f"{request.first_name} {request.last_name} <{request.email}>\t{' '.join(request.text.split())}"
    )
