"""Volunteering: roles and what they need, applications, checks, training, hours."""
