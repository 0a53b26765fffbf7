"""What users have that other things have not."""
