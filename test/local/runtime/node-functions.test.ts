import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from '../lambda/lambda-cloud.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

describe('a Node.js function', () => {
  it('answers with what its handler returns, and logs as CloudWatch shows it', async () => {
    await cloud.create(
      'hello',
      `export const handler = async (event) => { console.log('got', event); return { hi: event.name }; };`,
    );
    const first = await cloud.invoke('hello', { name: 'Ann' });
    expect(first.payload).toEqual({ hi: 'Ann' });
    expect(first.error).toBeUndefined();
    expect(first.version).toBe('$LATEST');
    expect(first.log).toMatch(
      /^START RequestId: (\S{36}) Version: \$LATEST\n\S+Z\t\1\tINFO\tgot \{ name: 'Ann' \}\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
    );
    const second = await cloud.invoke('hello', { name: 'Bob' });
    expect(second.payload).toEqual({ hi: 'Bob' });
    expect(second.log).not.toContain('Init Duration');
  });
});
