"""The overlay: tables that officers keep for what no list says. docs/overlay.md explains each column."""
