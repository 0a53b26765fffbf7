"""The verbs on tables. They serve operations such as `createItem` if src/operations/ has no function of that name."""
