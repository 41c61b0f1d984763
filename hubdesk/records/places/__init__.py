"""Where things happen: wards and their figures, venues and their rooms."""
