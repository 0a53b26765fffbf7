/** The schema of `function.bundle`. */
import { type Schema, section } from './schema-node.ts';

const packageName: Schema = { type: 'string', pattern: '^(@[a-z0-9~][a-z0-9._~-]*/)?[a-zA-Z0-9~][a-zA-Z0-9._~-]*$' };

const packageNames: Schema = { type: 'array', uniqueItems: true, items: packageName };

export const bundleSchema = section('How a Node.js handler is bundled (docs/handlers.md).', {
  external: {
    ...packageNames,
    description:
      'Packages that stay out of the bundle: they are packed as they are installed, with all their dependencies. apikit finds packages with native code itself. Default: none.',
  },
  optional: {
    ...packageNames,
    description: 'Packages that may be missing: code that imports one of them fails when it runs. Default: none.',
  },
  files: {
    type: 'array',
    uniqueItems: true,
    items: { type: 'string', minLength: 1 },
    description:
      "Files that are packed beside the code, at their paths in the project: paths or patterns with *, ** and ?, relative to the project's folder. Default: the files that the code reads by a literal path.",
  },
  keepNames: {
    type: 'boolean',
    description: 'Functions and classes keep the names in their sources. Default: true.',
  },
  loaders: {
    type: 'object',
    description:
      'How files are imported, by their extension, for example { .svg: text }. Default: .html, .graphql, .gql, .sql and .txt are text.',
    propertyNames: { pattern: '^\\.[A-Za-z0-9._-]+$' },
    additionalProperties: { enum: ['text', 'json', 'binary', 'base64', 'dataurl', 'js', 'jsx', 'ts', 'tsx'] },
  },
});
