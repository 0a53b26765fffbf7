/** Values that look like secrets. */
import { describe, expect, it } from 'vitest';
import { HIDDEN, isSecretVariable, withoutForms } from '../../src/config/secret-like.ts';

const TOKEN = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(200)}.${'c'.repeat(43)}`;

describe('the form of a secret', () => {
  it.each([
    ['a token', TOKEN],
    ['a URL with a password', 'postgres+ssl://me:hunter2@db.example.com/x'],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
  ])('is found in %s, and hidden whole', (_, secret) => {
    expect(isSecretVariable('VALUE', secret)).toBe(true);
    expect(withoutForms(`see "${secret}", please`)).toBe(`see "${HIDDEN}", please`);
  });

  // Each of these took time by the square of its length, which is minutes here.
  it.each([
    ['schemes', 'a.'.repeat(400_000)],
    ['beginnings of tokens', 'eyJ-'.repeat(100_000)],
    ['parts of tokens', `eyJ${'a.eyJ'.repeat(100_000)}`],
    ['beginnings of keys', '-----BEGIN '.repeat(50_000)],
    ['colons', 'a://b:'.repeat(100_000)],
  ])('is not found in many %s', (_, text) => {
    expect(isSecretVariable('VALUE', text)).toBe(false);
    expect(withoutForms(text)).toBe(text);
  });
});
