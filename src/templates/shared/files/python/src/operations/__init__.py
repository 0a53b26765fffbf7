"""One module for each operation that is no verb on a table, with a function of the same name: the operationId in snake_case."""
