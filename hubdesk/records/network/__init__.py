"""Who works together: organisations, their memberships, and the hub itself."""
