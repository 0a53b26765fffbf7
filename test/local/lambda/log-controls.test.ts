/** `LoggingConfig` of functions: the JSON format of the log, and the levels that Lambda drops. */
import {
  GetFunctionConfigurationCommand,
  type LoggingConfig,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

const json = (more: LoggingConfig = {}): { LoggingConfig: LoggingConfig } => ({
  LoggingConfig: { LogFormat: 'JSON', ...more },
});
const lines = (log: string) =>
  log
    .trim()
    .split('\n')
    .map((line) => (line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : line));

const NODE = `export const handler = async ({ fail }) => {
  console.debug('low');
  console.log('one', 1);
  console.warn({ two: 2 });
  process.stdout.write(JSON.stringify({ level: 'debug', time: new Date().toISOString(), message: 'own low' }) + '\\n');
  process.stdout.write(JSON.stringify({ level: 'error', time: new Date().toISOString(), message: 'own' }) + '\\n');
  if (fail) throw new TypeError('no');
};`;

describe('a function whose log is JSON', () => {
  it('gets its lines and those of Lambda as objects, without those below its levels', async () => {
    await cloud.create('node-json', NODE, json());
    expect(lines((await cloud.invoke('node-json', {})).log)).toMatchObject([
      { type: 'platform.start', record: { version: '$LATEST' } },
      { level: 'INFO', message: 'one 1', timestamp: expect.stringMatching(/Z$/), requestId: expect.any(String) },
      { level: 'WARN', message: { two: 2 } },
      { level: 'error', message: 'own' },
      { type: 'platform.report', record: { status: 'success', metrics: { memorySizeMB: 128 } } },
    ]);
    const failed = lines((await cloud.invoke('node-json', { fail: true })).log);
    expect(failed).toContainEqual(
      expect.objectContaining({ level: 'ERROR', message: 'Invoke Error', errorType: 'TypeError', errorMessage: 'no' }),
    );
    expect(failed.at(-1)).toMatchObject({ type: 'platform.report', record: { status: 'error' } });
  });

  it('keeps only what its levels allow', async () => {
    await cloud.create('quiet', NODE, json({ ApplicationLogLevel: 'ERROR', SystemLogLevel: 'WARN' }));
    expect(lines((await cloud.invoke('quiet', {})).log)).toMatchObject([{ level: 'error', message: 'own' }]);
    await cloud.create('chatty', NODE, json({ ApplicationLogLevel: 'DEBUG' }));
    const { log } = await cloud.invoke('chatty', {});
    expect(log).toContain('"message":"low"');
    expect(log).toContain('own low');
  });

  it('gets the records of Python logging as objects', async () => {
    const source = `import logging
log = logging.getLogger("shop")
def handler(event, context):
    log.debug("low")
    log.info("sold %s", 3)
    raise ValueError("no")
`;
    await cloud.create('py-json', '', {
      Runtime: 'python3.13',
      Handler: 'index.handler',
      Code: { ZipFile: makeZip({ 'index.py': source }) },
      ...json(),
    });
    expect(lines((await cloud.invoke('py-json', {})).log)).toMatchObject([
      { type: 'platform.start' },
      { level: 'INFO', message: 'sold 3', logger: 'shop' },
      { log_level: 'ERROR', errorType: 'ValueError', errorMessage: 'no' },
      { type: 'platform.report', record: { status: 'error' } },
    ]);
  });

  it('names the end of a call that took too long in its report', async () => {
    await cloud.create('slow-json', 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {
      Timeout: 1,
      ...json(),
    });
    const { log } = await cloud.invoke('slow-json', {});
    expect(lines(log).at(-1)).toMatchObject({ type: 'platform.report', record: { status: 'timeout' } });
  });

  it('shows its levels, and loses them with the format', async () => {
    const FunctionName = 'node-json';
    const read = async () =>
      (await cloud.client.send(new GetFunctionConfigurationCommand({ FunctionName }))).LoggingConfig;
    const update = (LoggingConfig: LoggingConfig) =>
      cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig }));
    expect(await read()).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' });
    await expect(update({ LogFormat: 'Text', SystemLogLevel: 'WARN' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await update({ LogFormat: 'Text' });
    expect(await read()).toEqual({ LogFormat: 'Text', LogGroup: '/aws/lambda/node-json' });
    await update({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
    expect(await read()).toMatchObject({ ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' });
  });
});
