/** Describes the kind `api-key`. */
import type { KindDefinition } from '../definition.ts';
import { type ApiKeyShape, apiKeyKind } from './api-key.ts';

export const apiKey: KindDefinition<ApiKeyShape> = {
  kind: 'api-key',
  plural: 'API keys',
  create: apiKeyKind,
  former: {
    properties: ({ tags }, arn) => ({ key: keyIn(arn), tags }),
    // Several keys may have one name.
    id: (name, _owner, arn) => `api-key/${name}.${keyIn(arn)}`,
  },
};

const keyIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
