"""The lines of a page of resources as an item keeps them: plain values, in order."""

from collections.abc import Iterable, Mapping

from referentiels.tree import Resource

Kept = list[dict[str, str]]


def kept(lines: Iterable[Resource]) -> Kept:
    """What the database keeps of them: « label », then « address » or « file » when there is one."""
    return [{name: value for name in ("label", "address", "file") if (value := getattr(line, name))} for line in lines]


def lines_of(said: Iterable[Mapping[str, str]]) -> list[Resource]:
    """The lines that an item keeps."""
    return [Resource(each.get("label", ""), each.get("address", ""), each.get("file", "")) for each in said]


def that_travel(said: Iterable[Mapping[str, str]]) -> tuple[Resource, ...]:
    """Those that go out of the school: its files stay."""
    return tuple(line for line in lines_of(said) if not line.file)
