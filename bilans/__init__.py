"""What is read of evaluations: relevés, synthèses, mastery of the socle."""
