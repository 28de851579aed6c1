"""The administration site, from the outside."""
