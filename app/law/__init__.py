"""The Regulations as data and predicates, each with its citation and the dates between which it holds."""
