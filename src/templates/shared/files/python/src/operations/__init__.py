"""One module for each operation that is not a verb on a table. Its function has the same name: the operationId in
snake_case."""
