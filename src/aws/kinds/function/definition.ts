/** Describes the kind `function`. */
import type { KindDefinition } from '../definition.ts';
import { functionKind } from './function.ts';
import { functionSearch } from './search.ts';
import type { FunctionShape } from './shape.ts';

export const lambdaFunction: KindDefinition<FunctionShape> = {
  kind: 'function',
  plural: 'functions',
  create: (dependencies) => functionKind(dependencies),
  // Lambda creates the log group again as long as the function runs (docs/pitfalls.md, pitfall 22).
  former: { after: ['role', 'log-group/function'] },
  search: functionSearch,
};
