"""Cards for pupils too small to type: a QR code that says who they are, three pictures that only they know."""
