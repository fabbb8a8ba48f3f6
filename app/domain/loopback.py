"""Names of this machine itself: what is said to them stays on it, and cannot be listened to on the way."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
