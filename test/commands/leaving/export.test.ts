/** `apikit export cloudformation|sam|terraform|cdk` of stages with every kind of resource and every front door. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../helpers/project.ts';
import { argumentFaults, readConfiguration } from '../../stage/leaving/terraform-arguments.ts';
import { PASSWORD, startFullStage, startOtherDoor, startStrangersStage } from './full-stage.ts';

const TOOLS = ['cloudformation', 'sam', 'terraform', 'cdk'] as const;

interface Exported {
  folder: string;
  files: string[];
  resources: number;
  left: { what: string; why: string; instead: string }[];
}

interface Template {
  Parameters?: Record<string, object>;
  Resources: Record<string, { Type: string; DeletionPolicy: string; Properties: Record<string, unknown> }>;
}

interface Imported {
  ResourceType: string;
  LogicalResourceId: string;
  ResourceIdentifier: Record<string, string>;
}

const exported = (project: Project, tool: string) => project.json<Exported>(['export', tool, '--stage', 'dev']);

function read<T>({ folder }: Exported, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
}

describe('a stage with every kind of resource', () => {
  let project: Project;
  const written = {} as Record<(typeof TOOLS)[number], Exported>;
  let template: Template;
  let imported: Imported[];

  beforeAll(async () => {
    project = await startFullStage();
    for (const tool of TOOLS) written[tool] = await exported(project, tool);
    template = read(written.cloudformation, 'import-template.json');
    imported = read(written.cloudformation, 'resources-to-import.json');
  });
  afterAll(() => project?.close());

  it('is exported whole: each resource is in the template, or listed with what to do instead', async () => {
    const { resources } = await project.json<{ resources: { kind: string }[] }>(['status', '--stage', 'dev']);
    const { cloudformation, terraform } = written;
    expect(new Set(resources.map(({ kind }) => kind)).size).toBeGreaterThan(25);
    expect(cloudformation.left.map(({ what }) => what)).toEqual([
      'the policy of the queue items-api-dev-jobs',
      'account (apikit-api-gateway-logs)',
      'the provisioned concurrency of items-api-dev, version 1',
      'the API keys of the usage plan items-api-dev-more',
      'the API keys of the usage plan items-api-dev-basic',
      expect.stringMatching(/^the record _\w+\.api\.example\.com$/),
      'the record api.example.com',
      'the policy of the topic items-api-dev-alarms',
      'the e-mail subscriptions of the topic items-api-dev-alarms',
      'the subscription of the cost monitor items-api-dev-us-east-1',
    ]);
    for (const { left } of [cloudformation, terraform])
      for (const { why, instead } of left) expect([why, instead]).not.toContain('');
    // The release is two or three resources, and a template has policies and groups as resources of their own.
    expect(cloudformation.resources + cloudformation.left.length).toBeGreaterThan(resources.length);
    expect(terraform.resources + terraform.left.length).toBeGreaterThan(resources.length);
  });

  it('is imported: every resource of the template has its identifier, and outlives its stack', () => {
    expect(imported.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(Object.keys(template.Resources));
    for (const { LogicalResourceId, ResourceType, ResourceIdentifier } of imported) {
      expect(template.Resources[LogicalResourceId]).toMatchObject({ Type: ResourceType, DeletionPolicy: 'Retain' });
      for (const value of Object.values(ResourceIdentifier)) expect(value).toMatch(/./);
    }
  });

  it('is imported by the live IDs', async () => {
    const { url } = await project.json<{ url: string }>(['status', '--stage', 'dev']);
    const api = identifierOf('AWS::ApiGateway::RestApi').RestApiId!;
    expect(url).toContain(api);
    expect(identifierOf('AWS::ApiGateway::Stage')).toEqual({ RestApiId: api, StageName: 'dev' });
    const permission = imported.find(({ LogicalResourceId }) => LogicalResourceId === 'InvokePermission');
    expect(permission?.ResourceIdentifier).toEqual({
      FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:items-api-dev:1',
      Id: `apikit-${api}`,
    });
    const { import: imports } = await readConfiguration(written.terraform.folder);
    const ids = new Map(imports.map(({ to, id }) => [to.replaceAll(/\$\{|\}/g, ''), id]));
    expect(ids.get('aws_api_gateway_stage.stage')).toBe(`${api}/dev`);
    expect(ids.get('aws_api_gateway_method_settings.every_method')).toBe(`${api}/dev/*/*`);
    expect(ids.get('aws_lambda_permission.invoke_permission')).toBe(`items-api-dev:1/apikit-${api}`);
    expect(ids.get('aws_iam_role_policy.role_function')).toBe('items-api-dev-us-east-1:function');
  });

  it('names other resources by reference', () => {
    expect(template.Resources.Function!.Properties.Role).toEqual({ 'Fn::GetAtt': ['Role', 'Arn'] });
    expect(template.Resources.Stage!.Properties).toMatchObject({
      RestApiId: { Ref: 'Api' },
      DeploymentId: { Ref: 'Deployment' },
    });
    expect(readFileSync(join(written.terraform.folder, 'main.tf'), 'utf8')).toContain('role = aws_iam_role.role.arn');
  });

  it('has the definition with the live version as the body of the API', () => {
    const uri = JSON.stringify(template.Resources.Api!.Properties.Body);
    expect(uri).toContain('function:items-api-dev:1/invocations');
    expect(uri).not.toContain('__APIKIT_');
  });

  it.each(TOOLS)('has no variable of the user in a file of %s', (tool) => {
    const { folder } = written[tool];
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'latin1');
      expect([name, text.includes(PASSWORD)]).toEqual([name, false]);
    }
  });

  it('asks for the variables of the user', async () => {
    expect(template.Parameters).toMatchObject({ FunctionDATABASEURL: { Type: 'String', NoEcho: true } });
    expect(template.Parameters).not.toHaveProperty('FunctionQUEUEJOBS');
    const { variable } = await readConfiguration(written.terraform.folder);
    expect(variable?.function_database_url?.[0]).toMatchObject({ sensitive: true });
    expect(readFileSync(join(written.terraform.folder, 'LEAVING.md'), 'utf8')).toContain(
      '`TF_VAR_function_database_url`',
    );
  });

  it.skipIf(process.platform === 'win32')('has a command that passes a secret with any characters', () => {
    const page = readFileSync(join(written.cloudformation.folder, 'LEAVING.md'), 'utf8');
    const line = page.split('\n').find((text) => text.startsWith('PARAMETERS='))!;
    const secret = `a "b", $c 'd'=e`;
    const printed = execFileSync('sh', ['-c', `BUCKET=code\n${line}\nprintf %s "$PARAMETERS"`], {
      env: { ...process.env, FunctionDATABASEURL: secret },
      encoding: 'utf8',
    });
    expect(page).toContain('--parameters "$PARAMETERS"');
    expect(JSON.parse(printed)).toEqual(
      expect.arrayContaining([
        { ParameterKey: 'CodeBucket', ParameterValue: 'code' },
        { ParameterKey: 'FunctionDATABASEURL', ParameterValue: secret },
      ]),
    );
  });

  it("has only arguments of Terraform's provider", async () => {
    expect(argumentFaults(await readConfiguration(written.terraform.folder))).toEqual([]);
  });

  it('is protected from a plan of Terraform that would delete data', async () => {
    const { resource } = await readConfiguration(written.terraform.folder);
    for (const type of ['aws_dynamodb_table', 'aws_cognito_user_pool', 'aws_s3_bucket', 'aws_sqs_queue'])
      for (const [body] of Object.values(resource[type]!)) expect(body?.lifecycle).toEqual([{ prevent_destroy: true }]);
    expect(resource.aws_iam_role?.role?.[0]).not.toHaveProperty('lifecycle');
  });

  it('is imported into Terraform whole', async () => {
    const { resource, import: imports } = await readConfiguration(written.terraform.folder);
    const addresses = Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `\${${type}.${name}}`),
    );
    expect(imports.map(({ to }) => to).sort()).toEqual(addresses.sort());
  });

  it('has functions in the form of SAM, with the IDs of the import', () => {
    const sam = read<Template>(written.sam, 'template.json');
    const plain = read<Template>(written.sam, 'import-template.json');
    expect(Object.keys(sam.Resources)).toEqual(Object.keys(plain.Resources));
    expect(sam.Resources.Function).toMatchObject({
      Type: 'AWS::Serverless::Function',
      Properties: { CodeUri: 'items-api-dev.zip', Tags: { 'apikit:app': 'items-api' } },
    });
    expect(sam.Parameters).not.toHaveProperty('CodeBucket');
  });

  it('has an app of CDK that keeps the IDs', () => {
    const app = readFileSync(join(written.cdk.folder, 'app.mjs'), 'utf8');
    expect(app).toContain('preserveLogicalIds: true');
    expect(read(written.cdk, 'template.json')).toEqual(template);
  });

  it('has the code as it is deployed', () => {
    expect(written.cloudformation.files).toContain('items-api-dev.zip');
    expect(template.Resources.Function!.Properties.Code).toEqual({
      S3Bucket: { Ref: 'CodeBucket' },
      S3Key: 'items-api-dev.zip',
    });
  });

  it('is not exported over files that exist', async () => {
    const before = project.read('package.json');
    const { code, stderr } = await project.apikit(['export', 'cdk', '--stage', 'dev', '--out', '.']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('already has package.json, and an export overwrites')]);
    expect(project.read('package.json')).toBe(before);
    expect(readdirSync(project.dir)).not.toContain('LEAVING.md');
    const again = await project.apikit(['export', 'terraform', '--stage', 'dev']);
    expect(again.stderr).toMatch(/already has main\.tf, imports\.tf, .*LEAVING\.md/);
  });

  it('is not exported while it differs from the project', async () => {
    const before = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 1024'));
    const { code, stderr } = await project.apikit(['export', 'terraform', '--stage', 'dev']);
    project.edit('apikit.yaml', () => before);
    expect(code).toBe(1);
    expect(stderr).toMatch(/items-api\/dev differs from the project in function.*\n.*apikit plan --stage dev/);
  });

  it('is exported only if it is deployed, and not from the embedded cloud', async () => {
    const { code, stderr } = await project.apikit(['export', 'sam', '--stage', 'prod']);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('is not deployed') });
    const local = await project.apikit(['export', 'sam', '--stage', 'local']);
    expect(local).toMatchObject({ code: 2, stderr: expect.stringContaining('no other tool can take it over') });
  });

  const identifierOf = (type: string) => imported.find(({ ResourceType }) => ResourceType === type)!.ResourceIdentifier;
});

describe.each(['http', 'url'] as const)('a stage with another front door: %s', (api) => {
  let project: Project;
  beforeAll(async () => {
    project = await startOtherDoor(api);
  });
  afterAll(() => project?.close());

  it('is exported whole', async () => {
    const cloudformation = await exported(project, 'cloudformation');
    const types = read<Imported[]>(cloudformation, 'resources-to-import.json').map(({ ResourceType }) => ResourceType);
    expect(types).toEqual(
      expect.arrayContaining(
        api === 'http'
          ? ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Deployment']
          : ['AWS::Lambda::Alias', 'AWS::Lambda::Url', 'AWS::Lambda::Permission'],
      ),
    );
    const terraform = await exported(project, 'terraform');
    const configuration = await readConfiguration(terraform.folder);
    expect(argumentFaults(configuration)).toEqual([]);
    expect(configuration.import).toHaveLength(terraform.resources);
    for (const { folder } of [cloudformation, terraform])
      for (const name of readdirSync(folder).filter((file) => !file.endsWith('.zip')))
        expect(readFileSync(join(folder, name), 'utf8')).not.toContain('__APIKIT_');
  });
});

describe('a contract of a stranger', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startStrangersStage();
  });
  afterAll(() => project?.close());

  it.each(['cloudformation', 'sam', 'cdk'])('brings no secret of the account into a template of %s', async (tool) => {
    const { code, stderr } = await project.apikit(['export', tool, '--stage', 'dev']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/\/\{\{resolve:ssm:~1shop~1key\}\} of the API: /)]);
    expect(readdirSync(project.dir).filter((name) => name.endsWith(tool))).toEqual([]);
  });

  it('is exported to Terraform, which replaces no such texts', async () => {
    expect((await exported(project, 'terraform')).files).toContain('definition.json');
  });
});
