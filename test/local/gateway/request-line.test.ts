import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/local/gateway/http/query.ts';
import { splitTarget } from '../../../src/local/gateway/http/target-path.ts';

describe('query strings', () => {
  it('keep their encoding and order, with the last value of a name as its single value', () => {
    const word = fc.string({ maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), word), { minLength: 1 }), (pairs) => {
        const query = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        const multi = new Map<string, string[]>();
        for (const [name, value] of pairs) multi.set(name, [...(multi.get(name) ?? []), value]);
        const parsed = parseQuery(query);
        expect(new Map(Object.entries(parsed.multi))).toEqual(multi);
        expect(new Map(Object.entries(parsed.single))).toEqual(new Map(pairs));
      }),
    );
  });
});

describe('request targets', () => {
  it('are split into stage, path and query for any text', () => {
    const segment = fc.string({ maxLength: 6 }).map(encodeURIComponent);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w-]{1,8}$/),
        fc.array(segment, { minLength: 1 }),
        fc.string(),
        (stage, parts, query) => {
          const path = `/${parts.join('/').replace(/^\/+/, '')}`;
          expect(splitTarget(`/${stage}${path}?${query}`)).toEqual({
            stageName: stage,
            path,
            extraSlashes: '',
            queryString: query,
          });
          expect(splitTarget(`//${stage}/${path}`)).toEqual({
            stageName: stage,
            path,
            extraSlashes: '/',
            queryString: '',
          });
        },
      ),
    );
  });
});
