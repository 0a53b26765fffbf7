/** Describes the kind `log-group`. */
import type { KindDefinition } from '../definition.ts';
import { logGroupKind } from './log-group.ts';
import { logGroupSearch } from './search.ts';
import type { LogGroupShape } from './shape.ts';

export const logGroup: KindDefinition<LogGroupShape> = {
  kind: 'log-group',
  plural: 'log groups',
  create: logGroupKind,
  former: {},
  search: logGroupSearch,
};
