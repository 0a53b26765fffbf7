import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { service } from '../../../src/local/services/iam/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let cloud: Services;
let iam: IAMClient;
let name: string;
let roles = 0;
beforeAll(async () => {
  cloud = await startServices([service]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  iam = new IAMClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(() => cloud.close());
beforeEach(() => {
  name = `role-${++roles}`;
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const ALLOW = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: 'arn:aws:dynamodb:*:*:table/x' }],
});
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const create = (more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST, ...more }));

test('a name in another case is the name of the same role or policy', async () => {
  const other = name.toUpperCase();
  await create();
  await expect(
    iam.send(new CreateRoleCommand({ RoleName: other, AssumeRolePolicyDocument: TRUST })),
  ).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: `Role with name ${other} already exists.`,
  });
  expect((await iam.send(new GetRoleCommand({ RoleName: other }))).Role?.RoleName).toBe(name);
  const document = { PolicyName: 'p', PolicyDocument: ALLOW };
  await iam.send(new PutRolePolicyCommand({ RoleName: other, ...document }));
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName: name }))).PolicyNames).toEqual(['p']);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: other, PolicyName: 'p' }));
  await iam.send(new DeleteRoleCommand({ RoleName: other }));
  await expect(iam.send(new GetRoleCommand({ RoleName: name }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: ALLOW }));
  await expect(iam.send(new CreatePolicyCommand({ PolicyName: other, PolicyDocument: ALLOW }))).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
  });
  await iam.send(new DeletePolicyCommand({ PolicyArn: Policy?.Arn }));
});

test('a role is created, read, listed, changed and deleted', async () => {
  const { Role } = await create({ Path: '/apps/', Description: 'x', Tags: [{ Key: 'apikit:app', Value: 'shop' }] });
  expect(Role).toMatchObject({
    Arn: `arn:aws:iam::000000000000:role/apps/${name}`,
    RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
    MaxSessionDuration: 3600,
    CreateDate: expect.any(Date),
  });
  await iam.send(new UpdateRoleCommand({ RoleName: name, Description: 'y', MaxSessionDuration: 7200 }));
  await iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: TRUST.replace('lambda', 'apigateway') }),
  );
  const read = await iam.send(new GetRoleCommand({ RoleName: name }));
  expect(read.Role).toMatchObject({
    Description: 'y',
    MaxSessionDuration: 7200,
    Tags: [{ Key: 'apikit:app', Value: 'shop' }],
  });
  expect(decodeURIComponent(read.Role!.AssumeRolePolicyDocument!)).toContain('apigateway.amazonaws.com');
  const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/apps/' }));
  expect(Roles?.map(({ RoleName }) => RoleName)).toContain(name);
  await iam.send(new DeleteRoleCommand({ RoleName: name }));
  await expect(iam.send(new GetRoleCommand({ RoleName: name }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: `The role with name ${name} cannot be found.`,
    $metadata: { httpStatusCode: 404 },
  });
});

test('a second role with the name is rejected', async () => {
  await create();
  await expect(create()).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: `Role with name ${name} already exists.`,
    $metadata: { httpStatusCode: 409 },
  });
});

test('constraints have the messages of AWS', async () => {
  name = `${'x'.repeat(65)}!`;
  await expect(create()).rejects.toThrow(
    `2 validation errors detected: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64; Value '${name}' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+`,
  );
});

test.each([
  ['invalid JSON', '{', 'This policy contains invalid Json'],
  ['a resource', TRUST.replace('"Effect"', '"Resource":"*","Effect"'), 'Has prohibited field Resource'],
  ['an unknown service', TRUST.replace('lambda.amazonaws.com', 'lambda'), 'Invalid principal in policy'],
])('a trust policy with %s is malformed', async (_what, AssumeRolePolicyDocument, message) => {
  await expect(create({ AssumeRolePolicyDocument })).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringContaining(message),
  });
});

test('inline policies are returned URL-encoded and prevent the deletion of their role', async () => {
  await create();
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'data', PolicyDocument: ALLOW }));
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: 'data' }));
  expect(PolicyDocument).toMatch(/^%7B/);
  expect(decodeURIComponent(PolicyDocument!)).toBe(ALLOW);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName: name }))).PolicyNames).toEqual(['data']);
  await expect(iam.send(new DeleteRoleCommand({ RoleName: name }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must delete policies first.',
  });
  await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: 'data' }));
  await expect(iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: 'data' }))).rejects.toThrow(
    'The role policy with name data cannot be found.',
  );
  await iam.send(new DeleteRoleCommand({ RoleName: name }));
});

test('AWS managed policies can be attached and read, and prevent the deletion of their role', async () => {
  await create();
  const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  await expect(attach('no-arn-but-of-a-good-length')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Invalid ARN:  Could not be parsed!',
  });
  await attach(BASIC);
  await attach(BASIC);
  await expect(attach('arn:aws:iam::aws:policy/Nonsense')).rejects.toThrow(
    'Policy arn:aws:iam::aws:policy/Nonsense does not exist or is not attachable.',
  );
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC }]);
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: BASIC, VersionId: 'v1' }));
  expect(decodeURIComponent(PolicyVersion!.Document!)).toContain('logs:PutLogEvents');
  await expect(iam.send(new DeleteRoleCommand({ RoleName: name }))).rejects.toThrow('must detach all policies first');
  await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn: BASIC }));
  await expect(iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn: BASIC }))).rejects.toThrow(
    'was not found',
  );
  await iam.send(new DeleteRoleCommand({ RoleName: name }));
});

test('tags are merged by key', async () => {
  await create({ Tags: [{ Key: 'a', Value: '1' }] });
  await iam.send(
    new TagRoleCommand({
      RoleName: name,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '' },
      ],
    }),
  );
  await iam.send(new UntagRoleCommand({ RoleName: name, TagKeys: ['b'] }));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName: name }))).Tags).toEqual([{ Key: 'a', Value: '2' }]);
});

test('lists come in pages', async () => {
  await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      iam.send(new CreateRoleCommand({ RoleName: `page-${index}`, Path: '/pages/', AssumeRolePolicyDocument: TRUST })),
    ),
  );
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    const answer = await iam.send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2, Marker }));
    found.push(...answer.Roles!.map(({ RoleName }) => RoleName!));
    Marker = answer.IsTruncated ? answer.Marker : undefined;
  } while (Marker);
  expect(found).toEqual(['page-0', 'page-1', 'page-2', 'page-3', 'page-4']);
});

test('CreatePolicy returns the tags that it got, and GetPolicy an empty list if there are none', async () => {
  const policy = { PolicyName: name, PolicyDocument: ALLOW };
  const { Policy: plain } = await iam.send(new CreatePolicyCommand(policy));
  expect(plain).not.toHaveProperty('Tags');
  expect((await iam.send(new GetPolicyCommand({ PolicyArn: plain!.Arn! }))).Policy).toMatchObject({ Tags: [] });
  const Tags = [{ Key: 'k', Value: 'v' }];
  const { Policy: tagged } = await iam.send(new CreatePolicyCommand({ ...policy, PolicyName: `${name}-2`, Tags }));
  expect(tagged).toMatchObject({ Tags });
  await iam.send(new DeletePolicyCommand({ PolicyArn: plain!.Arn! }));
  await iam.send(new DeletePolicyCommand({ PolicyArn: tagged!.Arn! }));
});

test('a customer managed policy has versions, and can be deleted without attachments', async () => {
  await create();
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: name,
      PolicyDocument: ALLOW,
      Description: 'd',
      Tags: [{ Key: 'k', Value: 'v' }],
    }),
  );
  const PolicyArn = Policy!.Arn!;
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: ALLOW, SetAsDefault: true }),
  );
  expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: true });
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
    AttachmentCount: 1,
    DefaultVersionId: 'v2',
    Description: 'd',
    Tags: [{ Key: 'k', Value: 'v' }],
  });
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toThrow(
    'Cannot delete a policy attached to entities.',
  );
  await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
});

test('roles have no instance profiles, and users are not emulated', async () => {
  await create();
  const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: name }));
  expect(InstanceProfiles).toEqual([]);
  await expect(iam.send(new ListUsersCommand({}))).rejects.toThrow('ListUsers');
});

test.skipIf(!hasAwsCli)('the AWS CLI creates a role like the tutorials', async () => {
  const made = await aws(
    cloud.endpoint,
    'iam',
    'create-role',
    '--role-name',
    name,
    '--assume-role-policy-document',
    TRUST,
  );
  expect(made).toMatchObject({ Role: { RoleName: name, AssumeRolePolicyDocument: JSON.parse(TRUST) } });
  await aws(cloud.endpoint, 'iam', 'attach-role-policy', '--role-name', name, '--policy-arn', BASIC);
  const attached = await aws(cloud.endpoint, 'iam', 'list-attached-role-policies', '--role-name', name);
  expect(attached).toEqual({ AttachedPolicies: [{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC }] });
});
