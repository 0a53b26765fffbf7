/** The settings of the Node.js bundler: `function.bundle` of apikit.yaml, with its defaults. */

export interface NodeSettings {
  /** Packages that are packed as they are installed, with all their dependencies. */
  external: readonly string[];
  /** Packages that may be missing. */
  optional: readonly string[];
  /** Glob patterns, relative to the project. */
  files: readonly string[];
  keepNames: boolean;
  /** Loaders by file extension. */
  loaders: Readonly<Record<string, Loader>>;
}

type Loader = 'text' | 'json' | 'binary' | 'base64' | 'dataurl' | 'js' | 'jsx' | 'ts' | 'tsx';

export const NODE_DEFAULTS: NodeSettings = { external: [], optional: [], files: [], keepNames: true, loaders: {} };

/** Text files that code often imports. */
export const TEXT_LOADERS: NodeSettings['loaders'] = {
  '.html': 'text',
  '.graphql': 'text',
  '.gql': 'text',
  '.sql': 'text',
  '.txt': 'text',
};
