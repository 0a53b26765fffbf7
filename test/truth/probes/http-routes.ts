import { callHttpApi, deployedHttpApi } from '../deployed-http-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'http-routes',
  title: 'In an HTTP API, text wins over a variable, a method over ANY, and an encoded slash does not end a segment.',
  expected: {
    text: 'GET /items/first',
    method: 'GET /items/{id}',
    other: 'ANY /items/{id}',
    slash: 'GET /items/{id}',
    slashes: '$default',
  },
  async run(world) {
    const id = await deployedHttpApi(world);
    const routeOf = async (method: string, path: string) => {
      const answer = await callHttpApi(world, id, method, path);
      return ((await answer.json()) as { routeKey?: string }).routeKey ?? null;
    };
    return {
      text: await routeOf('GET', '/items/first'),
      method: await routeOf('GET', '/items/second'),
      other: await routeOf('PUT', '/items/second'),
      slash: await routeOf('GET', '/items/a%2Fb'),
      slashes: await routeOf('GET', '/items/a/b'),
    };
  },
};
