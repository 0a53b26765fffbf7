import { shellWord } from '../../text/shell-word.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** A single client seldom calls from this many addresses in a day. */
const MANY = 20;
/** The factor over the next client by number of addresses. */
const TIMES = 5;

/** A leaked key is sent from many addresses. A single client calls from few. */
export const keyPlaces: Check = {
  id: 'key-places',
  area: 'stage',
  async run({ stage }) {
    if (!stage || (await stage.evidence.keys()).length === 0) return NOTHING;
    const places = await stage.keyPlaces();
    const findings = places.flatMap(({ key, requests, places: own }): Finding[] => {
      const others = Math.max(1, ...places.filter((one) => one.key !== key).map((one) => one.places));
      if (own < MANY || own < TIMES * others) return [];
      return [
        {
          severity: 'warning',
          says: `API key ${key} was sent from ${own} addresses in the last day (${requests} requests), and no other key from more than ${others}.`,
          why: 'Its value may have leaked: a single client seldom calls from so many addresses.',
          fix: 'Ask its owner. A new value with an overlap keeps the client working, and ends the leaked value.',
          command: `apikit keys rotate ${shellWord(key)} --overlap 1d --stage ${stage.name}`,
        },
      ];
    });
    return findings.length > 0 ? { findings } : fine('every API key is sent from few addresses');
  },
};
