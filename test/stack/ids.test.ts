/** Checks what compiles: `npm run check:types` fails if a line under `@ts-expect-error` compiles. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { RoleShape } from '../../src/aws/kinds/role/shape.ts';
import type { HistoryEntry } from '../../src/aws/releases/release-record.ts';
import type { Kind, Later, Observed, Ref, Resolved } from '../../src/engine/resource.ts';
import { attributeOf, findAttributes, ref, type StageResource } from '../../src/stack/ids.ts';

describe('a reference', () => {
  it('has the type of its attribute', () => {
    expectTypeOf(ref('role', 'arn')).toEqualTypeOf<Ref<string>>();
    expectTypeOf(ref('release', 'history')).toEqualTypeOf<Ref<HistoryEntry[]>>();
    expectTypeOf(ref(`table/${'items'}`, 'streamArn')).toEqualTypeOf<Ref<string>>();
    expect(ref('role', 'arn')).toEqual({ $ref: 'role', attribute: 'arn' });
  });

  it('needs an existing resource and attribute', () => {
    // @ts-expect-error: a role has no `amr`.
    ref('role', 'amr');
    // @ts-expect-error: there is no `relase`.
    ref('relase', 'deploymentId');
    // @ts-expect-error: the ids of tables begin with `table/`.
    ref('tables/items', 'streamArn');
  });

  it('is allowed only if its value is allowed', () => {
    expectTypeOf(ref('role', 'arn')).toExtend<Later<string>>();
    // @ts-expect-error: the history of releases is no text.
    ref('release', 'history') satisfies Later<string>;
  });

  it('is replaced by its value after resolving', () => {
    type Wished = { role: Later<string>; log: { destination: Later<string> }; actions: Later<string>[] };
    type Known = { role: string; log: { destination: string }; actions: string[] };
    expectTypeOf<Resolved<Wished>>().toEqualTypeOf<Known>();
  });
});

describe('a resource that was read', () => {
  const attributes = new Map([['role', { arn: 'arn:aws:iam::111122223333:role/a', name: undefined }]]);

  it('is typed by its ID', () => {
    expectTypeOf(findAttributes(attributes, 'stage')?.url).toEqualTypeOf<string | undefined>();
    // @ts-expect-error: a stage has no `uri`.
    findAttributes(attributes, 'stage')?.uri;
  });

  it('exists, or the reference has no value', () => {
    expect(attributeOf(attributes, 'role', 'arn')).toContain('role/a');
    expect(() => attributeOf(attributes, 'role', 'name')).toThrow('role has no name');
    expect(() => attributeOf(attributes, 'stage', 'url')).toThrow('stage has no url');
  });
});

describe('a resource', () => {
  const role: StageResource<'role'> = {
    id: 'role',
    kind: 'role',
    name: 'items-api-dev',
    properties: { trustPolicy: {}, policies: {}, tags: {} },
  };

  it('has the kind of its ID, with the properties of that kind', () => {
    // @ts-expect-error: the role of the function is no topic.
    ({ ...role, kind: 'topic' }) satisfies StageResource<'role'>;
    // @ts-expect-error: policies go by their names.
    ({ ...role, properties: { ...role.properties, policies: [] } }) satisfies StageResource<'role'>;
  });
});

describe('a kind', () => {
  const observed = { properties: {}, owned: true };

  it('returns the attributes of its shape, and no others', () => {
    ({ ...observed, attributes: { arn: undefined, name: 'items-api-dev' } }) satisfies Observed<RoleShape>;
    // @ts-expect-error: neither is an attribute of a role.
    ({ ...observed, attributes: { arm: '', nmae: '' } }) satisfies Observed<RoleShape>;
    // @ts-expect-error: a role has a name besides.
    ({ ...observed, attributes: { arn: '' } }) satisfies Observed<RoleShape>;
  });

  it('cannot have another shape', () => {
    expectTypeOf<Kind<RoleShape>>().toExtend<Kind>();
    expectTypeOf<Kind<RoleShape>['kind']>().toEqualTypeOf<'role'>();
  });
});
