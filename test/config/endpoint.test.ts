import { describe, expect, it } from 'vitest';
import { load, refusal, said } from './project-folder.ts';

const MINE = 'vpce-0a1b2c3d4e5f60718';
const OTHER = 'vpce-0f1e2d3c4b5a69788';
const yaml = (endpoint: unknown, more: object = {}) =>
  JSON.stringify({ name: 'shop', region: 'eu-west-1', endpoint, stages: { prod: {} }, ...more });

describe('endpoint', () => {
  it('is regional unless it is set, and a stage replaces the whole setting', async () => {
    const plain = await load(yaml(undefined));
    expect(plain.stage('prod').endpoint).toEqual({ type: 'regional', vpcEndpoints: [] });
    const project = await load(
      yaml({ type: 'private', vpcEndpoints: [MINE] }, { stages: { prod: {}, open: { endpoint: 'edge' } } }),
    );
    expect(project.stage('prod').endpoint).toEqual({ type: 'private', vpcEndpoints: [MINE] });
    expect(project.stage('open').endpoint).toEqual({ type: 'edge', vpcEndpoints: [] });
    expect(project.stage('local').endpoint.type).toBe('regional');
  });

  it.each<[string, unknown, object, RegExp]>([
    ['nobody', 'private', {}, /nothing says who may call it/],
    ['addresses only', 'private', { access: { allow: ['10.0.0.0/8'] } }, /nothing says who may call it/],
    ['a public endpoint', { vpcEndpoints: [MINE] }, {}, /vpcEndpoints is for private APIs, and this one is regional/],
    ['IPv4 only', { type: 'private', vpcEndpoints: [MINE], ipAddressType: 'ipv4' }, {}, /no private APIs with .* ipv4/],
    [
      'an endpoint that access denies',
      { type: 'private', vpcEndpoints: [MINE] },
      { access: { deny: [MINE] } },
      /access\.deny has it, too/,
    ],
    [
      'an endpoint that access leaves out',
      { type: 'private', vpcEndpoints: [MINE] },
      { access: { allow: [OTHER] } },
      /access\.allow does not, so the API would refuse its callers/,
    ],
  ])('refuses %s', async (_, endpoint, more, message) => {
    const { problems } = await refusal(yaml(endpoint, more));
    expect(said(problems)).toEqual([expect.stringMatching(message)]);
  });

  it('takes endpoints beside a VPC, whose endpoints they may be', async () => {
    await load(yaml({ type: 'private', vpcEndpoints: [MINE] }, { access: { allow: ['vpc-0a1b2c3d'] } }));
  });
});
