import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchClient, GetAlarmMuteRuleCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rememberFailedCall } from '../../../src/aws/sdk/errors/failed-call.ts';
import { searchOrSkip, type Unsearched } from '../../../src/aws/sdk/unsearched.ts';

/** An emulator without CloudWatch's mute rules, such as moto. */
let emulator: Server;
let endpoint: string;
beforeAll(async () => {
  emulator = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end('<title>404 Not Found</title>');
  });
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
});
afterAll(() => void emulator.close());

async function search(custom: { endpoint?: string }): Promise<Unsearched[]> {
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  const client = new CloudWatchClient({ endpoint, region: 'us-east-1', credentials });
  const unsearched: Unsearched[] = [];
  await searchOrSkip('mute rules', unsearched, undefined, () =>
    client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'x' })).catch((error: unknown) => {
      rememberFailedCall(error, {
        service: 'CloudWatch',
        operation: 'GetAlarmMuteRule',
        region: 'us-east-1',
        ...custom,
      });
      throw error;
    }),
  );
  return unsearched;
}

it('a search is skipped if an emulator answers with a web page', async () => {
  const why = `${endpoint} does not offer GetAlarmMuteRule`;
  expect(await search({ endpoint })).toEqual([{ what: 'mute rules', why }]);
});

it('a search fails if a web page comes from the address of AWS, which a proxy sends', async () => {
  await expect(search({})).rejects.toThrow();
});
