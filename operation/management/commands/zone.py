"""manage.py zone: the geographic zones by which schools are chosen on the sign-in page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from operation.management.zones import zone_named
from sacoche.kit.text import count
from schools.models import School, Zone


class Command(BaseCommand):
    help = "Énumère les zones géographiques ; add, rename, order, remove les changent, put y met des établissements."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        add = actions.add_parser("add", help="ajoute une zone")
        add.add_argument("name")
        add.add_argument("--order", type=int, default=0, help="rang dans la liste, les plus petits d'abord")
        rename = actions.add_parser("rename", help="change le nom d'une zone")
        rename.add_argument("name")
        rename.add_argument("new_name")
        order = actions.add_parser("order", help="change le rang d'une zone")
        order.add_argument("name")
        order.add_argument("order", type=int)
        remove = actions.add_parser("remove", help="enlève une zone ; ses établissements restent, sans zone")
        remove.add_argument("name")
        put = actions.add_parser("put", help="met des établissements dans une zone")
        put.add_argument("name")
        put.add_argument("numbers", type=int, nargs="+", metavar="NUMBER")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["action"]:
            case "add":
                _save(Zone(name=options["name"], order=options["order"]))
            case "rename":
                zone = zone_named(options["name"])
                zone.name = options["new_name"]
                _save(zone)
            case "order":
                zone = zone_named(options["name"])
                zone.order = options["order"]
                _save(zone)
            case "remove":
                zone_named(options["name"]).delete()
            case "put":
                _put(zone_named(options["name"]), options["numbers"])
        for zone in Zone.objects.annotate(school_count=Count("schools")).order_by("order", "name"):
            self.stdout.write(f"{zone.order}\t{zone.name}\t{_schools(zone.school_count)}")
        self.stdout.write(f"\tsans zone\t{_schools(School.objects.filter(zone=None).count())}")


def _save(zone: Zone) -> None:
    zone.name = " ".join(zone.name.split())
    try:
        zone.full_clean()
    except ValidationError as error:
        refusals = [sentence for sentences in error.message_dict.values() for sentence in sentences]
        raise CommandError(f"« {zone.name} » : {' '.join(refusals)}") from error
    zone.save()


def _put(zone: Zone, numbers: list[int]) -> None:
    """All of the schools, or none when one of the numbers is nobody's."""
    schools = School.objects.filter(number__in=numbers)
    if unknown := sorted(set(numbers) - set(schools.values_list("number", flat=True))):
        raise CommandError(f"Rien n'est changé, ces numéros ne sont à personne : {', '.join(map(str, unknown))}.")
    schools.update(zone=zone)


def _schools(number: int) -> str:
    return count(number, "établissement", "établissements")
