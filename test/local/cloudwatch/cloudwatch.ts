/** A separate CloudWatch for a test, with a clock that the test moves. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { createMetricSink } from '../../../src/local/services/cloudwatch/metric-sink.ts';
import { service } from '../../../src/local/services/cloudwatch/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

export const scope = { account: '000000000000', region: 'eu-west-1' };
/** A full hour, so that periods are easy to see. */
export const START = Date.UTC(2026, 0, 15, 12);
export const MINUTE = 60_000;

export interface TestCloudWatch extends Services {
  client: CloudWatchClient;
  clock: { now: number };
}

export async function startCloudWatch(options: { dataDir?: string; now?: number } = {}): Promise<TestCloudWatch> {
  const clock = { now: options.now ?? START };
  let flush = () => {};
  const cloud = await startServices([service], {
    now: () => clock.now,
    parts(base) {
      const metrics = createMetricSink(base);
      flush = metrics.close;
      return { metrics };
    },
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const client = new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  return {
    ...cloud,
    client,
    clock,
    async close() {
      flush();
      client.destroy();
      await cloud.close();
    },
  };
}
