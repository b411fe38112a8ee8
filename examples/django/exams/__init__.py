"""Exam copies: uploaded by teachers, graded in the background, downloaded with permission."""
