/** Every kind says how it leaves. */
import { expect, it } from 'vitest';
import { DEFINITIONS } from '../../../src/aws/kinds/registry.ts';
import { LEAVING } from '../../../src/aws/leaving/registry.ts';

it('knows every kind of resource, and no other', () => {
  expect(Object.keys(LEAVING).sort()).toEqual(DEFINITIONS.map(({ kind }) => kind).sort());
});
