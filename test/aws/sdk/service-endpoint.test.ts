/** The endpoint of each service's calls follows the order of AWS's own tools. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAwsItself, serviceEndpoint } from '../../../src/aws/sdk/service-endpoint.ts';

const CONFIG = `[default]
endpoint_url = http://default:1
[profile local]
endpoint_url = http://profile:1/
services = mine
[services mine]
dynamodb =
  endpoint_url = http://section:1
api_gateway =
  endpoint_url = http://section:2
[profile closed]
endpoint_url = http://profile:1
ignore_configured_endpoint_urls = true
[profile wrong]
endpoint_url = localhost:4566
`;

beforeEach(() => {
  const file = join(mkdtempSync(join(tmpdir(), 'apikit-endpoint-')), 'config');
  writeFileSync(file, CONFIG);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the endpoint of a service', () => {
  const both = { AWS_ENDPOINT_URL: 'http://all:1/', AWS_ENDPOINT_URL_DYNAMODB: 'http://own:1' };

  it.each([
    ['comes from its own variable first', 'DynamoDB', { env: both, profile: 'local' }, 'http://own:1'],
    [
      'then from the variable for all services, without its slash',
      'Lambda',
      { env: both, profile: 'local' },
      'http://all:1',
    ],
    ["then from the service's section of the profile", 'DynamoDB', { env: {}, profile: 'local' }, 'http://section:1'],
    ['also for names of two words', 'API Gateway', { env: {}, profile: 'local' }, 'http://section:2'],
    ['then from the profile itself', 'IAM', { env: {}, profile: 'local' }, 'http://profile:1'],
    ['that AWS_PROFILE names', 'IAM', { env: { AWS_PROFILE: 'local' } }, 'http://profile:1'],
    ['or from the default profile', 'IAM', { env: {} }, 'http://default:1'],
    ['or is AWS', 'IAM', { env: {}, profile: 'closed' }, undefined],
    ['as with a missing profile', 'IAM', { env: {}, profile: 'nope' }, undefined],
    ['and ignores an empty variable', 'STS', { env: { AWS_ENDPOINT_URL: '' }, profile: 'nope' }, undefined],
    [
      'reads AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
      'CloudWatch Logs',
      { env: { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs:1' } },
      'http://logs:1',
    ],
    [
      'can be ignored with one variable',
      'DynamoDB',
      { env: { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }, profile: 'local' },
      undefined,
    ],
  ])('%s', async (_order, service, surroundings, expected) => {
    expect(await serviceEndpoint(service, surroundings)).toBe(expected);
  });

  it('that is invalid is an error that names its source', async () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: 'localhost:8000' };
    const wrong = serviceEndpoint('DynamoDB', { env });
    await expect(wrong).rejects.toMatchObject({
      code: 'BadEndpoint',
      exitCode: 2,
      hint: expect.stringContaining('AWS_ENDPOINT_URL_DYNAMODB'),
    });
    await expect(serviceEndpoint('IAM', { env: {}, profile: 'wrong' })).rejects.toMatchObject({
      hint: expect.stringContaining('endpoint_url'),
    });
  });

  it('may be an address of AWS itself, with its limits and URLs', () => {
    expect(isAwsItself(undefined)).toBe(true);
    expect(isAwsItself('https://vpce-1.apigateway.eu-west-1.vpce.amazonaws.com')).toBe(true);
    expect(isAwsItself('http://127.0.0.1:4566')).toBe(false);
    expect(isAwsItself('https://amazonaws.com.example.org')).toBe(false);
  });
});
