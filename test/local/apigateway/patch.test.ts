import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPatch, matchPath, type PatchRule } from '../../../src/local/services/apigateway/patch/patch.ts';
import { escapeSegment, splitPointer, unescapeSegment } from '../../../src/local/services/apigateway/patch/pointer.ts';
import { listingPaths } from '../../../src/local/services/apigateway/patch/refusals.ts';

const text = fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '{', '+') });

test('unescaping undoes escaping, and an escaped segment is one segment', () => {
  fc.assert(
    fc.property(text, (segment) => {
      expect(unescapeSegment(escapeSegment(segment))).toBe(segment);
      expect(splitPointer(`/${escapeSegment(segment)}`)).toHaveLength(1);
    }),
  );
});

test('a path made of escaped segments matches a pattern of as many variables, and gives them back', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (segments) => {
      const pattern = segments.map((_, index) => `/{v${index}}`).join('');
      const path = segments.map((segment) => `/${escapeSegment(segment)}`).join('');

      const found = Object.values(matchPath(pattern, path) ?? {}).map(unescapeSegment);

      expect(found).toEqual(segments);
      expect(matchPath(`${pattern}/more`, path)).toBeUndefined();
    }),
  );
});

interface Settings {
  values: Record<string, string>;
}

const put: PatchRule<Settings> = {
  path: '/values/{key}',
  ops: ['add', 'replace'],
  apply: (settings, { at, value = '' }) => {
    settings.values[at.key!] = value;
  },
};

test('operations apply in order to a copy: the last one wins, the original stays', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.string())), (entries) => {
      const before: Settings = { values: {} };
      const patchOperations = entries.map(([key, value]) => ({
        op: 'replace',
        path: `/values/${escapeSegment(key)}`,
        value,
      }));

      const after = applyPatch(listingPaths([put]), before, { patchOperations });

      expect(after.values).toEqual(Object.fromEntries(entries));
      expect(before).toEqual({ values: {} });
    }),
  );
});

test('an empty list of operations changes nothing', () => {
  expect(applyPatch(listingPaths([put]), { values: { a: 'b' } }, {})).toEqual({ values: { a: 'b' } });
});
