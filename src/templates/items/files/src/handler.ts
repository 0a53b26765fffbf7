/**
 * The Lambda function's entry point: reads the environment once, makes the clients once, and keeps both for every
 * request this instance serves. Everything that can be tested without AWS lives in the modules imported here.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createApi } from './api.ts';
import { readCors } from './cors.ts';
import { createLog } from './log.ts';
import { createOperations } from './operations.ts';
import { createStore } from './store.ts';

const table = process.env.TABLE___ITEMS__;
if (!table) throw new Error('TABLE___ITEMS__ is not set: apikit sets it to the name of the table');

// Three attempts of two seconds end before the function's own timeout, so a slow table becomes a 503 and not a 502.
// Connections are kept alive between requests: that is the SDK's default. Not its default is to put the steps of a request
// together only once for each kind of command.
const dynamodb = new DynamoDBClient({
  maxAttempts: 3,
  cacheMiddleware: true,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
});

const store = createStore(table, dynamodb);

export const handler = createApi({
  routes: createOperations({ store, now: () => new Date() }),
  cors: readCors(process.env),
  log: createLog(process.env.LOG_LEVEL),
});
