class Unable(Exception):
    """Why the site cannot start, in one line."""
