"""The verbs on tables: what answers `createItem` and its like where src/operations/ has nothing of that name."""
