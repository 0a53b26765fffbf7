/**
 * Describes what a stage serves, with the texts of its contract: API Gateway stores no descriptions, examples, tags,
 * responses or parameter types. Where the two differ, the stage wins, and the difference is reported. Pure.
 */

import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import { modelNames } from '../compile/models.ts';
import type { Contract } from '../model/contract.ts';
import { type Json, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { withOwnParameters } from '../model/parameters.ts';
import { describedOperation } from './described-operation.ts';
import { describedSchemas } from './described-schemas.ts';
import { describedSchemes } from './described-schemes.ts';
import { livePaths } from './live-paths.ts';
import type { ReportDifference, Served, Sides } from './sides.ts';

export interface Difference {
  /** For example `GET /items`, `schema Item`, `scheme caller`, `info`. */
  readonly place: string;
  /** The members that differ in the contract, or `only in the stage`, or `only in the contract`. */
  readonly differs: readonly string[];
}

/** Returns the document in the contract's order. `url` is the address of the stage. */
export function described(contract: Contract, served: Served, url: string) {
  const { document } = contract;
  const components = objectOf(document.components);
  const models = [...modelNames(Object.keys(objectOf(components.schemas)))];
  const schemaNames = new Map(models.map(([name, model]) => [model, name]));
  const sides: Sides = { ...served, document, schemaNames };
  const differences: Difference[] = [];
  const reportDifference = (place: string, differs: readonly string[]) => {
    if (differs.length > 0) differences.push({ place, differs });
  };
  const info = describedInfo(objectOf(document.info), sides, reportDifference);
  const paths = describedPaths(contract.operations, sides, reportDifference);
  const made = {
    schemas: describedSchemas(paths, sides, reportDifference),
    securitySchemes: describedSchemes(paths, sides, reportDifference),
  };
  const brought = Object.entries(made).filter(([section, members]) => section in components || !isEmpty(members));
  const all = { ...components, ...Object.fromEntries(brought) };
  const servers = [{ url }];
  const members = Object.entries({ ...document, paths, components: all }).flatMap(
    ([key, value]): [string, unknown][] => {
      if (key === 'info') return 'servers' in document ? [[key, info]] : Object.entries({ info, servers });
      if (key === 'servers') return [[key, servers]];
      return key === 'components' && isEmpty(all) ? [] : [[key, value]];
    },
  );
  return { document: Object.fromEntries(members) as Json, differences };
}

function describedInfo(info: Json, { exported, definition }: Sides, tell: ReportDifference): Json {
  const [live, ours] = [objectOf(exported.info), objectOf(definition.info)];
  const differs = ['version', 'description'].filter((member) => live[member] !== ours[member]);
  tell('info', differs);
  const made = Object.entries({ ...info, ...Object.fromEntries(differs.map((name) => [name, live[name]])) });
  return Object.fromEntries(made.filter(([, value]) => value !== undefined));
}

/** Returns the paths in the contract's order, followed by those that exist only in the stage. */
function describedPaths(operations: readonly Operation[], sides: Sides, tell: ReportDifference): Json {
  const [ours, live] = [objectOf(sides.document.paths), livePaths(sides.exported)];
  const known = new Map(operations.map((operation) => [`${operation.key} ${operation.path}`, operation]));
  const paths = [...new Set([...Object.keys(ours), ...Object.keys(live)])].flatMap((path): [string, Json][] => {
    const [item, served] = [objectOf(ours[path]), objectOf(live[path])];
    const made: Json = {};
    /** The operations whose parameters no longer agree with the shared ones of the path. */
    const apart = new Set<string>();
    for (const key of new Set([...Object.keys(item), ...Object.keys(served)])) {
      if (!OPERATION_KEYS.includes(key)) {
        made[key] = item[key];
        continue;
      }
      const place = `${methodOf(key)} ${path}`;
      if (served[key] === undefined) {
        tell(place, ['only in the contract']);
        continue;
      }
      const operation = known.get(`${key} ${path}`);
      const { operation: said, differs } = describedOperation(objectOf(served[key]), operation, sides);
      tell(place, differs);
      if (operation === undefined || differs.includes('parameters')) apart.add(key);
      made[key] = said;
    }
    const gone = OPERATION_KEYS.some((key) => key in item) && !OPERATION_KEYS.some((key) => key in made);
    return gone ? [] : [[path, apart.size > 0 ? withOwnParameters(sides.document, made, apart) : made]];
  });
  return Object.fromEntries(paths);
}

const isEmpty = (members: object): boolean => Object.keys(members).length === 0;
