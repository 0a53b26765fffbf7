/** What the project says of how a Node.js handler is bundled: `function.bundle` of apikit.yaml, with its defaults. */

export interface NodeSettings {
  /** Packages that are packed as they are, with all that they need. */
  external: readonly string[];
  /** Packages that need not be installed. */
  optional: readonly string[];
  /** Glob patterns, relative to the project. */
  files: readonly string[];
  keepNames: boolean;
  /** By the ending of a file's name. */
  loaders: Readonly<Record<string, Loader>>;
}

type Loader = 'text' | 'json' | 'binary' | 'base64' | 'dataurl' | 'js' | 'jsx' | 'ts' | 'tsx';

export const NODE_DEFAULTS: NodeSettings = { external: [], optional: [], files: [], keepNames: true, loaders: {} };

/** What people import besides code: its text. */
export const TEXT_LOADERS: NodeSettings['loaders'] = {
  '.html': 'text',
  '.graphql': 'text',
  '.gql': 'text',
  '.sql': 'text',
  '.txt': 'text',
};
