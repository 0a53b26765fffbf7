/** Describes the kind `rest-api`. */
import type { KindDefinition } from '../definition.ts';
import { restApiKind } from './rest-api.ts';
import type { RestApiShape } from './shape.ts';

export const restApi: KindDefinition<RestApiShape> = {
  kind: 'rest-api',
  plural: 'APIs',
  create: restApiKind,
  former: {},
};
