/** State machines on the embedded cloud: an operation that starts one, the functions of its tasks, and their end. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');
const SECTION = PAGE.slice(PAGE.indexOf('## State machines'), PAGE.indexOf('## Topics'));
/** The examples of docs/events.md by the comments in their first lines. */
const EXAMPLES = new Map(
  [...SECTION.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)```/gs)].map(([, file, text]) => [file!, text!]),
);
const DEFINITION = /```json\n(.*?)```/s.exec(SECTION)![1]!;
const OPERATION = EXAMPLES.get('openapi.yaml')!.replace(
  'operationId: startFlow',
  'operationId: startFlow\n      security: []',
);
const SETTINGS = EXAMPLES.get('apikit.yaml')!;
const ACCOUNT = '000000000000';

let project: Project;
let url = '';
let region = '';
let sfn: SFNClient;
let iam: IAMClient;

beforeAll(async () => {
  project = await startSmallProject([], { adversity: { factor: 0, latency: false } });
  project.edit('openapi.yaml', (text) =>
    text
      .replace(/^paths:\n/m, OPERATION)
      .replace(
        /^ {2}schemas:\n/m,
        '  schemas:\n    Order: { type: object, required: [customer], properties: { customer: { type: string } } }\n',
      ),
  );
  mkdirSync(join(project.dir, 'flows'));
  writeFileSync(join(project.dir, 'flows/order.asl.json'), DEFINITION);
  writeFileSync(join(project.dir, 'src/charge.mjs'), EXAMPLES.get('src/charge.mjs')!);
  project.edit('apikit.yaml', (text) => `${text}\n${SETTINGS}alarms: { failedExecutions: true }\n`);
  region = /^region: (.+)$/m.exec(project.read('apikit.yaml'))![1]!;
  const settings = {
    endpoint: project.cloud.endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  [sfn, iam] = [new SFNClient(settings), new IAMClient(settings)];
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(async () => await project.close());

const start = async (body: string) => {
  const response = await fetch(`${url}/flows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const execution = async (id: string) =>
  await sfn.send(
    new DescribeExecutionCommand({
      executionArn: `arn:aws:states:${region}:${ACCOUNT}:execution:items-api-dev-orderFlow:${id}`,
    }),
  );
const changes = async () => {
  const plan = await project.json<{ changes: { action: string; resource: string }[] }>(['plan', ...stage]);
  return plan.changes.map(({ action, resource }) => `${action} ${resource}`).sort();
};
const definition = async () => {
  const stateMachineArn = `arn:aws:states:${region}:${ACCOUNT}:stateMachine:items-api-dev-orderFlow`;
  return (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition;
};
const machines = async () => (await sfn.send(new ListStateMachinesCommand({}))).stateMachines!.map(({ name }) => name);
const refusal = async () => {
  const { code, stdout, stderr } = await project.apikit(['plan', ...stage]);
  return { code, said: (stdout + stderr).replaceAll(/\s+/g, ' ') };
};

describe('an operation that starts a state machine', () => {
  it('answers with the ID of the execution, whose input is the body', async () => {
    const body = `{"customer": "ä 'b' \\"c\\" \\\\ $input"}`;
    const started = await start(body);
    expect(started).toEqual({ status: 202, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    await vi.waitFor(async () => expect((await execution(started.body.id!)).status).toBe('SUCCEEDED'), 20_000);
    const { input, output } = await execution(started.body.id!);
    expect(input).toBe(body);
    expect(JSON.parse(output!)).toEqual({ ...JSON.parse(body), charged: true });
    const found = await project.apikit(['tail-logs', ...stage, '--since', '10m', '--no-follow']);
    expect(found.stdout).toContain(`charged ä 'b' "c"`);
  });

  it('rejects a body that breaks the contract, and one that no execution can have', async () => {
    expect(await start('{}')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    const large = await start(JSON.stringify({ customer: 'x'.repeat(262_145) }));
    expect(large).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', requestId: expect.any(String) } });
  });
});

describe('a stage with a state machine', () => {
  it('has no changes after a deploy, and no drift', async () => {
    expect(await changes()).toEqual([]);
    expect((await project.apikit(['status', ...stage])).code).toBe(0);
  });

  it('gives its executions exactly the permissions of the tasks', async () => {
    const RoleName = `items-api-dev-orderFlow-machine-${region}`;
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'tasks' }));
    const resource = `arn:aws:lambda:${region}:${ACCOUNT}:function:items-api-dev-orderFlow-charge-step`;
    expect(JSON.parse(decodeURIComponent(PolicyDocument!)).Statement).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [resource] },
    ]);
  });

  it('is refused before any call if its definition has faults', async () => {
    const before = project.read('flows/order.asl.json');
    project.edit('flows/order.asl.json', (text) => text.replace('function.charge.arn', 'function.chrge.arn'));
    expect(await refusal()).toMatchObject({
      code: 2,
      said: expect.stringContaining(`flows/order.asl.json: $\{function.chrge.arn} has no value`),
    });
    project.edit('flows/order.asl.json', () => before.replace('"Next": "NotCharged"', '"Next": "Nowhere"'));
    const { code, said } = await refusal();
    expect(code).toBe(2);
    expect(said).toContain('#/States/Charge/Catch[0]/Next: There is no state Nowhere to go to.');
    expect(said).toContain('#/States/NotCharged: No state leads to NotCharged.');
    project.edit('flows/order.asl.json', () => before);
  });

  it('gets a changed definition, and changes nothing else', async () => {
    project.edit('flows/order.asl.json', (text) => text.replace('"MaxAttempts": 2', '"MaxAttempts": 1'));
    expect(await changes()).toEqual(['update state-machine/orderFlow']);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await changes()).toEqual([]);
  });

  it('starts the definition of the live release until another one serves', async () => {
    const before = await definition();
    const flow = project.read('flows/order.asl.json');
    project.edit('flows/order.asl.json', (text) => text.replace(/"MaxAttempts": \d/, '"MaxAttempts": 3'));
    project.edit('openapi.yaml', (text) =>
      text.replace(
        'properties: { customer: { type: string } }',
        'properties: { customer: { type: string, maxLength: 99 } }',
      ),
    );
    const error = { code: 'BadRequestException', message: 'Not now.', status: 400 };
    project.cloud.adversity!.set({ rules: [{ operation: 'PutRestApi', fault: { error } }] });
    const failed = await project.apikit(['deploy', ...stage, '--yes']);
    project.cloud.adversity!.set({ rules: [] });
    expect(failed.code).not.toBe(0);
    expect(failed.stderr.replaceAll(/\s+/g, ' ')).toMatch(/Not started: .*state-machine\/orderFlow/);
    expect(await definition()).toBe(before);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await definition()).toContain('"MaxAttempts": 3');
    project.edit('flows/order.asl.json', () => flow);
  });

  it('keeps the role and the functions of executions that run', async () => {
    const pausing = '"StartAt": "Pause", "States": { "Pause": { "Type": "Wait", "Seconds": 20, "Next": "Charge" },';
    project.edit('flows/order.asl.json', (text) => text.replace(/"StartAt": "Charge",\s*"States": \{/, pausing));
    await project.json(['deploy', ...stage, '--yes']);
    const { body } = await start('{"customer": "a"}');
    project.edit('apikit.yaml', (text) => text.replace('charge: src/charge.mjs', 'bill: src/charge.mjs'));
    project.edit('flows/order.asl.json', (text) => text.replace('function.charge.arn', 'function.bill.arn'));
    const deployed = await project.apikit(['deploy', ...stage, '--yes']);
    expect(deployed.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'Executions of state-machine/orderFlow that began before this deploy may still run.',
    );
    await vi.waitFor(async () => expect((await execution(body.id!)).status).not.toBe('RUNNING'), 60_000);
    expect((await execution(body.id!)).status).toBe('SUCCEEDED');
    const former = ['consumer', 'log-group', 'role'].map((kind) => `delete ${kind}/orderFlow-charge-step`);
    expect(await changes()).toEqual([...former, 'update role/orderFlow-machine']);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await changes()).toEqual([]);
    project.edit('apikit.yaml', (text) => text.replace('bill: src/charge.mjs', 'charge: src/charge.mjs'));
    project.edit('flows/order.asl.json', (text) => text.replace('function.bill.arn', 'function.charge.arn'));
    await project.json(['deploy', ...stage, '--yes']);
  }, 180_000);

  it('loses the state machine and its functions that apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) => text.replace(SETTINGS, ''));
    project.edit('openapi.yaml', (text) => text.replace(OPERATION, 'paths:\n'));
    const removed = ['consumer', 'log-group', 'role'].map((kind) => `delete ${kind}/orderFlow-charge-step`);
    expect(await changes()).toEqual(
      expect.arrayContaining([
        ...removed,
        'delete alarm/machine-orderFlow-failures',
        'delete role/integrations',
        'delete role/orderFlow-machine',
        'delete state-machine/orderFlow',
      ]),
    );
    await project.json(['deploy', ...stage, '--yes']);
    expect(await changes()).toEqual([]);
    expect(await machines()).toEqual([]);
  });

  it('goes with its stage', async () => {
    project.edit('apikit.yaml', (text) => text.replace('alarms:', `${SETTINGS}alarms:`));
    await project.json(['deploy', ...stage, '--yes']);
    expect(await machines()).toEqual(['items-api-dev-orderFlow']);
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await machines()).toEqual([]);
  });
});
