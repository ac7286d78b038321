"""The toolbox: no model of the school, nothing that imports an app."""
