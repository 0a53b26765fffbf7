import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../src/local/policy/condition.ts';

type Keys = Record<string, string | string[]>;

const holds = (condition: object, keys: Keys): boolean =>
  compileCondition(condition, true)!.holds((name) => keys[name]);

describe('operators', () => {
  it.each([
    [{ StringEquals: { 'aws:x': 'a' } }, 'a', true],
    [{ StringEquals: { 'aws:x': 'a' } }, 'A', false],
    [{ StringEquals: { 'aws:x': 'a*' } }, 'ab', false],
    [{ StringEquals: { 'aws:x': ['b', 'a'] } }, 'a', true],
    [{ StringNotEquals: { 'aws:x': ['b', 'a'] } }, 'a', false],
    [{ StringNotEquals: { 'aws:x': ['b', 'c'] } }, 'a', true],
    [{ StringEqualsIgnoreCase: { 'aws:x': 'aB' } }, 'Ab', true],
    [{ StringNotEqualsIgnoreCase: { 'aws:x': 'aB' } }, 'Ab', false],
    [{ StringLike: { 'aws:x': 'a?c*' } }, 'abcd', true],
    [{ StringLike: { 'aws:x': `a\${*}` } }, 'ab', false],
    [{ StringNotLike: { 'aws:x': 'a*' } }, 'ab', false],
    [{ NumericEquals: { 'aws:x': 10 } }, '10.0', true],
    [{ NumericNotEquals: { 'aws:x': '10' } }, '11', true],
    [{ NumericLessThan: { 'aws:x': '10' } }, '9', true],
    [{ NumericLessThan: { 'aws:x': '10' } }, '10', false],
    [{ NumericLessThanEquals: { 'aws:x': '10' } }, '10', true],
    [{ NumericGreaterThan: { 'aws:x': '10' } }, '100', true],
    [{ NumericGreaterThanEquals: { 'aws:x': '10' } }, '9.99', false],
    [{ NumericEquals: { 'aws:x': '10' } }, 'ten', false],
    [{ DateGreaterThan: { 'aws:x': '2026-01-01T00:00:00Z' } }, '2026-11-21T09:00:00Z', true],
    [{ DateLessThan: { 'aws:x': '2026-01-01T00:00:00Z' } }, '1700000000', true],
    [{ DateEquals: { 'aws:x': '2026-01-01' } }, '2026-01-01T00:00:00Z', true],
    [{ DateNotEquals: { 'aws:x': '2026-01-01' } }, '2026-01-01T00:00:00Z', false],
    [{ DateLessThanEquals: { 'aws:x': '2026-01-01' } }, '2026-01-02', false],
    [{ DateGreaterThanEquals: { 'aws:x': '2026-01-01' } }, '2026-01-01', true],
    [{ Bool: { 'aws:x': true } }, 'true', true],
    [{ Bool: { 'aws:x': 'True' } }, 'true', true],
    [{ Bool: { 'aws:x': 'false' } }, 'true', false],
    [{ BinaryEquals: { 'aws:x': 'QmluYXJ5' } }, 'QmluYXJ5', true],
    [{ IpAddress: { 'aws:x': '203.0.113.0/24' } }, '203.0.113.77', true],
    [{ IpAddress: { 'aws:x': '203.0.113.0/24' } }, '203.0.114.1', false],
    [{ IpAddress: { 'aws:x': '203.0.113.9' } }, '203.0.113.9', true],
    [{ IpAddress: { 'aws:x': ['0.0.0.0/0', '::/0'] } }, '::1', true],
    [{ IpAddress: { 'aws:x': '0.0.0.0/0' } }, '::1', false],
    [{ IpAddress: { 'aws:x': '2001:db8::/32' } }, '2001:db8:1::1', true],
    [{ NotIpAddress: { 'aws:x': '203.0.113.0/24' } }, '203.0.113.77', false],
    [{ NotIpAddress: { 'aws:x': '203.0.113.0/24' } }, '127.0.0.1', true],
    [{ ArnLike: { 'aws:x': 'arn:aws:sns:*:*:t*' } }, 'arn:aws:sns:eu-west-1:1:topic', true],
    [{ ArnEquals: { 'aws:x': 'arn:aws:sns:*:1:topic' } }, 'arn:aws:sns:eu-west-1:1:topic', true],
    [{ ArnLike: { 'aws:x': 'arn:aws:*:topic' } }, 'arn:aws:sns:eu-west-1:1:topic', false],
    [{ ArnNotLike: { 'aws:x': 'arn:aws:sns:*:*:t*' } }, 'arn:aws:sns:eu-west-1:1:topic', false],
    [{ ArnNotEquals: { 'aws:x': 'arn:aws:sns:*:*:x' } }, 'arn:aws:sns:eu-west-1:1:topic', true],
    [{ Null: { 'aws:x': 'true' } }, 'a', false],
    [{ Null: { 'aws:x': false } }, 'a', true],
  ] as [object, string, boolean][])('%j of %s is %s', (condition, value, expected) => {
    expect(holds(condition, { 'aws:x': value })).toBe(expected);
  });

  it('reads keys in any case, and compares with other keys', () => {
    expect(holds({ StringEquals: { 'AWS:X': `\${aws:Y}` } }, { 'aws:x': 'a', 'aws:y': 'a' })).toBe(true);
    expect(holds({ StringEquals: { 'AWS:X': `\${aws:Y}` } }, { 'aws:x': 'a' })).toBe(false);
  });

  it('requires all operators and all keys', () => {
    const condition = { StringEquals: { 'aws:x': 'a', 'aws:y': 'b' }, Bool: { 'aws:z': 'true' } };
    const keys = { 'aws:x': 'a', 'aws:y': 'b', 'aws:z': 'true' };
    expect(holds(condition, keys)).toBe(true);
    for (const key of Object.keys(keys)) expect(holds(condition, { ...keys, [key]: 'other' })).toBe(false);
  });
});

describe('a key that the request does not have', () => {
  it.each([
    [{ StringEquals: { 'aws:x': 'a' } }, false],
    [{ StringNotEquals: { 'aws:x': 'a' } }, true],
    [{ NotIpAddress: { 'aws:x': '10.0.0.0/8' } }, true],
    [{ ArnNotLike: { 'aws:x': 'arn:aws:sns:*:*:*' } }, true],
    [{ Bool: { 'aws:x': 'false' } }, false],
    [{ BoolIfExists: { 'aws:x': 'false' } }, true],
    [{ StringEqualsIfExists: { 'aws:x': 'a' } }, true],
    [{ Null: { 'aws:x': 'true' } }, true],
    [{ Null: { 'aws:x': 'false' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:x': 'a' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:x': 'a' } }, false],
    [{ 'ForAnyValue:StringEqualsIfExists': { 'aws:x': 'a' } }, false],
  ] as [object, boolean][])('%j is %s', (condition, expected) => {
    expect(holds(condition, {})).toBe(expected);
  });
});

describe('a key with several values', () => {
  it.each([
    [{ 'ForAllValues:StringEquals': { 'aws:x': ['a', 'b', 'c'] } }, ['a', 'b'], true],
    [{ 'ForAllValues:StringEquals': { 'aws:x': ['a'] } }, ['a', 'b'], false],
    [{ 'ForAnyValue:StringEquals': { 'aws:x': ['a'] } }, ['a', 'b'], true],
    [{ 'ForAnyValue:StringEquals': { 'aws:x': ['c'] } }, ['a', 'b'], false],
    [{ 'ForAllValues:StringNotEquals': { 'aws:x': ['c'] } }, ['a', 'b'], true],
    [{ 'ForAllValues:StringNotEquals': { 'aws:x': ['a'] } }, ['a', 'b'], false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:x': ['a'] } }, ['a', 'b'], true],
    [{ 'ForAnyValue:StringLike': { 'aws:x': ['b*'] } }, ['a', 'bb'], true],
    [{ StringNotEquals: { 'aws:x': 'a' } }, ['a', 'b'], false],
    [{ 'ForAllValues:StringEquals': { 'aws:x': ['a'] } }, [], true],
    [{ 'ForAnyValue:StringEquals': { 'aws:x': ['a'] } }, [], false],
  ] as [object, string[], boolean][])('%j of %j is %s', (condition, values, expected) => {
    expect(holds(condition, { 'aws:x': values })).toBe(expected);
  });
});
