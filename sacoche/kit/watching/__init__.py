"""What is kept of each request for whoever watches the server: figures, a number, a line; the name of nobody."""
