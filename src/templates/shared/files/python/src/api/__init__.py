"""The common code of all operations: requests, replies, errors, CORS, the log."""
