/** Reads from the records of releases what else the stage had (`stack/footprint.ts`). Pure. */
import type { Observed } from '../../engine/resource.ts';
import { isHistory } from './release-record.ts';

export interface Footprint {
  /** `machine`, `topic`, `bus`, `rule` or `layer` */
  readonly what: string;
  /** The name in apikit.yaml. */
  readonly name: string;
  /** The name of a function that goes with it; of a rule, the name of its bus, if that is not the default bus. */
  readonly part?: string;
}

/** Empty if no release of the stage had any. */
export function footprintBefore(observed: ReadonlyMap<string, Observed>): Footprint[] {
  const history = observed.get('release')?.attributes.history;
  const texts = isHistory(history) ? history.flatMap(({ record }) => record.footprint?.split(' ') ?? []) : [];
  return [...new Set(texts)].map((text) => {
    const [what = '', name = '', part] = text.split('.');
    return { what, name, ...(part !== undefined && { part }) };
  });
}

/** The names in apikit.yaml of all that the stage had of one sort. */
export function namesBefore(
  observed: ReadonlyMap<string, Observed>,
  sort: 'machine' | 'topic' | 'bus' | 'layer',
): string[] {
  const own = footprintBefore(observed).filter(({ what, part }) => what === sort && part === undefined);
  return own.map(({ name }) => name);
}
