"""Courses, their runs and classes, who is on them, who came, what they earned."""
