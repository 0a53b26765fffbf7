/**
 * The Lambda function's entry point: reads the environment once, makes the clients once, and keeps both for every
 * request this instance serves. What answers which operation of openapi.yaml is in generated/contract.js.
 */
import { createApi } from './api/api.ts';
import { readCors } from './api/cors.ts';
import { createLog } from './api/log.ts';
import { authorizers, routes } from './generated/contract.js';
import { createServices } from './services.ts';

export const handler = createApi({
  routes,
  authorizers,
  services: createServices(process.env),
  cors: readCors(process.env),
  log: createLog(process.env.LOG_LEVEL),
});
