/**
 * `function.permissions` in a role that the embedded cloud enforces: added, shown, removed after the switch, and drift.
 */
import { IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

const OPERATION = `import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
const ssm = new SSMClient();
export const sayHello = async () => {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/shop/greeting' }));
  return { status: 200, body: { message: String(Parameter?.Value), time: new Date().toISOString() } };
};
`;
// The placeholders are apikit's, in YAML.
const PERMISSIONS = `  permissions:
    - actions: [ssm:GetParameter]
      resources: ["arn:$\{partition}:ssm:$\{region}:$\{account}:parameter/shop/greeting"]
`;

let project: Project;
beforeAll(async () => {
  project = await startProject(['--template', 'hello', '--stages', 'dev', '--region', 'us-east-1']);
  project.edit('src/operations/sayHello.ts', () => OPERATION);
  project.edit('openapi.yaml', (text) => text.replace('security: [{ apiKey: [] }]', 'security: []'));
  await new SSMClient(config()).send(new PutParameterCommand({ Name: '/shop/greeting', Value: 'Hi', Type: 'String' }));
});
afterAll(() => project.close());

const config = () => ({
  endpoint: project.cloud.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const deploy = () => project.json<{ url: string }>(['deploy', '--stage', 'dev', '--yes']);

it('permissions allow what they say and nothing else, and are removed when apikit.yaml drops them', async () => {
  const told = await project.apikit(['validate']);
  expect(told.stderr).toContain('The code can call ssm:GetParameter, and its role does not allow that');
  const { url } = await deploy();
  const call = () => fetch(`${url}/hello?name=Ada`);
  expect((await call()).status).toBe(500);

  project.edit('apikit.yaml', (text) => text.replace('  memory:', `${PERMISSIONS}  memory:`));
  expect((await project.apikit(['validate'])).stderr).not.toContain('does not allow');
  const plan = await project.apikit(['plan', '--stage', 'dev']);
  expect(plan.stdout).toContain('Permission1');
  expect(plan.stdout).toContain('ssm:GetParameter');
  await deploy();
  expect(await (await call()).json()).toMatchObject({ message: 'Hi' });

  const iam = new IAMClient(config());
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { RoleName } = Roles.find((role) => role.RoleName!.includes('-dev-'))!;
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'function', PolicyDocument }));
  const status = await project.apikit(['status', '--stage', 'dev']);
  expect(status.stdout + status.stderr).toContain('Permission1');
  await deploy();
  expect((await call()).status).toBe(200);

  project.edit('apikit.yaml', (text) => text.replace(PERMISSIONS, ''));
  await deploy();
  expect((await call()).status).toBe(500);
});

it('permissions are rejected before anything is sent if they are longer than IAM allows', async () => {
  const resources = Array.from({ length: 100 }, (_, index) => `arn:aws:s3:::${'x'.repeat(100)}${index}/*`);
  const before = project.read('apikit.yaml');
  const long = `  permissions: [{ actions: [s3:GetObject], resources: ${JSON.stringify(resources)} }]\n  memory:`;
  project.edit('apikit.yaml', (text) => text.replace('  memory:', long));
  const { code, stderr } = await project.apikit(['validate'], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
  project.edit('apikit.yaml', () => before);
  expect(stderr).toMatch(/The policies of role items-api-dev-us-east-1 are \d+ characters long, and IAM allows 10240/);
  expect(code).toBe(2);
});

it('missing permissions are printed as a statement that apikit.yaml accepts as it stands', async () => {
  const { stderr } = await project.apikit(['validate']);
  const statement = /^ {2}permissions:\n(?: {4,}.*\n)+/m.exec(stderr)?.[0];
  project.edit('apikit.yaml', (text) => text.replace('  memory:', `${statement}  memory:`));
  const { code, stderr: after } = await project.apikit(['validate']);
  expect(after).not.toContain('does not allow');
  expect(code).toBe(0);
});
