/**
 * The services that every operation gets with its request. They are created once and used for all requests of this
 * instance.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Bucket, createBucket } from './files/bucket.ts';

export interface Services {
  dynamodb: DynamoDBClient;
  /** Returns the physical name of a table in apikit.yaml. */
  tableName(table: string): string;
  bucket: Bucket;
  now(): Date;
}

export function createServices(env: NodeJS.ProcessEnv): Services {
  const now = () => new Date();
  return {
    // Three attempts of two seconds: a slow table leads to a 503 before the caller has waited too long. If the function
    // has less time, api/deadline.ts responds first. The SDK keeps connections alive between requests by default.
    // Caching the middleware of each command is not its default.
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
    bucket: createBucket(env, now),
    now,
  };
}
