"""What the readers of files share: opening and recognising them, cleaning their values, saying what is wrong."""
