/**
 * `apikit local start --realistic` and `--adversity`: the settings that they turn on, and an error if a cloud without
 * them runs already.
 */
import { APIGatewayClient, DeleteRestApiCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startedWith } from '../../../src/local/process/background.ts';
import { type ServeOptions, serve } from '../../../src/local/process/serve.ts';
import { startCloud } from '../../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { refusal } from './adverse-cloud.ts';

async function start(flags: Pick<ServeOptions, 'realistic' | 'adversity'>): Promise<string> {
  const stop = new AbortController();
  const result = await serve({ dataDir: tempDir(), memory: true, port: 0, ...flags }, stop.signal);
  if (!('started' in result)) throw new Error(JSON.stringify(result));
  onTestFinished(async () => {
    stop.abort();
    await result.started.stopped;
  });
  return result.started.endpoint;
}

const settingsOf = async (endpoint: string) => {
  const response = await fetch(`${endpoint}/_apikit/adversity`, { headers: { 'x-apikit-control': 'test' } });
  return response.ok ? ((await response.json()) as { settings: unknown }).settings : response.status;
};

describe('local start', () => {
  it('--realistic enforces the rates and the delays', async () => {
    const endpoint = await start({ realistic: true });
    expect(await settingsOf(endpoint)).toEqual({ quotas: true, factor: 1, latency: true });
    expect(await startedWith(endpoint)).toMatchObject({ adversity: true, realistic: true });
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = new APIGatewayClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
    const remove = () => refusal(client.send(new DeleteRestApiCommand({ restApiId: 'x' })));
    expect((await remove()).name).toBe('NotFoundException');
    expect((await remove()).name).toBe('TooManyRequestsException');
  });

  it('--adversity only adds the control endpoint', async () => {
    const endpoint = await start({ adversity: true });
    expect(await settingsOf(endpoint)).toEqual({ quotas: false, factor: 0, latency: true });
    expect(await startedWith(endpoint)).toMatchObject({ adversity: true, realistic: false });
  });

  it('has no control endpoint without these flags', async () => {
    const cloud = await startCloud({ port: 0 });
    onTestFinished(() => cloud.close());
    expect(await settingsOf(cloud.endpoint)).toBe(404);
    expect(await startedWith(cloud.endpoint)).toEqual({ adversity: false, realistic: false, anyUser: false });
  });

  it('rejects a flag that the running cloud was started without', async () => {
    const stop = new AbortController();
    const dataDir = tempDir();
    const result = await serve({ dataDir, memory: true, port: 0, adversity: true }, stop.signal);
    if (!('started' in result)) throw new Error(JSON.stringify(result));
    const same = await apikit(['local', 'start', '--data', dataDir, '--adversity']);
    const more = await apikit(['local', 'start', '--data', dataDir, '--realistic']);
    stop.abort();
    await result.started.stopped;
    expect(same.code).toBe(0);
    expect(more.code).toBe(2);
    expect(more.stderr).toContain('runs without --realistic');
  });
});
