"""The sheet of the register of processing (« fiche de traitement »), filled from what is really set."""
