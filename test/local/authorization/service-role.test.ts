import { expect, it } from 'vitest';
import type { Role } from '../../../src/local/state/identity/model.ts';
import { ACCOUNT, lambda, REGION, startGateway } from '../gateway/gateway-rig.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/caller`;
const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const allow = (Resource: string) => ({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource });

/** Calls a function through an integration that has `credentials`. */
async function callWith({ service = 'apigateway.amazonaws.com', policy = allow('*') as object } = {}) {
  const gateway = await startGateway();
  const role = {
    roleName: 'caller',
    roleId: 'R',
    arn: ROLE,
    tags: [],
    attachedPolicies: [],
    inlinePolicies: { p: document(policy) },
    assumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }),
  };
  gateway.cloud
    .collection<Role>({ account: ACCOUNT, region: 'global' }, 'iam.roles')
    .put('caller', role as unknown as Role);
  gateway.functions.set('fn', () => ({ statusCode: 200, body: 'called' }));
  gateway.deploy({ paths: { '/x': { GET: { methodIntegration: lambda('fn', { credentials: ROLE }) } } } });
  const { status } = await gateway.call('GET /dev/x');
  return { status, reported: gateway.reported.join() };
}

it('calls the function as the role', async () => {
  expect(await callWith()).toEqual({ status: 200, reported: '' });
});

it('needs a role that trusts API Gateway', async () => {
  const { status, reported } = await callWith({ service: 'lambda.amazonaws.com' });
  expect(status).toBe(500);
  expect(reported).toContain('API Gateway does not have permission to assume the provided role');
});

it('needs a role with permission to call the function', async () => {
  const { status, reported } = await callWith({ policy: allow('arn:aws:lambda:*:*:function:other') });
  expect(status).toBe(500);
  expect(reported).toContain(
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/caller/BackplaneAssumeRoleSession is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:${REGION}:${ACCOUNT}:function:fn because no identity-based policy allows the lambda:InvokeFunction action`,
  );
});
