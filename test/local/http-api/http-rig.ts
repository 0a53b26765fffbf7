/** A cloud with an HTTP API in front of a real function, for the tests of HTTP APIs. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { StartOptions } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:echo`;

/** Returns what the header `x-answer` says as JSON, fails with the header `x-fail`, and otherwise returns the event. */
const SOURCE = `export const handler = async (event) => {
  const header = (name) => Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (header('x-fail')) throw new Error(header('x-fail'));
  const answer = header('x-answer');
  return answer ? JSON.parse(answer) : { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
};`;

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read deep into answers without narrowing
  readonly json: any;
}

export async function startHttpRig(options: Omit<StartOptions, 'port'> = {}) {
  const cloud = await startTestCloud(options);
  const settings = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const gateway = new apigatewayv2.ApiGatewayV2Client(settings);
  const lambda = new LambdaClient(settings);
  const iam = new IAMClient(settings);
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const role = await iam.send(
    new CreateRoleCommand({
      RoleName: 'echo',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const create = (FunctionName: string, source: string) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: role.Role!.Arn!,
        Code: { ZipFile: makeZip({ 'index.mjs': source }) },
      }),
    );
  await create('echo', SOURCE);

  return {
    cloud,
    gateway,
    lambda,
    settings,
    create,
    /** Lets API Gateway call a function for everything that the ARN matches, e.g. `abc123/*\/*`. */
    allow: (what: string, FunctionName = 'echo') =>
      lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId: what.replaceAll(/\W/g, '-'),
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${what}`,
        }),
      ),
    /** Sends a request byte for byte; `Host` names the API. */
    send: (
      apiId: string,
      path: string,
      given: { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
    ) =>
      new Promise<Reply>((resolve, reject) => {
        const { port } = new URL(cloud.endpoint);
        const headers = { host: `${apiId}.execute-api.localhost:${port}`, ...given.headers };
        const request = httpRequest({ port, path, method: given.method ?? 'GET', headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode!, headers: response.headers, text, json: jsonOf(text) });
          });
        });
        request.on('error', reject);
        request.end(given.body);
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
