"""What comes from the web: fetched politely, and only from where it is safe to fetch."""
