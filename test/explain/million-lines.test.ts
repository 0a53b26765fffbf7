/** Finds a request by its id in a stage that logs a million lines an hour, with few calls. */
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type FaultyStage, startFaultyStage } from './faulty-stage.ts';

const HOUR = 3_600_000;
/** PutLogEvents takes 10,000 events and 1 MB. */
const BATCH = 10_000;

let stage: FaultyStage;
beforeAll(async () => {
  stage = await startFaultyStage();
});
afterAll(() => stage.close());

async function logLines(logGroupName: string, count: number, line: (index: number) => string): Promise<void> {
  const client = await stage.clients.logs();
  const logStreamName = '2026/11/30/[1]others';
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const begin = Date.now() - HOUR + 60_000;
  for (let from = 0; from < count; from += BATCH) {
    const logEvents = Array.from({ length: BATCH }, (_, index) => ({
      timestamp: begin + Math.floor(((from + index) / count) * (HOUR - 120_000)),
      message: line(from + index),
    }));
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
}

it('a request is found with eight calls, plus one for each poll after the second and one for its stack', async () => {
  const { id } = await stage.send('/fail/throws');
  await logLines(
    '/aws/apigateway/faulty-dev',
    500_000,
    (index) => `{"requestId":"${index}","status":200,"latency":12}`,
  );
  await logLines('/aws/lambda/faulty-dev', 500_000, (index) => `{"level":"info","message":"item ${index} was read"}`);
  const proxy = await startCountingProxy(stage.cloud.endpoint);
  const { code, stdout } = await stage.apikit(['explain', id, '--stage', 'dev', '--json'], {
    env: { AWS_ENDPOINT_URL: proxy.endpoint },
  });
  expect(code, stdout).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ request: { requestId: id }, causes: [{ cause: 'function-throws' }] });
  // The number of polls for a query depends on the speed of this machine. The calls that are left of eight go to a
  // check.
  const looks = proxy.calls.filter((call) => call === 'Logs_20140328.GetQueryResults').length;
  expect(looks).toBeGreaterThan(0);
  expect(proxy.calls.length - Math.max(0, looks - 2), proxy.calls.join('\n')).toBeLessThanOrEqual(9);
  await proxy.close();
});
