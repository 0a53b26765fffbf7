import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressRange, findCovering } from '../../src/naming/address-range.ts';

it.each([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.77/24', '203.0.113.0/24'],
  ['2001:DB8:0:0::1/32', '2001:db8::/32'],
  ['::/0', '::/0'],
  ['010.0.0.1', undefined],
  ['fe80::1%eth0', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0/8/9', undefined],
])('reads %s as %s', (text, range) => expect(addressRange(text)?.text).toBe(range));

const range = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => ({ address, prefix, text: `${address}/${prefix}` }));

it('finds a range that holds another if there is one', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 5 }), range, (outer, inner) => {
      const covers = outer.filter(({ address, prefix }) => {
        const list = new BlockList();
        list.addSubnet(address, prefix, 'ipv4');
        return prefix <= inner.prefix && list.check(inner.address, 'ipv4');
      });
      const found = findCovering(outer.map(({ text }) => text))(inner.text);
      if (covers.length === 0) expect(found).toBeUndefined();
      else expect(covers.map(({ text }) => text)).toContain(found);
    }),
  );
});

it('finds it at once in a list as long as an IP set may be', () => {
  const list = (first: number) => Array.from({ length: 10_000 }, (_, n) => `${first}.${n >> 8}.${n % 256}.1`);
  const find = findCovering([...list(10), '11.0.0.0/16']);
  expect(list(11).filter((text) => find(text) !== undefined)).toHaveLength(256);
});
