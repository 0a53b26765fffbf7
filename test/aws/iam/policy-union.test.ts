/** Properties of the union of two policies, by IAM's decision about single requests. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samePolicy } from '../../../src/aws/iam/policy-document.ts';
import { policyUnion } from '../../../src/aws/iam/policy-union.ts';

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: object;
}

const ACTIONS = ['get', 'put', 'scan'];
const RESOURCES = ['a', 'b', 'c'];
const from = (...sources: string[]) => ({ ArnEquals: { 'aws:SourceArn': sources } });
const VIA = [
  undefined,
  { StringEquals: { via: 'x' } },
  { StringEquals: { via: 'y' } },
  from('p'),
  from('q'),
  from('p', 'q'),
  { ArnNotEquals: { 'aws:SourceArn': ['p'] } },
];

const statement = (index: number) =>
  fc
    .record({
      Action: fc.subarray(ACTIONS, { minLength: 1 }),
      Resource: fc.subarray(RESOURCES, { minLength: 1 }),
      via: fc.constantFrom(...VIA),
    })
    .map(
      ({ via, ...rest }): Statement => ({
        Sid: `S${index}`,
        Effect: 'Allow',
        ...rest,
        ...(via && { Condition: via }),
      }),
    );
const policy = fc
  .tuple(statement(1), statement(2), statement(3))
  .chain((all) => fc.subarray(all))
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

/** Returns every single permission, as a text. */
function rightsOf(document: { Statement?: unknown }): Set<string> {
  return new Set(
    (document.Statement as Statement[]).flatMap(({ Action, Resource, Condition = null }) =>
      Action.flatMap((action) =>
        Resource.flatMap((resource) => single(Condition).map((one) => JSON.stringify([action, resource, one]))),
      ),
    ),
  );
}

/** A condition with several sources holds for each one of them. */
function single(condition: object | null): unknown[] {
  const { ArnEquals } = (condition ?? {}) as Partial<ReturnType<typeof from>>;
  return ArnEquals ? ArnEquals['aws:SourceArn'].map((source) => from(source)) : [condition];
}

it('the union of two policies allows exactly what either allows', () => {
  fc.assert(
    fc.property(policy, policy, (wanted, had) => {
      const union = rightsOf(policyUnion(wanted, had));
      expect(union).toEqual(new Set([...rightsOf(wanted), ...rightsOf(had)]));
    }),
  );
});

it('the union is unchanged if it contains both, has each Sid once, and is idempotent', () => {
  fc.assert(
    fc.property(policy, policy, (wanted, had) => {
      const union = policyUnion(wanted, had);
      expect(samePolicy(policyUnion(wanted, union), union)).toBe(true);
      expect(samePolicy(policyUnion(wanted, wanted), wanted)).toBe(true);
      const sids = (union.Statement as Statement[]).map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
    }),
  );
});

it('the union denies only what both deny', () => {
  const deny = { Sid: 'No', Effect: 'Deny', Action: ['put'], Resource: ['a'] };
  const allowed = { Sid: 'Yes', Effect: 'Allow', Action: ['put'], Resource: ['*'] };
  const union = (wanted: object[], had: object[]) => policyUnion({ Statement: wanted }, { Statement: had }).Statement;
  expect(union([allowed, deny], [allowed])).toEqual([allowed]);
  expect(union([allowed], [allowed, deny])).toEqual([allowed]);
  expect(union([allowed, deny], [allowed, deny])).toEqual([allowed, deny]);
});
