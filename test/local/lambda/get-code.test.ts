import { createHash } from 'node:crypto';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../../helpers/project.ts';

describe('the location of a function’s code', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject();
    await project.json(['deploy', '--stage', 'dev', '--yes']);
  });
  afterAll(() => project.close());

  it('returns the uploaded zip', async () => {
    const client = new LambdaClient({ endpoint: project.cloud.endpoint, region: 'us-east-1' });
    const { Code, Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'items-api-dev' }));
    const zip = Buffer.from(await (await fetch(Code!.Location!)).arrayBuffer());
    expect(createHash('sha256').update(zip).digest('base64')).toBe(Configuration!.CodeSha256);
    client.destroy();
  });

  it('does not exist for another hash', async () => {
    expect((await fetch(`${project.cloud.endpoint}/_apikit/code/${'0'.repeat(64)}`)).status).toBe(404);
  });
});
