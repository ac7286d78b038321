"""What keeps an account its owner's: failures counted, the password asked again or replaced, sessions closed."""
