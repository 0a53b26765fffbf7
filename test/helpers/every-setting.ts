/**
 * A project whose stage `dev` has every setting that asks AWS for something. The settings that ask for a resource come
 * from their own examples, and the alarms from their schema, so a new one is here by itself. A new setting of another
 * kind fails the test of `COVERED` until it is written below, or is named there with the reason why not.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTagsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { alarmsSchema } from '../../src/config/alarms-schema.ts';
import { createEncryptionKey } from './encryption-key.ts';
import type { FakeClock } from './fake-clock.ts';
import { createZone } from './hosted-zone.ts';
import { FIRST_EXAMPLES } from './optional-settings.ts';
import { type Project, startSmallProject } from './project.ts';
import { clientsOf } from './project-clients.ts';
import { publishLayer } from './publish-layer.ts';

const CONSUMER = 'src/consumers/feed.js';

/** Every alarm with a value that its schema allows. */
const ALARMS = Object.fromEntries(
  Object.entries(alarmsSchema.properties as Record<string, { type?: string }>).flatMap(([name, { type }]) => {
    const value = { boolean: true, integer: 100, number: 0.5 }[type ?? ''];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** The members of `function` beside those of the template. */
export const FUNCTION = {
  reservedConcurrency: 20,
  ephemeralStorage: 1024,
  logging: { format: 'json' },
  vpc: { subnets: ['private-a', 'private-b'], securityGroups: ['default'] },
  layers: ['arn:aws:lambda:us-east-1:000000000000:layer:tools:1'],
  permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::others/*'] }],
  secrets: { STRIPE: 'ssm:/shop/stripe' },
  environment: { GREETING: 'hello' },
  role: { path: '/shop/' },
  keepReleases: 3,
};

/** The settings of the project. */
export const SETTINGS = {
  encryption: { key: 'alias/shop' },
  tables: {
    items: { key: 'id' },
    feed: { key: 'id', ttl: 'until', indexes: { byTeam: { key: 'team' } }, stream: { consumer: CONSUMER } },
  },
  queues: { jobs: { consumer: CONSUMER } },
  buckets: { files: { versioning: true, expireAfterDays: 30 } },
  userPools: { main: { groups: ['admins'], scopes: { items: ['read'] } } },
  usagePlans: { basic: { rate: 10, burst: 20, quota: '1000/month' }, more: { rate: 20, burst: 40 } },
  cors: { origins: ['https://app.example.com'] },
  access: { deny: ['203.0.113.9'] },
  throttle: { rate: 50, burst: 100 },
  binaryMediaTypes: ['image/png'],
  compression: 1024,
  logs: { retentionDays: 7 },
  logging: 'INFO',
  dataTrace: true,
  metrics: true,
  tracing: true,
  alarms: { ...ALARMS, notify: ['ops@example.com'] },
  ...FIRST_EXAMPLES,
  waf: { ...(FIRST_EXAMPLES.waf as object), ipSets: { allow: ['198.51.100.0/24'], block: ['203.0.113.0/24'] } },
  canary: { maxErrorRate: 0.5 },
  variables: { colour: 'green' },
  tags: { team: 'shop' },
};

/** The settings that only a stage can have. */
export const OF_STAGE = { cache: { size: 0.5 }, domain: { name: 'api.example.com', basePath: 'v1' } };

/** The settings of a stage that are not above, each with the reason. */
export const NOT_COVERED: Readonly<Record<string, string>> = {
  api: 'another front door has fewer settings',
  region: 'the template has it',
  account: 'it is checked with the call that every command makes',
  profile: 'it only chooses credentials',
  function: 'its members are in FUNCTION',
  endpoint: 'another type of endpoint is the same API',
  adopts: 'it takes over an API that somebody else made',
  stateMachines: 'each is a resource that the user defines in a file',
  topics: 'each is a resource that other settings subscribe to',
  eventBuses: 'each is a resource that operations name',
  eventRules: 'each is a resource that the user defines with a file',
  protected: 'it is the default of other settings',
  extends: 'it is a setting of previews',
  expires: 'it is a setting of previews',
};

/** The members of `function` that ask AWS for nothing more. */
export const NOT_OF_FUNCTION: Readonly<Record<string, string>> = {
  entry: 'the template has it',
  handler: 'it names the code in another way',
  bundle: 'it changes only the code',
  runtime: 'the template has it',
  architecture: 'it is a property of the function',
  memory: 'the template has it',
  timeout: 'the template has it',
  snapStart: 'AWS refuses it for functions in Node.js, and beside provisioned concurrency',
};

/** Starts a project with all of that, and what it refers to in the account. */
export async function startProjectWithEverything(clock: FakeClock): Promise<Project> {
  const project = await startSmallProject([], { clock: clock.cloud });
  const clients = clientsOf(project);
  await createEncryptionKey(clients, SETTINGS.encryption.key, 'logs.us-east-1.amazonaws.com');
  await createZone(project, 'example.com');
  clients.destroy();
  await publishLayer(project.cloud.endpoint, 'tools', { 'nodejs/a.js': '' });
  await nameSubnets(project.cloud.endpoint, FUNCTION.vpc.subnets);
  mkdirSync(join(project.dir, 'src/consumers'));
  writeFileSync(join(project.dir, CONSUMER), 'export const handler = async () => ({});\n');
  const base = { name: 'items-api', region: 'us-east-1', contract: 'openapi.yaml' };
  const settings = { ...SETTINGS, function: { entry: 'src/handler.ts', runtime: 'nodejs24.x', ...FUNCTION } };
  // JSON is YAML, too.
  project.edit('apikit.yaml', () => JSON.stringify({ ...base, ...settings, stages: { dev: OF_STAGE } }, null, 2));
  return project;
}

async function nameSubnets(endpoint: string, names: readonly string[]): Promise<void> {
  const credentials = { accessKeyId: 'others', secretAccessKey: 'others' };
  const client = new EC2Client({ endpoint, region: 'us-east-1', credentials });
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
  for (const [index, Value] of names.entries()) {
    const Resources = [Subnets[index]!.SubnetId!];
    await client.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'Name', Value }] }));
  }
  client.destroy();
}
