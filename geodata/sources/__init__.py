"""One module a publisher: each reads that publisher's files and refuses what it does not know."""
