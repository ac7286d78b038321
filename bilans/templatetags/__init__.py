"""Tags of the pages of bilans."""
