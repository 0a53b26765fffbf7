import { describe, expect, it } from 'vitest';
import type { RawStage } from '../../../src/config/raw-config.ts';
import { resolveStage } from '../../../src/config/resolve.ts';
import { stageNotices } from '../../../src/contract/in-stage/stage-notices.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { HEAD } from '../fixtures.ts';

const CONTRACT = `${HEAD}paths:
  /a: { get: { operationId: a, x-apikit: { cache: {}, throttle: { rate: 20, burst: 5 } } } }
  /b: { get: { operationId: b, x-apikit: { cache: {}, timeout: 20 } } }
  /c: { get: { operationId: c, x-apikit: { timeout: 20, integration: { type: http_proxy, uri: "https://c.example" } } } }
`;

function notices(settings: RawStage = {}, stage = 'prod') {
  const raw = { name: 'shop', region: 'eu-west-1', stages: { prod: settings, local: settings } };
  const { operations } = parseContract(CONTRACT, 'openapi.yaml');
  return stageNotices(operations, resolveStage(raw, stage, { root: '/project' }));
}

describe('a contract in a stage warns about', () => {
  it('a cache that the stage does not have, and a timeout above that of the function', () => {
    expect(notices()).toEqual({
      warnings: [
        'Stage prod has no cache, so x-apikit.cache of a and b has no effect there. Add stages.prod.cache.',
        "x-apikit.timeout of b is longer than the function's timeout in stage prod (10 s), so it has no effect. Set function.timeout.",
      ],
      notes: [],
    });
  });

  it('a throttle above that of the stage', () => {
    const { warnings } = notices({
      cache: { size: 0.5 },
      throttle: { rate: 10, burst: 10 },
      function: { timeout: 20 },
    });
    expect(warnings).toEqual([
      "x-apikit.throttle of a allows more than stage prod (rate 10, burst 10). The stage's throttle does not limit it, because it replaces that throttle.",
    ]);
  });

  it('billed features', () => {
    const { notes } = notices({ cache: { size: 1.6 }, logging: 'INFO', metrics: true, tracing: true });
    expect(notes).toEqual([
      'AWS bills the cache of stage prod by the hour, used or not: 1.6 GB are about 0.04 USD an hour.',
      'AWS bills the execution log of stage prod by volume, about 0.57 USD a GB; AWS keeps it until you set a retention.',
      'AWS bills the metrics of stage prod as custom metrics: up to 15, about 0.30 USD a month each.',
      'AWS bills the traces of stage prod by number, about 5.00 USD a million.',
    ]);
  });

  it('operations with a key if no usage plan exists, also in the embedded cloud', () => {
    const keyed = `${HEAD}paths:
  /a: { get: { operationId: a, security: [{ key: [] }] } }
  /b: { get: { operationId: b } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }
`;
    const of = (stage: string, usagePlans: RawStage['usagePlans'] = {}) => {
      const raw = { name: 'shop', region: 'eu-west-1', stages: { prod: { usagePlans }, local: { usagePlans } } };
      const { operations } = parseContract(keyed, 'openapi.yaml');
      return stageNotices(operations, resolveStage(raw, stage, { root: '/project' })).warnings;
    };
    for (const stage of ['prod', 'local'])
      expect(of(stage)).toEqual([
        `Stage ${stage} has no usage plan, so no API key gives access to a: each call gets a 403. Declare one under usagePlans in apikit.yaml.`,
      ]);
    expect(of('prod', { basic: { rate: 1, burst: 1 } })).toEqual([]);
  });

  it('nothing else in the embedded cloud', () => {
    expect(notices({ logging: 'INFO', metrics: true }, 'local')).toEqual({ warnings: [], notes: [] });
  });
});
