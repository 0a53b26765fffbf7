import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../../src/local/gateway/deployment/router.ts';

const router = (...routes: string[]) =>
  createRouter(
    [...new Set(routes.map((route) => route.split(' ')[1]!))].map((path) => ({
      path,
      methods: new Map(
        routes.filter((route) => route.endsWith(` ${path}`)).map((route) => [route.split(' ')[0]!, route] as const),
      ),
    })),
  );

describe('router', () => {
  it('prefers static segments to variables, and variables to greedy ones', () => {
    const route = router('GET /pets/dogs', 'GET /pets/{id}', 'GET /{proxy+}');
    expect(route('GET', '/pets/dogs')?.target).toBe('GET /pets/dogs');
    expect(route('GET', '/pets/7')).toEqual({ target: 'GET /pets/{id}', parameters: { id: '7' }, path: '/pets/7' });
    expect(route('GET', '/pets/7/8')).toMatchObject({ target: 'GET /{proxy+}', parameters: { proxy: 'pets/7/8' } });
    expect(route('GET', '/pets')?.target).toBe('GET /{proxy+}');
  });

  it('falls back to a greedy resource if the better one does not have the method', () => {
    const route = router('POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}');
    expect(route('OPTIONS', '/test')?.target).toBe('OPTIONS /{proxy+}');
    expect(route('POST', '/test')?.target).toBe('POST /test');
    expect(route('OPTIONS', '/test/any')?.target).toBe('ANY /test/any');
    expect(route('GET', '/test')).toBeUndefined();
  });

  it('drops the variables of a branch that it left', () => {
    const route = router('GET /{a}/x/{b}', 'GET /{proxy+}');
    expect(route('GET', '/1/y/2')?.parameters).toEqual({ proxy: '1/y/2' });
  });

  it('has no greedy match at the root and no ANY match for an unknown verb', () => {
    const route = router('ANY /{proxy+}');
    expect(route('GET', '/')).toBeUndefined();
    expect(route('TRACE', '/x')).toBeUndefined();
  });

  it('ignores a trailing slash, keeps double slashes inside a greedy value and keeps values encoded', () => {
    const route = router('GET /{proxy+}', 'GET /items');
    expect(route('GET', '/items/')?.target).toBe('GET /items');
    expect(route('GET', '/a//b/')?.parameters).toEqual({ proxy: 'a//b' });
    expect(route('GET', '/a%2Fb/c+d')?.parameters).toEqual({ proxy: 'a%2Fb/c+d' });
  });

  it('matches a static segment in any encoding', () => {
    expect(router('GET /caf\u00e9')('GET', '/caf%C3%A9')?.target).toBe('GET /caf\u00e9');
  });

  it('returns the path of the resource, not that of the request', () => {
    const route = router('GET /admin/users', 'GET /{tenant}/users/{id}', 'GET /x%2Fy');
    expect(route('GET', '/%61dmin/user%73//')?.path).toBe('/admin/users');
    expect(route('GET', '/%61dmin/users/%37')?.path).toBe('/%61dmin/users/%37');
    expect(route('GET', '/a%20b/%75sers/1/')?.path).toBe('/a%20b/users/1');
  });

  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
  const value = fc
    .string({ minLength: 1, maxLength: 8 })
    .map(encodeURIComponent)
    .filter((text) => text !== '');
  const segment = fc.oneof(
    word,
    word.map((name) => `{${name}}`),
  );
  const template = fc
    .array(segment, { minLength: 1, maxLength: 5 })
    .filter((parts) => new Set(parts).size === parts.length)
    .map((parts) => `/${parts.join('/')}`);

  it('routes every path built from a template to it, with the original values', () => {
    fc.assert(
      fc.property(template, fc.array(value, { minLength: 5, maxLength: 5 }), (path, values) => {
        const expected: Record<string, string> = {};
        const concrete = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
          expected[name] = values[Object.keys(expected).length]!;
          return expected[name];
        });
        expect(router(`GET ${path}`)('GET', concrete)).toEqual({
          target: `GET ${path}`,
          parameters: expected,
          path: concrete,
        });
      }),
    );
  });

  it('never prefers a less specific sibling to a static one', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(3), (words, index) => {
        const path = `/${words.join('/')}`;
        const looser = words.map((part, at) => (at === index % words.length ? '{v}' : part));
        const route = router('ANY /{proxy+}', `ANY /${looser.join('/')}`, `GET ${path}`);
        expect(route('GET', path)?.target).toBe(`GET ${path}`);
      }),
    );
  });
});
