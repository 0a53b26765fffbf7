/** Finds the imports in the text of a Python module, with their places. Reads text and runs nothing. Pure. */

export interface PythonImport {
  /** The name with dots: `src.db`. It is empty for `from . import x` at the top level. */
  readonly module: string;
  /** The imported names, which may be modules. The list is empty for `import a.b`. */
  readonly names: readonly string[];
  /** Counts from 1. */
  readonly line: number;
  /** Whether the import always runs when the module is loaded: it is not in a function, a `try` or an `if`. */
  readonly certain: boolean;
  /** The number of leading dots. `module` is already completed with the package of the importing module. */
  readonly level: number;
}

const SEPARATOR = String.raw`(?:^|;)([ \t]*)`;
const IMPORT = new RegExp(`${SEPARATOR}import[ \\t]+((?:[\\w., \\t]|\\\\\\r?\\n)+)`, 'gm');
const FROM_IMPORT = new RegExp(
  `${SEPARATOR}from[ \\t]+(\\.*)[ \\t]*([\\w.]*)[ \\t]+import[ \\t]*(?:\\(([^)]*)\\)|((?:[\\w.,* \\t]|\\\\\\r?\\n)+))`,
  'gm',
);
const BY_NAME = /\bimport_module\(\s*["']([^"']+)["']/g;
const LITERAL_OR_COMMENT = /("""|''')(?:\\[\s\S]|(?!\1)[^\\])*\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** Expects in `path` the module's path, relative to the folder that Python searches. */
export function pythonImports(text: string, path: string): PythonImport[] {
  const code = text.replace(LITERAL_OR_COMMENT, (part) => part.replace(/[^\n]/g, ' '));
  const lineOf = (index: number) => code.slice(0, index).split('\n').length;
  const at = (match: RegExpMatchArray) => ({
    line: lineOf(match.index! + match[0].indexOf(match[0].trimStart())),
    certain: match[1] === '' && !match[0].startsWith(';'),
  });
  const plain = [...code.matchAll(IMPORT)].flatMap((match) =>
    namesIn(match[2]!).map((module) => ({ module, names: [], level: 0, ...at(match) })),
  );
  const from = [...code.matchAll(FROM_IMPORT)].map((match) => {
    const [, , dots = '', module = '', several, some = ''] = match;
    const inside = dots === '' ? module : [...path.split('/').slice(0, -dots.length), module].filter(Boolean).join('.');
    return { module: inside.replaceAll('/', '.'), names: namesIn(several ?? some), level: dots.length, ...at(match) };
  });
  const named = [...withoutComments(text).matchAll(BY_NAME)].map((match) => ({
    module: match[1]!,
    names: [],
    level: 0,
    line: lineOf(match.index!),
    certain: false,
  }));
  return [...plain, ...from, ...named].sort((a, b) => a.line - b.line);
}

const namesIn = (list: string): string[] =>
  list
    .replace(/\\\r?\n/g, ' ')
    .split(',')
    .map((name) => name.trim().split(/\s/)[0]!)
    .filter((name) => name !== '' && name !== '*');

/** Returns the text without comments, as far as single lines show them. */
export const withoutComments = (text: string): string => text.replace(/(^|\s)#.*$/gm, '');

/** Returns the possible paths of a module, and those of the packages around it. */
export function placesOf(module: string): string[] {
  const parts = module.split('.');
  const packages = parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/__init__.py`);
  return [...packages, `${parts.join('/')}.py`];
}

/** Returns the modules that an import may load. `from a import b` may also load `a.b`. */
export const modulesOf = ({ module, names }: PythonImport): string[] => [
  ...(module === '' ? [] : [module]),
  ...names.map((name) => [module, name].filter(Boolean).join('.')),
];
