"""The documents: a neutral tree, its PDF, its plain text and its small pictures."""
