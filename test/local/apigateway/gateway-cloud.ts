/** API Gateway (and IAM) of the embedded cloud on a free port, used with the real SDK. */
import { APIGatewayClient, APIGatewayServiceException } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Returns the URI of a Lambda function for an integration or an authorizer. */
export const lambdaUri = (name = 'f') =>
  `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}/invocations`;

export const clientFor = (endpoint: string): APIGatewayClient =>
  new APIGatewayClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

export interface GatewayCloud {
  readonly client: APIGatewayClient;
  readonly services: Services;
}

/** Starts the services for the tests of one file. */
export function useGatewayCloud(): GatewayCloud {
  let services: Services;
  let client: APIGatewayClient;
  beforeAll(async () => {
    services = await startServices([apigateway, iam]);
    client = clientFor(services.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    await services.close();
  });
  return {
    get client() {
      return client;
    },
    get services() {
      return services;
    },
  };
}

/** Returns the error of a call as a client sees it; fails if the call succeeds. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status?: number }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof APIGatewayServiceException)) throw error;
    return { name: error.name, message: error.message, status: error.$metadata.httpStatusCode };
  }
  throw new Error('the call was expected to be refused');
}

/** Returns a response without the SDK's own metadata. */
export function answer<T extends { $metadata: unknown }>({ $metadata: _, ...rest }: T): Omit<T, '$metadata'> {
  return rest;
}
