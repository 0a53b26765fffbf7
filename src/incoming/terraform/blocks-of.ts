/** Reads the values of blocks. Pure. */
import { objectOf } from '../../contract/model/json.ts';

/** The blocks of one type within a resource, such as `attribute` of a table. A plan has them as a list, too. */
export const blocksOf = (value: unknown): Record<string, unknown>[] => [value ?? []].flat().map(objectOf);
