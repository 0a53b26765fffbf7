/** The changes of an existing domain that a plan refuses, before any call that writes. */
import { describe, expect, it } from 'vitest';
import { resolveDomain } from '../../../src/config/domain.ts';
import { resolveStage } from '../../../src/config/resolve.ts';
import type { Observed } from '../../../src/engine/resource.ts';
import { refuseDomainEndpoint } from '../../../src/stage/plan/check-domain-endpoint.ts';
import { refuseHttpDomain } from '../../../src/stage/plan/check-http-domain.ts';

type Raw = Parameters<typeof resolveStage>[0];

const stageWith = (settings: object) => ({
  ...resolveStage({ name: 'shop', region: 'eu-west-1', stages: { prod: {} } } as Raw, 'prod', {
    root: '/project',
    region: 'eu-west-1',
  }),
  domain: resolveDomain({ name: 'api.example.com' }),
  ...settings,
});

/** A regional domain of apikit that only this stage uses. */
const FOUND = { endpoint: 'REGIONAL', policy: 'TLS_1_2', created: true, takesHttp: true, mutualTls: false };

function observationWith(domain: object, { inUse, moves }: { inUse?: string; moves?: true } = {}) {
  const observed = new Map<string, Observed>([
    ['domain-name', { attributes: {}, properties: { ...FOUND, ...domain }, owned: true, ...(inUse && { inUse }) }],
    ['base-path-mapping', { attributes: {}, properties: { ...(moves && { moves }) }, owned: true }],
  ]);
  return { observed, readAt: new Map<string, number>() };
}

const EDGE = { endpoint: { type: 'edge', vpcEndpoints: [] } } as const;

describe('another endpoint of a domain', () => {
  it.each([
    [
      'others use it',
      {},
      { inUse: 'others use the domain: api.example.com/b leads to API b' },
      /: others use the domain/,
    ],
    ['it asks for certificates', { mutualTls: { truststore: 's3://a/b' } }, {}, /asks clients for certificates/],
    [
      'it has another policy',
      { policy: 'SecurityPolicy_TLS13_1_2_2021_06' },
      {},
      /must be TLS_1_2, and the policy is S/,
    ],
    [
      'its base path moves to another front door',
      {},
      { moves: true as const },
      /moves to another front door \(api: rest\)/,
    ],
  ])('is refused while %s', (_why, domain, more, message) => {
    expect(() => refuseDomainEndpoint(stageWith(EDGE), observationWith(domain, more))).toThrow(message);
  });

  it('is refused if the policy changes with it', () => {
    const domain = resolveDomain({ name: 'api.example.com', securityPolicy: 'SecurityPolicy_TLS13_2025_EDGE' });
    expect(() => refuseDomainEndpoint(stageWith({ ...EDGE, domain }), observationWith({}))).toThrow(
      'the policy is TLS_1_2 and becomes SecurityPolicy_TLS13_2025_EDGE',
    );
  });

  it('passes otherwise, and also when it is there or the domain is somebody else’s', () => {
    for (const domain of [{}, { endpoint: 'REGIONAL EDGE', mutualTls: {} }, { created: false, policy: 'TLS_1_0' }])
      expect(() => refuseDomainEndpoint(stageWith(EDGE), observationWith(domain))).not.toThrow();
  });
});

describe('an HTTP API at a domain', () => {
  const policy = resolveDomain({ name: 'api.example.com', securityPolicy: 'TLS_1_2' });

  it.each([
    ['has another policy', {}, { takesHttp: false }, /until the domain has only its regional endpoint/],
    ['is edge-optimized', { domain: policy }, { takesHttp: false, endpoint: 'EDGE' }, /endpoint: regional and/],
    [
      'has both endpoints',
      { domain: policy },
      { takesHttp: false, endpoint: 'EDGE REGIONAL' },
      /endpoint: regional and/,
    ],
    ['is somebody else’s', { domain: policy }, { takesHttp: false, created: false }, /where it is managed/],
  ])('is refused if the domain %s', (_what, settings, domain, hint) => {
    const refused = () => refuseHttpDomain(stageWith({ api: 'http', ...settings }), observationWith(domain));
    expect(refused).toThrow(
      expect.objectContaining({ code: 'DomainWithoutHttpApis', hint: expect.stringMatching(hint) }),
    );
  });

  it('passes if the deploy changes the policy of its regional domain', () => {
    const stage = stageWith({ api: 'http', domain: policy });
    expect(() => refuseHttpDomain(stage, observationWith({ takesHttp: false }))).not.toThrow();
  });
});
