"""The steps of the wizards: one file each. A source names those that its import goes through, in order."""

from imports.steps.base import Step
from sacoche.kit.registry import Registry

steps: Registry[Step] = Registry("import steps")
