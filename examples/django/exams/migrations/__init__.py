"""Steps of the database schema; each can be undone."""
