"""What every operation has in common: requests, replies, errors, CORS, the log."""
