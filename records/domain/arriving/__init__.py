"""Files that come in pieces: begun, taken, finished, stored, or expired. One module writes each of these steps.

begin -> take (any number of times, after any cut) -> store, by the worker -> an Upload. decisions/0010 draws it.
"""
