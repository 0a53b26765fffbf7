import { callHttpApi, deployedHttpApi, ORIGIN } from '../deployed-http-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'http-preflight',
  title:
    'With CORS, an HTTP API answers preflights of a signed route that has a route for OPTIONS, and allows no other origin.',
  expected: { allowed: { status: 204, origin: ORIGIN }, other: { status: 204, origin: null } },
  async run(world) {
    const id = await deployedHttpApi(world);
    const preflight = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'PUT' };
      const answer = await callHttpApi(world, id, 'OPTIONS', '/signed', headers);
      return { status: answer.status, origin: answer.headers.get('access-control-allow-origin') };
    };
    return { allowed: await preflight(ORIGIN), other: await preflight('https://other.example') };
  },
};
