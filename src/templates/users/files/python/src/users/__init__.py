"""Code that only users need."""
