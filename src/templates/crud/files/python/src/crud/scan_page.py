"""Reads one page of a whole table, in the table's own order."""


def scan_page(services, page):
    """A Scan of one page. For your own filter or order, add an index and query it."""
    return services.dynamodb.scan(**page)
