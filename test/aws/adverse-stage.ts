/** A stage in a cloud that takes its time from then on, and the kinds that drive it, as the registry makes them. */
import { setMaxListeners } from 'node:events';
import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { onTestFinished } from 'vitest';
import { createKinds } from '../../src/aws/kinds/registry.ts';
import type { StageProperties } from '../../src/aws/kinds/stage/shape.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { startAdverseCloud } from '../local/adversity/adverse-cloud.ts';
import { addApi, addDeployment, allowLogs } from './deployed-api.ts';
import { reconcile, resource, TAGS, type World } from './kind-world.ts';

/** The group of its access log, which is not made. */
export const ACCESS_LOG = '/aws/apigateway/items-api-dev';

export async function startAdverseStage() {
  const { clock, endpoint, adversity } = await startAdverseCloud({ latency: false });
  const clients = createClients({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: clock.client,
    limits: 'none',
    env: {},
  });
  onTestFinished(() => clients.destroy());
  const notes: string[] = [];
  const { signal } = new AbortController();
  // Every wait listens to it.
  setMaxListeners(0, signal);
  const parts = {
    clients,
    clock: clock.client,
    artifacts: new Map([['definition', Buffer.from('{}')]]),
    target: { account: '000000000000', region: 'eu-west-1', partition: 'aws', endpoint },
    context: { note: (text: string) => void notes.push(text), signal },
  };
  const world = parts as unknown as World;
  const api = await addApi(world);
  await allowLogs(world);
  const deployment = await addDeployment(world, api);
  const kinds = createKinds(world);
  const kind = kinds.get('stage')!;
  const wanted = (changes: Partial<StageProperties>) => {
    const destination = `arn:aws:logs:eu-west-1:000000000000:log-group:${ACCESS_LOG}`;
    const settings = {
      ...{ api, deployment, definition: 'definition', throttle: { rate: 500, burst: 1000 }, metrics: true },
      ...{ logging: 'OFF', dataTrace: false, tracing: false, variables: {}, tags: TAGS },
      accessLog: { destination, format: '{"requestId":"$context.requestId"}' },
    };
    return resource('stage', 'dev', { ...settings, ...changes });
  };
  await reconcile(kind, wanted({}), world);
  adversity.set({ factor: 1 });
  const client = await clients.apiGateway();
  const stage = async () => await client.send(new GetStageCommand({ restApiId: api, stageName: 'dev' }));
  const differences = async (desired: ReturnType<typeof wanted>) =>
    kind.diff(desired, (await kind.read(desired, world.context))!).map(({ path }) => path);
  return { world, clock, api, endpoint, notes, kinds, kind, wanted, stage, client, differences };
}
