/** A deployed stage with every kind of resource that a project can ask for, and stages with the other front doors. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { startNotes } from '../../front-doors/notes-project.ts';
import { createEncryptionKey } from '../../helpers/encryption-key.ts';
import { createZone } from '../../helpers/hosted-zone.ts';
import { FIRST_LINES } from '../../helpers/optional-settings.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

/** The value of a variable that only the user knows. It must be in no file. */
export const PASSWORD = 'hunter2-of-the-shop';

/** Deploys a project with all settings to the stage `dev`. */
export async function startFullStage(): Promise<Project> {
  const project = await startSmallProject([]);
  const clients = clientsOf(project);
  const { Subnets = [] } = await (await clients.ec2()).send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.map(({ SubnetId }) => SubnetId).join(', ');
  await createEncryptionKey(clients, 'alias/shop', 'logs.us-east-1.amazonaws.com');
  await createZone(project, 'example.com');
  mkdirSync(join(project.dir, 'src/consumers'));
  writeFileSync(join(project.dir, 'src/consumers/feed.js'), 'export const handler = async () => ({});\n');
  project.edit('apikit.yaml', (text) =>
    text
      .replace(
        /^tables:\n/m,
        `queues: { jobs: { consumer: src/consumers/feed.js }, mails: { fifo: true, consumer: src/consumers/feed.js } }
buckets: { files: { versioning: true } }
eventBuses: { orders: {} }
eventRules: { placed: { bus: orders, pattern: { source: [shop] }, consumer: src/consumers/feed.js } }
topics: { events: { subscribe: [jobs], consumer: src/consumers/feed.js } }
tables:
  feed: { key: id, sortKey: at, ttl: gone, stream: { consumer: src/consumers/feed.js }, indexes: { byOwner: { key: owner } } }
`,
      )
      .replace(/^usagePlans:\n/m, 'usagePlans:\n  more: { rate: 1, burst: 1, quota: 100/day }\n')
      .replace(
        /^function:\n/m,
        `encryption: { key: alias/shop }
function:
  reservedConcurrency: 20
  logging: { format: json }
  environment: { DATABASE_URL: "postgres://shop:${PASSWORD}@db" }
  vpc: { subnets: [${subnets}], securityGroups: [default] }
`,
      )
      .concat(
        `\nvariables: { colour: blue }
userPools:
  main: { groups: [admins], scopes: { items: [read] } }
alarms: { throttled: 5, notify: [ops@example.com] }
${FIRST_LINES.join('')}`,
      )
      .replace(/^ {2}dev: .*$/m, '  dev: { domain: { name: api.example.com, basePath: v1 } }'),
  );
  await deploy(project);
  clients.destroy();
  return project;
}

/** Deploys a project without a REST API to the stage `dev`. */
export async function startOtherDoor(api: 'http' | 'url'): Promise<Project> {
  const project = await startNotes(`  dev: { api: ${api} }\n`);
  if (api === 'http') {
    const scheme = 'users: { type: http, scheme: bearer, x-apikit: { userPool: main } }';
    project.edit('openapi.yaml', (text) =>
      text
        .replace(/^paths:$/m, `components: { securitySchemes: { ${scheme} } }\npaths:`)
        .replace('operationId: latestNote', 'operationId: latestNote\n      security: [{ users: [] }]'),
    );
    project.edit('apikit.yaml', (text) => `userPools: { main: {} }\n${text}`);
  }
  await deploy(project);
  return project;
}

/** Deploys a project whose contract has a text that CloudFormation would replace, to the stage `dev`. */
export async function startStrangersStage(): Promise<Project> {
  const project = await startNotes('  dev: {}\n');
  project.edit('openapi.yaml', (text) =>
    text.replace('properties: { text:', "properties: { '{{resolve:ssm:/shop/key}}': { type: string }, text:"),
  );
  await deploy(project);
  return project;
}

async function deploy(project: Project): Promise<void> {
  const { code, stderr } = await project.apikit(['deploy', '--stage', 'dev', '--yes']);
  if (code !== 0) throw new Error(stderr);
}
