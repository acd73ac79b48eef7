"""One list of paths per namespace, named as the namespace."""
