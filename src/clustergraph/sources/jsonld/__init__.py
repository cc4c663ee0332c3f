"""JSON-LD before a parser reads it: what a parser would drop without a word is found, and told with its place."""
