"""SHACL: profiles, the engine behind its one door, and results as findings."""
