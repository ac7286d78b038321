"""The tick grids: who has what, a row and a column at each box. One file a grid; it then has its page and its save.

The modules of this package are discovered when the application is ready (accounts.apps).
"""

from accounts.grids.base import TickGrid
from sacoche.kit.registry import Registry

grids: Registry[TickGrid] = Registry("tick grids")
