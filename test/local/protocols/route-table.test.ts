import { describe, expect, it } from 'vitest';
import { operation } from '../../../src/local/cloud/operation.ts';
import { RouteTable } from '../../../src/local/protocols/route-table.ts';

function table(...routes: string[]): (method: string, path: string) => unknown {
  const made = new RouteTable();
  for (const http of routes) made.add(operation({ name: http, run: () => ({}) }), http);
  return (method, path) => {
    const match = made.match(method, path);
    return match && [match.operation.name, match.labels];
  };
}

describe('REST-JSON routes', () => {
  const match = table(
    'GET /restapis',
    'GET /restapis/{id}',
    'GET /restapis/{api}/stages',
    'DELETE /restapis/{gone}',
    'GET /tags/{arn+}',
  );

  it('prefer a literal, then a label, then the greedy rest', () => {
    expect(match('GET', '/restapis')).toEqual(['GET /restapis', {}]);
    expect(match('GET', '/restapis/a1')).toEqual(['GET /restapis/{id}', { id: 'a1' }]);
    expect(match('GET', '/restapis/a1/stages')).toEqual(['GET /restapis/{api}/stages', { api: 'a1' }]);
    expect(match('GET', '/tags/arn:aws:x::/restapis/a1')).toEqual([
      'GET /tags/{arn+}',
      { arn: 'arn:aws:x::/restapis/a1' },
    ]);
  });

  it('have separate names for each operation at the same position', () => {
    expect(match('DELETE', '/restapis/a1')).toEqual(['DELETE /restapis/{gone}', { gone: 'a1' }]);
  });

  it('decode a label once, and keep an undecodable one', () => {
    expect(match('GET', '/restapis/a%2F1')).toEqual(['GET /restapis/{id}', { id: 'a/1' }]);
    expect(match('GET', '/restapis/%zz')).toEqual(['GET /restapis/{id}', { id: '%zz' }]);
  });

  it('do not match other methods or paths', () => {
    expect(match('PUT', '/restapis')).toBeUndefined();
    expect(match('GET', '/restapis/a1/nope')).toBeUndefined();
  });
});
