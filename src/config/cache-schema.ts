/** The schema of `cache`. */
import { type Schema, section } from './schema-node.ts';

/** The sizes that CreateStage accepts, in GB. */
const CACHE_SIZES = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

export const cacheSchema: Schema = {
  ...section(
    'A cache for the operations with x-apikit.cache. AWS bills it by size and hour, used or not. Default: none.',
    {
      size: {
        enum: [...CACHE_SIZES, ...CACHE_SIZES.map(String)],
        description: 'GB: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. Required.',
      },
      ttl: {
        type: 'integer',
        minimum: 1,
        maximum: 3600,
        description: 'Seconds that a response is cached, unless the operation sets its own. Default: 300.',
      },
      encrypted: { type: 'boolean', description: 'Responses in the cache are encrypted. Default: true.' },
      invalidation: {
        enum: ['warn', 'ignore', 'refuse', 'anyone'],
        description:
          'The response to Cache-Control: max-age=0 if IAM does not allow the caller execute-api:InvalidateCache: the cached response with a Warning header (warn), without it (ignore), a 403 (refuse), or a new response (anyone). Default: warn.',
      },
    },
  ),
  required: ['size'],
};
