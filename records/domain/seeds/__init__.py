"""What the bulk loader is made of: names, histories, rows. `seed.py` alone speaks to the database."""
