"""Signing in with OpenID Connect: the code flow with PKCE. What is checked is pure; ``client`` alone speaks HTTP."""
