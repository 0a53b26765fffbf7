/**
 * Measures how far the heap grows during a query over many access log lines on the embedded cloud. Prints `{grownMb,
 * textMb}` for the number of lines in the first argument.
 */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CloudBase } from '../../src/local/cloud/cloud.ts';
import { logStoreOf } from '../../src/local/services/logs/log-store.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const GROUP = '/aws/apigateway/shop-dev';
const BATCH = 10_000;
const count = Number(process.argv[2]);

const cloud = await startTestCloud({ logGroupBytes: 1_000_000_000 });
const credentials = { accessKeyId: 'AKID', secretAccessKey: 'x' };
const logs = new CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
const start = Date.now();
const log = logStoreOf({ store: cloud.store } as CloudBase).logOf(
  { account: '000000000000', region: 'eu-west-1' },
  GROUP,
);
const message = (index: number) =>
  `{"userAgent":"curl/8","path":"/dev/items/${index % 500}","apiKeyId":"k${index % 7}","status":${index % 50 ? 200 : 429}}`;
let bytes = 0;
for (let from = 0; from < count; from += BATCH) {
  const events = Array.from({ length: BATCH }, (_, index) => ({
    stream: 'a',
    timestamp: start + from + index,
    ingestionTime: start,
    message: message(from + index),
  }));
  for (const event of events) bytes += event.message.length;
  log.append(events);
}

const before = process.memoryUsage().heapUsed;
let most = before;
const { queryId } = await logs.send(
  new StartQueryCommand({
    logGroupName: GROUP,
    startTime: Math.floor(start / 1000),
    endTime: Math.ceil((start + count) / 1000),
    queryString: 'filter status = 429 | stats count(*) as n by apiKeyId',
  }),
);
for (;;) {
  const { status, results } = await logs.send(new GetQueryResultsCommand({ queryId }));
  most = Math.max(most, process.memoryUsage().heapUsed);
  if (status === 'Running' || status === 'Scheduled') continue;
  if (results?.length !== 7) throw new Error(`The query ended as ${status} with ${results?.length} rows.`);
  break;
}
logs.destroy();
await cloud.close();
console.log(JSON.stringify({ grownMb: (most - before) / 1e6, textMb: bytes / 1e6 }));
