"""Reads one page of a whole table, in the table's own order."""


def scan_page(services, page):
    """A Scan that reads no further than one page. For a filter or an order of your own, add an index and query that."""
    return services.dynamodb.scan(**page)
