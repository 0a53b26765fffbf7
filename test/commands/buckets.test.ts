/** `buckets` of apikit.yaml: a bucket is created, repaired, kept and deleted with its objects. */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

const NAME = 'items-api-dev-documents-000000000000-us-east-1-an';
const stage = ['--stage', 'dev'];

let project: Project;
let clients: Clients;
beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);
const buckets = async () => {
  const client = await clients.s3();
  return ((await client.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);
};

it('a stage gets its bucket, and the handler its name', async () => {
  project.edit('apikit.yaml', (text) => `${text}buckets:\n  documents: { versioning: true }\n`);
  const { changes } = await deploy();
  expect(changes).toContainEqual(expect.objectContaining({ resource: 'bucket/documents', action: 'create' }));
  const lambda = await clients.lambda();
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'items-api-dev' }));
  expect(Environment!.Variables).toMatchObject({ BUCKET_DOCUMENTS: NAME });
});

it('a deploy with nothing to do writes nothing, and repairs what somebody has changed', async () => {
  expect((await deploy()).calls.writes).toBe(0);
  const client = await clients.s3();
  const VersioningConfiguration = { Status: 'Suspended' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket: NAME, VersioningConfiguration }));
  expect((await deploy()).changes).toMatchObject([{ resource: 'bucket/documents', action: 'update' }]);
});

it('a bucket that left the configuration stays with its objects, and a deploy says so', async () => {
  const client = await clients.s3();
  await client.send(new PutObjectCommand({ Bucket: NAME, Key: 'report.pdf', Body: 'data' }));
  const before = project.read('apikit.yaml');
  project.edit('apikit.yaml', (text) => text.replace(/^buckets:\n.*\n/m, ''));
  const { code, stdout, stderr } = await project.apikit(['plan', ...stage]);
  expect(code).toBe(0);
  expect(`${stdout}${stderr}`).toContain('bucket/documents');
  project.edit('apikit.yaml', () => before);
});

it('destroy keeps the bucket, and --delete-data deletes it with all versions', async () => {
  const kept = await project.apikit(['destroy', ...stage, '--yes']);
  expect(kept.code).toBe(0);
  expect(`${kept.stdout}${kept.stderr}`).toContain(NAME);
  expect(await buckets()).toEqual([NAME]);
  expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
  expect(await buckets()).toEqual([]);
});
