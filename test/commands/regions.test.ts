/** Regions are checked wherever one is named, before any call. */
import { expect, it } from 'vitest';
import { apikit } from '../helpers/cli.ts';

it.each([
  [
    ['list', '--region', 'us-esat-1'],
    {},
    /--region is "us-esat-1", which is not an AWS region\. → Did you mean us-east-1\?/,
  ],
  [['local', 'start', '--region', 'mars'], {}, /--region is "mars", which is not an AWS region/],
  [['list'], { AWS_REGION: 'us-esat-1' }, /AWS_REGION is "us-esat-1"/],
  [['list'], { AWS_DEFAULT_REGION: 'europe' }, /AWS_DEFAULT_REGION is "europe"/],
])('%j with %j', async (argv, env, message) => {
  const { code, stderr } = await apikit(argv, { env });
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
  expect(code).toBe(2);
});
