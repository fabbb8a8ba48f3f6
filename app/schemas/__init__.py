"""The strict JSON forms of what people send and of what baseline files hold, and how each becomes a frozen value."""
