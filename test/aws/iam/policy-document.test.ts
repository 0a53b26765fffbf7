import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy, policyChanges, samePolicy } from '../../../src/aws/iam/policy-document.ts';

const statement = (more: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });

describe('policy documents', () => {
  it('are compared statement by statement if statements have a Sid, and otherwise as a whole', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((Sid) => ({ Sid, Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    const of = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
    expect(policyChanges('p', of(a!, b!), of(a!, { ...b, Action: ['s3:Get*'] }, c!))).toEqual([
      { path: 'p.B', from: b, to: { ...b, Action: ['s3:Get*'] } },
      { path: 'p.C', from: undefined, to: c },
    ]);
    const { Sid: _, ...nameless } = a!;
    expect(policyChanges('p', of(nameless), of(a!))).toEqual([{ path: 'p', from: of(nameless), to: of(a!) }]);
    expect(policyChanges('p', undefined, of(a!))).toEqual([{ path: 'p', from: undefined, to: of(a!) }]);
    expect(policyChanges('p', of(a!), of(a!))).toEqual([]);
  });

  it('are read from URL-encoded and from plain text', () => {
    const document = statement({ Action: 's3:*', Resource: 'arn:aws:s3:::a b' });
    expect(parsePolicy(encodeURIComponent(JSON.stringify(document)))).toEqual(document);
    expect(parsePolicy(JSON.stringify(document))).toEqual(document);
  });

  it.each([
    ['key order', { Action: 'a', Resource: 'r' }, { Resource: 'r', Action: 'a' }],
    ['one or a list of one', { Action: 'a' }, { Action: ['a'] }],
    ['order in lists', { Action: ['a', 'b'] }, { Action: ['b', 'a'] }],
    ['everyone', { Principal: '*' }, { Principal: { AWS: '*' } }],
    ['conditions', { Condition: { Bool: { 'aws:x': true } } }, { Condition: { Bool: { 'aws:x': ['true'] } } }],
  ])('mean the same with a different notation of %s', (_what, a, b) => {
    expect(samePolicy(statement(a), statement(b))).toBe(true);
  });

  it('with one statement may omit the list', () => {
    const { Statement, ...rest } = statement({ Action: 'a' });
    expect(samePolicy({ ...rest, Statement }, { ...rest, Statement: Statement[0] })).toBe(true);
  });

  it('differ if one action, resource, principal or effect differs', () => {
    const parts = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('a', 'b'),
      Resource: fc.constantFrom('r', 's'),
      Principal: fc.constantFrom({ Service: 'x' }, { AWS: 'x' }),
    });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(samePolicy(statement(a), statement(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});
