"""The search of the header: people, classes, pages of the menus and of the help, each only for whoever may open it."""
