/** What every operation gets beside its request: made once, and kept for every request this instance serves. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Services {
  dynamodb: DynamoDBClient;
  /** The physical name of a table of apikit.yaml. */
  tableName(table: string): string;
  now(): Date;
}

export function createServices(env: NodeJS.ProcessEnv): Services {
  return {
    // Three attempts of two seconds: a slow table becomes a 503, before its caller has waited for too long. Where the
    // function has less time than that, api/deadline.ts answers in its stead.
    // Connections are kept alive between requests: that is the SDK's default. Not its default is to put the steps of a
    // request together only once for each kind of command.
    dynamodb: new DynamoDBClient({
      maxAttempts: 3,
      cacheMiddleware: true,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
    }),
    tableName(table) {
      const variable = `TABLE_${table.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
      const name = env[variable];
      if (!name) throw new Error(`${variable} is not set: apikit sets it to the name of the table`);
      return name;
    },
    now: () => new Date(),
  };
}
