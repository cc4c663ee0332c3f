"""Code lists and categories made by others → files of the repository, generated from their tables alone.

``python -m clustergraph.build.slices <folder of reference tables>`` writes all of them again; the same tables give the
same bytes.
"""
