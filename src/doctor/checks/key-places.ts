import { shellWord } from '../../shell-word.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** Addresses in a day from which one client seldom calls. */
const MANY = 20;
/** Times as many as the client that has most beside it. */
const TIMES = 5;

/** A value that got out is sent from many places; a client of its own calls from few. */
export const keyPlaces: Check = {
  id: 'key-places',
  area: 'stage',
  async look({ stage }) {
    if (!stage || (await stage.evidence.keys()).length === 0) return NOTHING;
    const places = await stage.keyPlaces();
    const findings = places.flatMap(({ key, requests, places: own }): Finding[] => {
      const others = Math.max(1, ...places.filter((one) => one.key !== key).map((one) => one.places));
      if (own < MANY || own < TIMES * others) return [];
      return [
        {
          severity: 'warning',
          says: `API key ${key} was sent from ${own} addresses in the last day (${requests} requests), and no other from more than ${others}.`,
          why: 'Its value may have got out: a client of its own seldom calls from so many places.',
          fix: 'Ask its owner; a new value with an overlap keeps the client working, and ends the one that leaked.',
          command: `apikit keys rotate ${shellWord(key)} --overlap 1d --stage ${stage.name}`,
        },
      ];
    });
    return findings.length > 0 ? { findings } : fine('every API key is sent from few places');
  },
};
