/** The list of apikit's own tags is complete, and a stage with the most tags of its user has room for them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIGatewayClient, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { afterAll, expect, it } from 'vitest';
import { mostOwnTags, OWN_TAGS, stageTags } from '../../src/naming/tags.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

let project: Project | undefined;
afterAll(() => project?.close());

const SRC = join(import.meta.dirname, '../../src');
const OF_STAGE = Object.keys(stageTags({ app: 'a', stage: 's', tags: {}, preview: {} }));
/** The tags of the lock table, which belongs to no stage, and of the embedded cloud. */
const OF_OTHERS = ['apikit:use', 'apikit:target'];

it('names every tag that the code has', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SRC, file), 'utf8'));
  const found = new Set(files.flatMap((text) => [...text.matchAll(/'(apikit:[a-z-]+)'/g)].map(([, tag]) => tag)));
  expect([...found].sort()).toEqual([...OF_STAGE, ...Object.values(OWN_TAGS).flat(), ...OF_OTHERS].sort());
});

/** The part of the list for a resource, by its ARN. */
function listed(arn: string): readonly string[] {
  if (/:\/apikeys\/\w+$/.test(arn)) return OWN_TAGS.apiKey;
  if (/:\/restapis\/\w+$/.test(arn)) return OWN_TAGS.api;
  if (/:sqs:/.test(arn)) return OWN_TAGS.queue;
  return /:dynamodb:.*:table\//.test(arn) ? OWN_TAGS.table : [];
}

it('leaves room for all tags of a stage with the most tags, and no resource has others', async () => {
  project = await startSmallProject();
  const most = 50 - mostOwnTags(false);
  const tags = Array.from({ length: most }, (_, index) => `t${index}: x`).join(', ');
  project.edit(
    'apikit.yaml',
    (text) => `${text}\ntags: { ${tags} }\nqueues: { orders: { consumer: src/orders.ts } }\n`,
  );
  writeFileSync(join(project.dir, 'src/orders.ts'), 'export const handler = async () => {};\n');
  const stage = ['--stage', 'local'];
  for (const argv of [
    ['deploy', '--yes'],
    ['keys', 'create', 'ada'],
    ['keys', 'rotate', 'ada'],
    ['keys', 'finish', 'ada'],
  ]) {
    const { code, stderr } = await project.apikit([...argv, ...stage]);
    expect(code, stderr).toBe(0);
  }
  const config = {
    endpoint: project.cloud.endpoint,
    region: /^region: (\S+)/m.exec(project.read('apikit.yaml'))?.[1] ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const tagging = new ResourceGroupsTaggingAPIClient(config);
  const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand({ ResourcesPerPage: 100 }));
  const gateway = new APIGatewayClient(config);
  const { items: keys = [] } = await gateway.send(new GetApiKeysCommand({}));
  const found = [
    ...ResourceTagMappingList.map(({ ResourceARN = '', Tags = [] }) => ({
      arn: ResourceARN,
      own: Tags.map(({ Key = '' }) => Key),
    })),
    ...keys.map(({ id, tags: ofKey = {} }) => ({ arn: `:/apikeys/${id}`, own: Object.keys(ofKey) })),
  ].map(({ arn, own }) => ({
    arn,
    own: own.filter((tag) => tag.startsWith('apikit:') && !OF_STAGE.includes(tag) && !OF_OTHERS.includes(tag)),
  }));
  tagging.destroy();
  gateway.destroy();
  expect(found.filter(({ arn, own }) => own.some((tag) => !listed(arn).includes(tag)))).toEqual([]);
  const kinds = found.filter(({ own }) => own.length > 0).map(({ arn }) => (/:sqs:/.test(arn) ? 'queue' : 'key'));
  expect([...new Set(kinds)].sort()).toEqual(['key', 'queue']);
});
