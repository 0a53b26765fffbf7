import { describe, expect, it } from 'vitest';
import { fillDefinition } from '../../../src/aws/api-gateway/definition.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { makeRelease } from '../../../src/contract/compile/release-id.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../../src/naming/release-marks.ts';
import { functionFingerprint } from '../../../src/stack/build-stack.ts';
import { FACTS, itemsContract, stageConfig } from '../fixtures.ts';

function releaseOf(settings: Parameters<typeof stageConfig>[0] = {}, codeSha256 = 'code') {
  const config = stageConfig(settings);
  const definition = compile(itemsContract(), config, FACTS);
  return makeRelease({ definition, codeSha256, functionConfig: functionFingerprint(config, 'index.handler') });
}

describe('a release', () => {
  it('has the same ID for the same input, with settings in any order', () => {
    const a = releaseOf({ function: { environment: { AA: '1', BB: '2' } } });
    const b = releaseOf({ function: { environment: { BB: '2', AA: '1' } } });
    expect(a.release).toMatch(/^[0-9a-f]{12}$/);
    expect(b).toEqual(a);
  });

  it('has another ID when contract, code or the configuration of the function changes', () => {
    const ids = [
      releaseOf(),
      releaseOf({}, 'other'),
      releaseOf({ cors: { origins: ['*'] } }),
      releaseOf({ function: { memory: 1024 } }),
      releaseOf({ function: { environment: { AA: '1' } } }),
      releaseOf({ tracing: true }),
      releaseOf({ tables: { items: { key: 'id' } } }),
    ].map(({ release }) => release);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the same ID when only other settings of the stage change', () => {
    const throttled = releaseOf({ throttle: { rate: 1, burst: 1 }, logs: { retentionDays: 1 }, tags: { a: 'b' } });
    expect(throttled.release).toBe(releaseOf().release);
  });

  it('has a placeholder for the ARN that the release kind replaces', () => {
    const { document } = releaseOf();
    const filled = fillDefinition(document, 'arn:aws:lambda:eu-west-1:111122223333:function:shop-dev:7');
    expect(filled).not.toContain(FUNCTION_ARN_PLACEHOLDER);
    expect(filled).toContain('functions/arn:aws:lambda:eu-west-1:111122223333:function:shop-dev:7/invocations');
  });

  it('is written into its document, which leaves only the ARN of the function open', () => {
    const { release, document, contract } = releaseOf();
    const text = new TextDecoder().decode(document);
    expect(text).not.toContain('__APIKIT_RELEASE__');
    expect(text).toContain(`'${release}'`);
    expect(text).toContain('__APIKIT_FUNCTION_ARN__');
    expect(contract).toMatch(/^[0-9a-f]{64}$/);
  });
});
