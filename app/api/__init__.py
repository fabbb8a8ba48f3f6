"""The HTTP service: routers, schemas and problem responses."""
