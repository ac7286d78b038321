"""Pages of absences and lates."""
