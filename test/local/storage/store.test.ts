import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/local/storage/store.ts';
import { tempDir } from '../../helpers/cli.ts';

const contents = (store: Store) =>
  Object.fromEntries(
    store.collectionNames().map((name) => [
      name,
      store
        .collection(name)
        .keys()
        .map((key) => [key, store.collection(name).get(key)]),
    ]),
  );

const change = fc.oneof(
  fc.record({
    collection: fc.constantFrom('a', 'b'),
    key: fc.constantFrom('1', '2', '__proto__', '\n"'),
    value: fc.jsonValue(),
  }),
  fc.record({ collection: fc.constantFrom('a', 'b'), key: fc.constantFrom('1', '2', '__proto__') }),
);

describe('the store', () => {
  it('has the same content after it is opened again, also without being closed', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const dir = tempDir();
        const store = openStore(dir);
        for (const { collection, key, ...rest } of changes) {
          if ('value' in rest) store.collection(collection).put(key, rest.value);
          else store.collection(collection).delete(key);
        }
        // A store that is killed is not closed, and must still have everything that it acknowledged.
        expect(contents(openStore(dir))).toEqual(JSON.parse(JSON.stringify(contents(store))));
        store.close();
      }),
      { numRuns: 50 },
    );
  });

  it('drops a change whose write was cut off, and nothing else', () => {
    const dir = tempDir();
    openStore(dir).collection('a').put('whole', 1);
    appendFileSync(join(dir, 'state.jsonl'), '["a","torn",{"x":');
    const store = openStore(dir);
    expect(store.collection('a').keys()).toEqual(['whole']);
    store.collection('a').put('next', 2);
    expect(openStore(dir).collection('a').keys()).toEqual(['whole', 'next']);
  });

  it('does not grow with the number of changes', () => {
    const dir = tempDir();
    const store = openStore(dir);
    for (let count = 0; count < 60_000; count += 1) store.collection('usage').put('key', { used: count });
    expect(statSync(join(dir, 'state.jsonl')).size).toBeLessThan(25_000 * 40);
    expect(openStore(dir).collection('usage').get('key')).toEqual({ used: 59_999 });
  });

  it('loses nothing when killed right after the journal was rewritten', () => {
    const dir = tempDir();
    const store = openStore(dir);
    const usage = store.collection<number>('usage');
    const size = () => statSync(join(dir, 'state.jsonl')).size;
    for (let count = 0, before = 0; size() >= before; count += 1) {
      before = size();
      usage.put('key', count);
    }
    expect(openStore(dir).collection('usage').get('key')).toBe(usage.get('key'));
  });

  it('returns a counter immediately, and stores it with the next change, after a while, or when it closes', async () => {
    const dir = tempDir();
    const onDisk = () => openStore(dir).collection<number>('usage').get('key');
    const store = openStore(dir);
    const usage = store.collection<number>('usage');
    for (let count = 1; count <= 100; count += 1) usage.putSoon('key', count);
    expect(usage.get('key')).toBe(100);
    expect(onDisk()).toBeUndefined();
    store.collection('a').put('1', 1);
    expect(onDisk()).toBe(100);
    usage.putSoon('key', 101);
    await expect.poll(onDisk).toBe(101);
    usage.putSoon('key', 102);
    store.close();
    expect(onDisk()).toBe(102);
  });

  it('does not restore a counter that was deleted or reset before it was stored', () => {
    const dir = tempDir();
    const store = openStore(dir);
    const usage = store.collection<number>('usage');
    usage.putSoon('deleted', 1);
    usage.delete('deleted');
    usage.putSoon('forgotten', 1);
    store.reset();
    usage.putSoon('kept', 1);
    store.close();
    expect(openStore(dir).collection('usage').keys()).toEqual(['kept']);
  });

  it('stores bytes by their hash, and deletes everything on reset', () => {
    const dir = tempDir();
    const store = openStore(dir);
    const sha256 = store.putBlob(Buffer.from('zip'));
    expect(openStore(dir).getBlob(sha256).toString()).toBe('zip');
    store.collection('a').put('1', 1);
    store.reset();
    expect(() => store.getBlob(sha256)).toThrow(sha256);
    expect(readFileSync(join(dir, 'state.jsonl'), 'utf8')).toBe('');
    store.collection('a').put('2', 2);
    expect(openStore(dir).collection('a').keys()).toEqual(['2']);
  });
});
