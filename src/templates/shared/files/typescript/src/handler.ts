/**
 * The Lambda function's entry point. It reads the environment and creates the clients once, for all requests of this
 * instance. generated/contract.js contains the function of each operation in openapi.yaml.
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
