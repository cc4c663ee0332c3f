"""Browsing what there is many of: listings with facets, counts and sorting, composed of fragments in ``.rq`` files."""
