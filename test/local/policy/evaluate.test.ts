import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDocument, compilePolicy } from '../../../src/local/policy/compile-policy.ts';
import { bothAllow, eitherAllows, evaluate } from '../../../src/local/policy/evaluate.ts';
import {
  ANONYMOUS,
  type Decision,
  type PolicyRequest,
  type Principal,
} from '../../../src/local/policy/policy-request.ts';

const ACCOUNT = '000000000000';
const SESSION: Principal = {
  type: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/job`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/team/worker`,
};
const ROOT: Principal = { type: 'aws', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };

interface Asked {
  action?: string;
  resource?: string;
  principal?: Principal;
  keys?: Record<string, string | string[]>;
}

function request({
  action = 's3:GetObject',
  resource = 'arn:aws:s3:::b/k',
  principal = SESSION,
  keys = {},
}: Asked = {}): PolicyRequest {
  return { action, resource, principal, key: (name) => keys[name] };
}

const decide = (statement: unknown, asked: Asked = {}, version = '2012-10-17'): Decision =>
  evaluate([compileDocument({ Version: version, Statement: statement })], request(asked));

describe('actions and resources', () => {
  it.each([
    ['s3:GetObject', 'allow'],
    ['S3:getobject', 'allow'],
    ['s3:Get*', 'allow'],
    ['s3:Get?bject', 'allow'],
    ['*', 'allow'],
    ['s3:PutObject', 'implicitDeny'],
    ['s3:GetObjec', 'implicitDeny'],
  ])('Action %s', (Action, decision) => {
    expect(decide({ Effect: 'Allow', Action, Resource: '*' })).toBe(decision);
  });

  it.each([
    ['arn:aws:s3:::b/k', 'allow'],
    ['arn:aws:s3:::b/*', 'allow'],
    ['arn:aws:s3:::B/k', 'implicitDeny'],
    ['arn:*:s3:::b/k', 'allow'],
    ['arn:aws:s3:*:*:b/k', 'allow'],
    ['arn:aws:s3*', 'allow'],
    ['arn:*:b/k', 'implicitDeny'],
    ['arn:aws:s3:::b/k?', 'implicitDeny'],
  ])('Resource %s', (Resource, decision) => {
    expect(decide({ Effect: 'Allow', Action: '*', Resource })).toBe(decision);
  });

  it('a wildcard in the last part also matches colons', () => {
    const resource = 'arn:aws:lambda:eu-west-1:000000000000:function:f:live';
    expect(decide({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:lambda:*:*:function:f*' }, { resource })).toBe(
      'allow',
    );
  });

  it('reads NotAction and NotResource as everything else', () => {
    expect(decide({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })).toBe('allow');
    expect(decide({ Effect: 'Allow', NotAction: ['s3:*'], Resource: '*' })).toBe('implicitDeny');
    expect(decide({ Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::b/*' })).toBe('implicitDeny');
    expect(decide({ Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::c/*' })).toBe('explicitDeny');
  });

  it('replaces variables, with defaults, only in documents of 2012-10-17', () => {
    const Resource = `arn:aws:s3:::b/\${aws:username}/*`;
    const asked = { resource: 'arn:aws:s3:::b/jane/x', keys: { 'aws:username': 'jane' } };
    expect(decide({ Effect: 'Allow', Action: '*', Resource }, asked)).toBe('allow');
    expect(decide({ Effect: 'Allow', Action: '*', Resource }, { ...asked, keys: {} })).toBe('implicitDeny');
    expect(decide({ Effect: 'Allow', Action: '*', Resource }, asked, '2008-10-17')).toBe('implicitDeny');
    const fallback = `arn:aws:s3:::b/\${aws:username, 'jane'}/*`;
    expect(decide({ Effect: 'Allow', Action: '*', Resource: fallback }, { ...asked, keys: {} })).toBe('allow');
  });

  it('treats wildcards in the value of a variable, and escaped ones, as characters', () => {
    const asked = { resource: 'arn:aws:s3:::b/anything', keys: { 'aws:username': '*' } };
    expect(decide({ Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::b/\${aws:username}` }, asked)).toBe(
      'implicitDeny',
    );
    expect(decide({ Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::b/\${*}` }, asked)).toBe('implicitDeny');
    expect(
      decide({ Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::b/\${*}` }, { resource: 'arn:aws:s3:::b/*' }),
    ).toBe('allow');
  });
});

describe('principals', () => {
  const by = (Principal: unknown, principal: Principal, effect = 'Allow') =>
    decide({ Effect: effect, Principal, Action: '*', Resource: '*' }, { principal });

  it.each([
    ['*', ANONYMOUS, 'allow'],
    [{ AWS: '*' }, ANONYMOUS, 'allow'],
    [{ AWS: ACCOUNT }, ANONYMOUS, 'implicitDeny'],
    [{ AWS: ACCOUNT }, SESSION, 'allow'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, SESSION, 'allow'],
    [{ AWS: ['111111111111', `arn:aws:iam::${ACCOUNT}:role/team/worker`] }, SESSION, 'allow'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/job` }, SESSION, 'allow'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/other` }, SESSION, 'implicitDeny'],
    [{ AWS: ACCOUNT }, ROOT, 'allow'],
    [{ Service: 'lambda.amazonaws.com' }, SESSION, 'implicitDeny'],
    [{ Service: 'lambda.amazonaws.com' }, { type: 'service', name: 'lambda.amazonaws.com' }, 'allow'],
    [{ Service: 'lambda.amazonaws.com' }, { type: 'service', name: 'sns.amazonaws.com' }, 'implicitDeny'],
  ] as [unknown, Principal, Decision][])('%j matches %j', (element, principal, decision) => {
    expect(by(element, principal)).toBe(decision);
  });

  it('grants nothing to a session if only its account is named and names are required', () => {
    const policy = (Principal: unknown) => [
      compileDocument({ Statement: { Effect: 'Allow', Principal, Action: '*', Resource: '*' } }),
    ];
    expect(evaluate(policy({ AWS: ACCOUNT }), request(), 'named')).toBe('implicitDeny');
    expect(evaluate(policy({ AWS: ACCOUNT }), request({ principal: ROOT }), 'named')).toBe('allow');
    expect(evaluate(policy('*'), request(), 'named')).toBe('allow');
  });

  it('NotPrincipal excludes a session only if session, role and account are named', () => {
    const deny = (AWS: string[]) =>
      decide({ Effect: 'Deny', NotPrincipal: { AWS }, Action: '*', Resource: '*' }, { principal: SESSION });
    const all = [SESSION.type === 'aws' ? SESSION.arn : '', `arn:aws:iam::${ACCOUNT}:role/team/worker`, ACCOUNT];
    expect(deny(all)).toBe('implicitDeny');
    expect(deny(all.slice(0, 2))).toBe('explicitDeny');
    expect(deny([ACCOUNT])).toBe('explicitDeny');
  });
});

describe('an invalid policy', () => {
  it.each([
    ['invalid JSON', '{'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['another version', '{"Version":"2020-01-01","Statement":[]}'],
    ['another effect', '{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}'],
    ['no action', '{"Statement":{"Effect":"Allow","Resource":"*"}}'],
    ['an action that is not text', '{"Statement":{"Effect":"Allow","Action":1,"Resource":"*"}}'],
    [
      'an unknown operator',
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a":"b"}}}}',
    ],
    [
      'an impossible address',
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/40"}}}}',
    ],
  ])('%s', (_, text) => {
    expect(() => compilePolicy(text)).toThrow(expect.objectContaining({ name: 'PolicySyntaxError' }));
  });

  it('compiles the same text once', () => {
    const text = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    expect(compilePolicy(text)).toBe(compilePolicy(text));
  });
});

describe('laws', () => {
  const actions = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 's3:Get?bject', '*', 'iam:*');
  const resources = fc.constantFrom(
    '*',
    'arn:aws:s3:::b/k',
    'arn:aws:s3:::b/*',
    'arn:aws:s3:::c/*',
    `arn:aws:s3:::b/\${aws:username}`,
  );
  const conditions = fc.constantFrom(
    undefined,
    { StringEquals: { 'aws:username': ['jane', 'k'] } },
    { Null: { 'AWS:UserName': 'true' } },
    { StringNotLike: { 'aws:username': 'j*' } },
  );
  const statement = fc
    .record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      not: fc.boolean(),
      actions: fc.array(actions, { minLength: 1, maxLength: 3 }),
      Resource: fc.array(resources, { minLength: 1, maxLength: 3 }),
      Condition: conditions,
    })
    .map(({ not, actions, ...rest }) => ({ ...rest, [not ? 'NotAction' : 'Action']: actions }));
  const statements = fc.array(statement, { maxLength: 6 });
  const asked = fc.record({
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:GetRole'),
    resource: fc.constantFrom('arn:aws:s3:::b/k', 'arn:aws:s3:::c/x', '*'),
    keys: fc.constantFrom<Record<string, string>>({}, { 'aws:username': 'jane' }, { 'aws:username': 'k' }),
  });
  const ofAll = (list: readonly unknown[], ask: Asked): Decision => decide(list, ask);

  it('a Deny wins in any position', () => {
    fc.assert(
      fc.property(statements, statements, asked, (before, after, ask) => {
        const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
        expect(ofAll([...before, deny, ...after], ask)).toBe('explicitDeny');
      }),
    );
  });

  it('the order of statements and their split over documents do not matter', () => {
    fc.assert(
      fc.property(statements, asked, fc.nat(6), (list, ask, cut) => {
        const whole = ofAll(list, ask);
        expect(ofAll(list.toReversed(), ask)).toBe(whole);
        const documents = [list.slice(0, cut), list.slice(cut)].map((Statement) =>
          compileDocument({ Version: '2012-10-17', Statement }),
        );
        expect(evaluate(documents, request(ask))).toBe(whole);
      }),
    );
  });

  it('one more Allow removes nothing, one more Deny grants nothing', () => {
    fc.assert(
      fc.property(statements, statement, asked, (list, added, ask) => {
        const before = ofAll(list, ask);
        const after = ofAll([...list, added], ask);
        if (added.Effect === 'Allow' && before === 'allow') expect(after).toBe('allow');
        if (added.Effect === 'Deny' && before !== 'allow') expect(after).not.toBe('allow');
      }),
    );
  });

  it('nothing is allowed without an Allow', () => {
    fc.assert(
      fc.property(statements, asked, (list, ask) => {
        const denies = list.filter(({ Effect }) => Effect === 'Deny');
        expect(ofAll(denies, ask)).not.toBe('allow');
      }),
    );
  });

  it('both kinds of combination are symmetric, and never allow against a Deny', () => {
    const decision = fc.constantFrom<Decision>('allow', 'explicitDeny', 'implicitDeny');
    fc.assert(
      fc.property(decision, decision, (one, other) => {
        for (const combine of [eitherAllows, bothAllow]) {
          expect(combine(one, other)).toBe(combine(other, one));
          expect(combine(one, 'explicitDeny')).toBe('explicitDeny');
        }
      }),
    );
  });

  it('matches wildcards like a regular expression', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }),
        (pieces, text) => {
          const pattern = pieces.join('');
          const source = pieces.join('').replaceAll('?', '.').replaceAll('*', '.*');
          const allowed = decide({ Effect: 'Allow', Action: `x:${pattern}`, Resource: '*' }, { action: `x:${text}` });
          expect(allowed === 'allow').toBe(new RegExp(`^${source}$`).test(text));
        },
      ),
    );
  });
});
