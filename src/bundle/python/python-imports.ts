/** The imports that the text of a Python module has, with their places. Reads text, runs nothing. Pure. */

export interface PythonImport {
  /** With dots: `src.db`. Empty for `from . import x` at the top. */
  readonly module: string;
  /** What is taken from it, which may be modules too; empty for `import a.b`. */
  readonly names: readonly string[];
  /** Counted from 1. */
  readonly line: number;
  /** It is made whenever the module is loaded: it stands in no function, no `try` and no `if`. */
  readonly certain: boolean;
  /** Dots at its beginning; with it `module` has been completed by the package of the importing module. */
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

/** `path` is the module's, relative to where Python looks for modules. */
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

/** The text without its comments, as far as lines show them. */
export const withoutComments = (text: string): string => text.replace(/(^|\s)#.*$/gm, '');

/** The paths at which a module can lie, and those of the packages that it is in. */
export function placesOf(module: string): string[] {
  const parts = module.split('.');
  const packages = parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/__init__.py`);
  return [...packages, `${parts.join('/')}.py`];
}

/** The modules that an import may load: of `from a import b` also `a.b`, which may be one. */
export const modulesOf = ({ module, names }: PythonImport): string[] => [
  ...(module === '' ? [] : [module]),
  ...names.map((name) => [module, name].filter(Boolean).join('.')),
];
