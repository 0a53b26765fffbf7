/** Returns the operations of a stage by their paths. Pure. */

import { OPERATION_KEYS } from '../../naming/methods.ts';
import { isProbePath } from '../compile/probe-route.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';

/**
 * Leaves out the paths that apikit adds to every API: preflights, which have no operationId, and the path that shows
 * the release.
 */
export function livePaths(exported: Json): Json {
  const paths = Object.entries(objectOf(exported.paths)).flatMap(([path, item]): [string, Json][] => {
    const operations = Object.entries(objectOf(item)).filter(
      ([key, value]) =>
        OPERATION_KEYS.includes(key) && isObject(value) && (key !== 'options' || value.operationId !== undefined),
    );
    return isProbePath(path) || operations.length === 0 ? [] : [[path, Object.fromEntries(operations)]];
  });
  return Object.fromEntries(paths);
}
