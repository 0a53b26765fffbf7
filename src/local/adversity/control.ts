/**
 * Serves `/_apikit/adversity`: GET reads the settings, PUT changes them, DELETE resets them. The server has already
 * checked the control header.
 */
import type { WireResponse } from '../protocols/wire.ts';
import type { Adversity, AdversityOptions } from './adversity.ts';
import { readRules } from './rules.ts';

const json = (status: number, value: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export function answerAdversity(adversity: Adversity, method: string, body: string): WireResponse {
  if (method === 'PUT') {
    try {
      adversity.set(readOptions(JSON.parse(body)));
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      return json(400, { message: error.message });
    }
  } else if (method === 'DELETE') adversity.reset();
  else if (method !== 'GET') return json(405, { message: 'GET reads, PUT sets, DELETE resets.' });
  return json(200, adversity.state());
}

const MEMBERS = ['rules', 'quotas', 'factor', 'latency'];

function readOptions(value: unknown): AdversityOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError('The settings must be a JSON object.');
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`${unknown} is not a known member; the members are ${MEMBERS.join(', ')}.`);
  const { rules, quotas, factor, latency } = value as Record<string, unknown>;
  if (quotas !== undefined && typeof quotas !== 'boolean') throw new RangeError('quotas must be true or false.');
  if (latency !== undefined && typeof latency !== 'boolean') throw new RangeError('latency must be true or false.');
  if (factor !== undefined && (typeof factor !== 'number' || !(factor >= 0))) {
    throw new RangeError('factor must be a number of 0 or more.');
  }
  return {
    ...(rules !== undefined && { rules: readRules(rules) }),
    ...(quotas !== undefined && { quotas }),
    ...(factor !== undefined && { factor }),
    ...(latency !== undefined && { latency }),
  };
}
