"""Use cases of the curator: repository → checked → release, and the generated module of terms."""
