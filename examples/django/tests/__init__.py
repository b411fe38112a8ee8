"""Tests of the application. They need PostgreSQL and Redis, and run inside the built image."""
