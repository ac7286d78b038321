"""What everybody reads and changes of his own account."""
