/** Every known failure is recognized by its text; the live stage confirms it (`causes-live.test.ts`). */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import * as gateway from '@aws-sdk/client-api-gateway';
import * as lambda from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { gatewayResponses } from '../../src/contract/compile/gateway-responses.ts';
import type { Operation } from '../../src/contract/model/operations.ts';
import { CAUSES } from '../../src/explain/causes/index.ts';
import { candidatesFor } from '../../src/explain/diagnose.ts';
import { parseQuestion } from '../../src/explain/question.ts';

function causesOf(text: string): string[] {
  const question = parseQuestion([text]);
  if (question?.about !== 'symptom') throw new Error(`${text} is no symptom but ${JSON.stringify(question)}`);
  return candidatesFor(question.symptom).map(({ id }) => id);
}

/** AWS's texts for each of the thirty pitfalls (docs/pitfalls.md), or what people write where AWS has no text. */
const PITFALLS: readonly [number, text: string, cause: string][] = [
  [1, 'TooManyRequestsException: Too Many Requests, operation DeleteRestApi', 'apis-throttled'],
  [
    2,
    'ConflictException: Unable to complete operation due to concurrent modification. Please try again later.',
    'concurrent-modification',
  ],
  [3, 'after PutRestApi the binary media types are gone', 'settings-dropped'],
  [4, 'the old routes of the last version are still there', 'stale-routes'],
  [5, 'X-Cache: Error from cloudfront', 'edge-endpoint'],
  [6, 'the change of the resource policy has no effect', 'not-deployed'],
  [7, 'BadRequestException: No integration defined for method', 'no-integration'],
  [8, 'BadRequestException: Active stages pointing to this deployment must be moved or deleted', 'deployment-in-use'],
  [9, 'SerializationException: class java.lang.Boolean can not be converted to an String', 'patch-not-a-string'],
  [10, 'BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging', 'logs-role'],
  [
    11,
    'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.',
    'role-not-assumable',
  ],
  [
    12,
    'ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource',
    'update-in-progress',
  ],
  [13, 'Lambda was unable to decrypt the environment variables because KMS access was denied', 'kms-grant'],
  [14, 'Execution failed due to configuration error: Invalid permissions on Lambda function', 'invoke-permission'],
  [15, 'Execution failed due to configuration error: Malformed Lambda proxy response', 'malformed-answer'],
  [16, '{"message":"Forbidden"}', 'api-key-disabled'],
  [17, 'ConflictException: API Key already exists', 'key-exists'],
  [
    18,
    'BadRequestException: Cannot delete Usage Plan abc because there are API Stages associated with it',
    'plan-in-use',
  ],
  [19, 'BadRequestException: Invalid API Stage {api: abc, stage: dev} specified for usageplan', 'plan-before-stage'],
  [
    20,
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    'cors-error-answer',
  ],
  [21, '{"message":null}', 'authorizer-fails'],
  [22, 'ResourceAlreadyExistsException: The specified log group already exists', 'log-group-exists'],
  [
    23,
    'WAFUnavailableEntityException: AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
    'waf-not-ready',
  ],
  [24, 'Alias with weights can not be used with Provisioned Concurrency', 'provisioned-and-weighted'],
  [25, 'BadRequestException: A certificate was not provided for the endpoint type EDGE.', 'domain-certificate'],
  [26, 'ValidationException: TimeToLive is already enabled', 'ttl-once-an-hour'],
  [27, 'BadRequestException: Invalid model schema specified', 'import-rejected'],
  [28, '{"errorType":"Runtime.CallbackHandlerDeprecated"}', 'callback-handler'],
  [29, 'Throttling: Rate exceeded', 'iam-throttled'],
  [30, 'the metrics of the two stages are mixed, both have the same name', 'metrics-shared'],
];

/** Errors of the runtimes, as the log and `Invoke` have them. */
const RUNTIME_ERRORS: readonly [text: string, cause: string][] = [
  ["Runtime.ImportModuleError: Error: Cannot find module 'pg'", 'module-missing'],
  ["[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'", 'module-missing'],
  ['Runtime.HandlerNotFound: index.handler is undefined or not exported', 'handler-missing'],
  ["Runtime.HandlerNotFound: Handler 'lambda_handler' missing on module 'app'", 'handler-missing'],
  ['Runtime.MalformedHandlerName: Bad handler', 'handler-missing'],
  ['Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token', 'syntax-error'],
  ['Runtime.InvalidEntrypoint', 'entrypoint-wrong'],
  ['Runtime.NodeJsExit', 'event-loop-empty'],
  ['Runtime exited without providing a reason', 'event-loop-empty'],
  ['Runtime.ExitError: RequestId: 8f5e Error: Runtime exited with error: exit status 1', 'function-exits'],
  ['Runtime exited with error: signal: killed', 'out-of-memory'],
  ['Runtime.OutOfMemory', 'out-of-memory'],
  ['Sandbox.Timedout', 'function-times-out'],
  ['Task timed out after 3.00 seconds', 'function-times-out'],
  ['Runtime.MarshalError: Unable to marshal response', 'answer-not-json'],
  [
    'Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    'answer-too-large',
  ],
  ['Runtime.Unknown', 'function-exits'],
  ['Runtime.UnhandledPromiseRejection', 'function-throws'],
  ['TypeError: Cannot read properties of undefined', 'function-throws'],
];

describe('a cause', () => {
  it.each(PITFALLS)('is known for pitfall %i: %s', (_number, text, cause) => {
    expect(causesOf(text)).toContain(cause);
  });

  it.each(RUNTIME_ERRORS)('is known for the runtime error %s', (text, cause) => {
    expect(causesOf(text)[0]).toBe(cause);
  });

  it('is known for every gateway response type', () => {
    const types = Object.values(gateway.GatewayResponseType);
    expect(types).toContain('WAF_FILTERED');
    expect(types.filter((type) => causesOf(type).length === 0)).toEqual([]);
  });

  it('is known for the text of every response that apikit sends in place of the gateway', () => {
    const operations = ['token', 'iam'].map((kind) => ({ access: { authorizer: { kind } } })) as Operation[];
    const told = [
      ...Object.entries(gatewayResponses(undefined, operations)),
      ...Object.entries(gatewayResponses(undefined, [])),
    ];
    const messages = told.flatMap(([type, response]) => {
      const [, message] = /"message":"([^"]+)"/.exec(JSON.stringify(response).replaceAll('\\"', '"')) ?? [];
      return message === undefined ? [] : [[type, message] as const];
    });
    expect(messages.length).toBeGreaterThan(15);
    const typesOf = (id: string) => CAUSES.find((cause) => cause.id === id)?.signs.types ?? [];
    for (const [type, message] of messages)
      expect({ type, message, types: causesOf(message).flatMap(typesOf) }).toMatchObject({
        types: expect.arrayContaining([type]),
      });
  });

  it('is known for every error that Lambda declares', () => {
    const errors = Object.keys(lambda).filter((name) => /Exception$/.test(name) && name !== 'LambdaServiceException');
    expect(errors).toContain('KMSAccessDeniedException');
    expect(errors.filter((name) => causesOf(`${name}: see above`).length === 0)).toEqual([]);
  });

  it.each([400, 401, 403, 404, 413, 414, 415, 429, 431, 500, 502, 503, 504])('is known for %i', (status) => {
    expect(causesOf(String(status)).length).toBeGreaterThan(0);
  });

  it('has its own file, named after it, and is in the list once', () => {
    const files = readdirSync(resolve(import.meta.dirname, '../../src/explain/causes'));
    const ids = CAUSES.map(({ id }) => `${id}.ts`);
    expect([...ids, 'index.ts'].sort()).toEqual(files.sort());
  });

  it('is explained in whole sentences', () => {
    for (const { says, fix } of CAUSES) for (const text of [says, fix]) expect(text).toMatch(/^[A-Z<].*\.$/s);
  });
});

it('an unknown text gets no invented cause', () => {
  expect(causesOf('the coffee is cold')).toEqual([]);
  expect(causesOf('418')).toEqual([]);
});

describe('the input of explain', () => {
  it.each([
    ['945bbbe4', { about: 'request', id: '945bbbe4' }],
    ['945bbbe4-1f7c-4b0e-9d36-1e1f5c1f6b2a', { about: 'request', id: '945bbbe4-1f7c-4b0e-9d36-1e1f5c1f6b2a' }],
    ['KtXWvHcFvwQ=', { about: 'request', id: 'KtXWvHcFvwQ=' }],
    ['/items/4', { about: 'call', method: 'GET', path: '/items/4' }],
    [
      'https://x.example.com/prod/items?a=1',
      { about: 'call', method: 'GET', path: '/prod/items?a=1', url: 'https://x.example.com/prod/items?a=1' },
    ],
    [
      "Access to fetch at 'https://x.example.com/prod/items' from origin 'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass",
      {
        about: 'call',
        method: 'GET',
        path: '/prod/items',
        url: 'https://x.example.com/prod/items',
        origin: 'https://app.example.com',
      },
    ],
  ])('is parsed: %s', (text, question) => {
    expect(parseQuestion([text])).toEqual(question);
  });

  it('is a call if it starts with a method', () => {
    expect(parseQuestion(['post', '/items'])).toEqual({ about: 'call', method: 'POST', path: '/items' });
    expect(parseQuestion(['GET', 'no path'])).toBeUndefined();
    expect(parseQuestion(['  '])).toBeUndefined();
  });
});
