/** `deploy --smoke`: a release that fails does not become live, or does not stay live. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIGatewayClient, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Deployed {
  release: string;
  url: string;
  changed: boolean;
  smoke: { rehearsal: Counts | null; live: Counts } | null;
}
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
interface Failure {
  error: {
    code: string;
    message: string;
    hint: string;
    live: string | null;
    smoke: { operation: string; problems: string[]; status: number | null; request: string }[];
  };
}

const DEV = ['--stage', 'dev', '--yes'];
let builds = 0;
/** Returns a different release each time. */
const good = () => `export { handler } from './handler.ts';\nexport const build = ${++builds};\n`;

/** The scaffolded handler, which fails if `when` is true for the event. */
const broken = (when: string) => `
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handler as good } from './handler.ts';

export const handler = async (event: APIGatewayProxyEvent, context: Context) => {
  if (event.resource === '/health' && ${when}) throw new Error('broken');
  return await good(event, context);
};
`;

const BROKEN = broken('true');
/** It fails only for requests to the live stage. */
const BROKEN_LIVE = broken("event.requestContext.stage === 'dev'");

describe('deploy --smoke', () => {
  let project: Project;
  let live: Deployed;
  let clients: { gateway: APIGatewayClient; iam: IAMClient };

  const handler = (text: string) => writeFileSync(join(project.dir, 'src/changed.ts'), text);
  const deploy = async (...flags: string[]): Promise<Deployed> =>
    await project.json<Deployed>(['deploy', ...DEV, '--smoke', ...flags]);
  async function fails(): Promise<Failure['error'] & { stderr: string }> {
    const { code, stdout, stderr } = await project.apikit(['deploy', ...DEV, '--smoke', '--json']);
    expect(code, stderr).toBe(1);
    return { ...(JSON.parse(stdout) as Failure).error, stderr };
  }
  const health = async () => (await fetch(`${live.url}/health`)).status;
  const serving = async () => (await project.json<{ release: string }>(['status', '--stage', 'dev'])).release;
  const calls = () => project.cloud.adversity!.state().calls;
  /** Returns the stages of the only API. */
  async function stages() {
    const { items = [] } = await clients.gateway.send(new GetRestApisCommand({}));
    const { item = [] } = await clients.gateway.send(new GetStagesCommand({ restApiId: items[0]?.id }));
    return item;
  }

  beforeAll(async () => {
    project = await startProject(['--stages', 'dev'], { adversity: { factor: 0, latency: false } });
    const client = {
      endpoint: project.cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'looks-on', secretAccessKey: 'test' },
    };
    clients = { gateway: new APIGatewayClient(client), iam: new IAMClient(client) };
    project.edit('apikit.yaml', (text) => text.replace('src/handler.ts', 'src/changed.ts'));
  });
  afterAll(async () => {
    clients.gateway.destroy();
    clients.iam.destroy();
    await project.close();
  });
  beforeEach(() => {
    project.cloud.adversity!.set({ rules: [] });
  });

  it('has no earlier release to restore on a first deploy, and says so', async () => {
    handler(BROKEN_LIVE);
    const error = await fails();
    expect(error).toMatchObject({ code: 'SmokeFailed', live: await serving() });
    expect(error.message).toContain('It is the first release of the stage, so there is nothing to go back to');
  });

  it('tests before the switch and after it, and names what it could not test', async () => {
    handler(good());
    live = await deploy();
    expect(live.smoke).toEqual({
      rehearsal: { passed: 2, failed: 0, skipped: 0 },
      live: { passed: 1, failed: 0, skipped: 1 },
    });
    const { stderr } = await project.apikit(['deploy', ...DEV, '--smoke']);
    expect(stderr).toContain('Smoke test of the live stage: 1 request passed.');
    expect(stderr).toContain('Not sent: listItems: it needs an API key, but APIKIT_KEY is not set');
    expect((await stages()).map(({ stageName }) => stageName)).toEqual(['dev']);
  });

  it('keeps a release that fails before the switch from going live, also in the next run', async () => {
    handler(BROKEN);
    for (const _ of ['made', 'there already']) {
      const before = calls().count;
      const { code, message, live: still, smoke, stderr } = await fails();
      expect(code).toBe('DeployFailed');
      expect(message).toContain(
        'failed its smoke test before it went live. 1 of 2 requests failed. getHealth: It answered 502',
      );
      expect(still).toBe(live.release);
      expect(smoke).toMatchObject([{ operation: 'getHealth', status: 502 }]);
      expect(smoke[0]!.request).toMatch(
        /^aws apigateway test-invoke-method --rest-api-id \w+ --resource-id \w+ --http-method GET --path-with-query-string '\/health' /,
      );
      expect(stderr).toContain(smoke[0]!.request);
      const made = calls().last.filter(({ n }) => n > before);
      expect(made.map(({ operation }) => operation)).not.toContain('UpdateStage');
      expect(await serving()).toBe(live.release);
      expect(await health()).toBe(200);
    }
  });

  it('tests the existing release and not a later definition of the API', async () => {
    const text = good();
    handler(text);
    const first = await deploy();
    handler(good());
    await deploy();
    handler(BROKEN);
    await fails();
    handler(text);
    const before = calls().count;
    live = await deploy();
    expect(live).toMatchObject({ release: first.release, smoke: { rehearsal: { passed: 2, failed: 0 } } });
    const made = calls().last.flatMap(({ n, operation }) => (n > before ? [operation] : []));
    expect(made).toContain('PutRestApi');
    expect(made).not.toContain('CreateDeployment');
  });

  it('restores the previous release and its permissions in one write when the live stage fails', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace(/^stages:\n {2}dev: .*$/m, 'stages:\n  dev: { variables: { colour: blue } }'),
    );
    live = await deploy();
    project.edit('apikit.yaml', (text) => text.replace('colour: blue', 'shape: round'));
    handler(BROKEN_LIVE);
    const before = calls().count;
    const error = await fails();
    expect(error).toMatchObject({ code: 'SmokeFailed', live: live.release });
    expect(error.message).toContain(
      'failed its smoke test on the live stage. 1 of 1 requests failed. getHealth: It answered 502',
    );
    expect(error.message).toContain(`The stage was put back to release ${live.release}, which answers again.`);
    expect(error.smoke[0]!.request).toMatch(/^curl -i 'http.+\/dev\/health'/);
    const made = calls().last.filter(({ n }) => n > before);
    expect(made.filter(({ operation }) => operation === 'UpdateStage')).toHaveLength(2);
    expect(await health()).toBe(200);
    const { stdout } = await project.apikit(['status', '--stage', 'dev']);
    expect(stdout).toMatch(/release \w{12} failed its smoke test/);
    expect((await stages()).map(({ variables }) => variables)).toEqual([{ colour: 'blue' }]);
  });

  it('deletes nothing before the test has passed', async () => {
    const policy = async () => {
      const { PolicyDocument = '' } = await clients.iam.send(
        new GetRolePolicyCommand({ RoleName: 'items-api-dev-us-east-1', PolicyName: 'function' }),
      );
      return decodeURIComponent(PolicyDocument);
    };
    const permission =
      'permissions:\n    - { actions: [sqs:SendMessage], resources: ["arn:aws:sqs:us-east-1:000000000000:q"] }\n';
    project.edit('apikit.yaml', (text) => text.replace(/^function:\n/m, `function:\n  ${permission}`));
    handler(good());
    live = await deploy();
    expect(await policy()).toContain('sqs:SendMessage');
    project.edit('apikit.yaml', (text) => text.replace(`  ${permission}`, ''));
    handler(BROKEN_LIVE);
    expect(await fails()).toMatchObject({ code: 'SmokeFailed', live: live.release });
    expect(await policy()).toContain('sqs:SendMessage');
    handler(good());
    live = await deploy();
    expect(await policy()).not.toContain('sqs:SendMessage');
  });

  it('prints the command to restore the stage if the restore fails', async () => {
    const before = await serving();
    handler(BROKEN_LIVE);
    const error = { code: 'AccessDeniedException', message: 'You may not.', status: 403 };
    project.cloud.adversity!.set({ rules: [{ operation: 'UpdateStage', nth: 2, times: 1, fault: { error } }] });
    const failure = await fails();
    expect(failure.message).toContain('The stage could not be put back, and serves this release.');
    expect(failure.live).toBe(await serving());
    expect(failure.hint).toBe(`To put it back, run: apikit rollback ${before} --stage dev`);
    project.cloud.adversity!.set({ rules: [] });
    // The live release was live before this run: it is tested, and there is nothing to put back.
    expect((await fails()).message).toContain('It was already live before, so nothing was put back.');
    await project.json(['rollback', before, '--stage', 'dev', '--yes']);
    expect(await health()).toBe(200);
  });

  it('restores the previous release also after another error', async () => {
    handler(good());
    live = await deploy();
    handler(BROKEN_LIVE);
    project.edit('apikit.yaml', (text) => text.replace(/rate: \d+, burst: \d+/, 'rate: 11, burst: 21'));
    const error = { code: 'BadRequestException', message: 'No.', status: 400 };
    project.cloud.adversity!.set({ rules: [{ operation: 'UpdateUsagePlan', fault: { error } }] });
    const failure = await fails();
    expect(failure).toMatchObject({ code: 'DeployFailed', live: live.release, smoke: [{ operation: 'getHealth' }] });
    expect(failure.message).toContain('Deploy failed at usage-plan/basic: ');
    expect(failure.message).toContain(`stage failed too: Release `);
    expect(failure.message).toContain(`The stage was put back to release ${live.release}, which answers again.`);
    expect(failure.message).toContain(`Release ${live.release} is live and keeps serving.`);
    expect(await health()).toBe(200);
  });

  it('skips the test before the switch if the endpoint does not support it', async () => {
    handler(good());
    const error = { code: 'NotImplementedException', message: 'Not here.', status: 501 };
    project.cloud.adversity!.set({ rules: [{ operation: 'TestInvokeMethod', fault: { error } }] });
    const { stderr, code } = await project.apikit(['deploy', ...DEV, '--smoke']);
    expect(code).toBe(0);
    expect(stderr).toContain('The endpoint does not offer TestInvokeMethod');
  });

  it('stops if the test is not allowed', async () => {
    const before = await serving();
    handler(good());
    const error = { code: 'AccessDeniedException', message: 'You may not do TestInvokeMethod.', status: 403 };
    project.cloud.adversity!.set({ rules: [{ operation: 'TestInvokeMethod', fault: { error } }] });
    expect(await fails()).toMatchObject({ code: 'DeployFailed', live: before });
    expect(await serving()).toBe(before);
  });

  it('rejects settings that would send nothing, before any call', async () => {
    const contract = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) =>
      text.replaceAll(/^( *)operationId: (getHealth|listItems)$/gm, '$&\n$1x-apikit: { smoke: false }'),
    );
    const before = calls().count;
    const refused = async () => {
      const { code, stderr } = await project.apikit(['deploy', ...DEV, '--smoke']);
      expect(code).toBe(2);
      expect(calls().count).toBe(before);
      return stderr;
    };
    expect(await refused()).toContain('There is nothing to send: openapi.yaml');
    project.edit('openapi.yaml', (text) =>
      text.replace(/^( *)operationId: getItem$/m, '$&\n$1x-apikit: { smoke: true }'),
    );
    expect(await refused()).toContain(
      'The smoke test could send nothing (getItem: its path parameter id has no example that can be sent).',
    );
    project.edit('openapi.yaml', () => contract);
  });
});
