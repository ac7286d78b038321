"""For whom guardians answer, and where they live."""
