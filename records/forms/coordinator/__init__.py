"""What coordinators type, one file a topic."""
