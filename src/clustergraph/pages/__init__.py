"""What pages say about anything with a name, as values: no HTML, no HTTP; asked by queries in ``.rq`` files."""
