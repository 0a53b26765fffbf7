/** The settings of the keys of a table or an index in apikit.yaml. Pure. */

interface Key {
  readonly name: string;
  /** In DynamoDB's form. */
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = { N: 'number', B: 'binary' };

/** The type is absent for a string, which is the default. */
export function keySettings(partitionKey: Key, sortKey: Key | undefined): object {
  const keyType = TYPES[partitionKey.type];
  const sortKeyType = sortKey && TYPES[sortKey.type];
  return {
    key: partitionKey.name,
    ...(keyType !== undefined && { keyType }),
    ...(sortKey && { sortKey: sortKey.name }),
    ...(sortKeyType !== undefined && { sortKeyType }),
  };
}
