"""What pages say about anything with a name, as values: no HTML, no HTTP; asked of a release by queries in ``.rq`` files."""
