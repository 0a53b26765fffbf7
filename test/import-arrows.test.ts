/** The import rules of CONTRIBUTING.md, as a test: what may know what. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Folder → folders whose code it may import. Types alone may also come from the folders in `TYPES_FROM`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  program: ['commands', 'commands/parts', 'context', 'config', 'ui', 'common'],
  commands: [
    'commands/parts',
    'context',
    'cost',
    'explain',
    'doctor',
    'logs',
    'canary',
    'stage',
    'dev',
    'config',
    'contract',
    'bundle',
    'stack',
    'naming',
    'engine',
    'aws',
    'templates',
    'project-edit',
    'contract-docs',
    'contract-test',
    'contract-export',
    'contract-import',
    'ui',
    'local/process',
    'common',
  ],
  'commands/parts': [
    'context',
    'cost',
    'explain',
    'doctor',
    'logs',
    'canary',
    'stage',
    'config',
    'contract',
    'bundle',
    'stack',
    'naming',
    'engine',
    'aws',
    'templates',
    'project-edit',
    'metrics-picture',
    'contract-test',
    'contract-export',
    'contract-import',
    'ui',
    'local/process',
    'common',
  ],
  context: ['config', 'aws', 'ui', 'local/process', 'common'],
  'contract-docs': ['common'],
  'metrics-picture': ['common'],
  'contract-test': ['contract', 'bundle', 'regexp', 'common'],
  'contract-export': ['contract', 'contract-test', 'common'],
  'contract-import': ['contract', 'config', 'bundle', 'templates', 'project-edit', 'common'],
  dev: ['logs', 'stage', 'contract-docs', 'config', 'bundle', 'naming', 'engine', 'aws', 'common'],
  stage: [
    'cost',
    'explain',
    'doctor',
    'canary',
    'logs',
    'config',
    'contract',
    'contract-test',
    'bundle',
    'stack',
    'naming',
    'engine',
    'aws',
    'common',
  ],
  config: ['canary', 'naming', 'common'],
  contract: ['config', 'naming', 'velocity', 'cost', 'common'],
  bundle: ['naming', 'common'],
  stack: ['config', 'engine', 'logs', 'naming'],
  // Names, tags and marks: what apikit calls things, in AWS and in projects. Everything else may know them.
  naming: [],
  engine: ['common'],
  aws: ['engine', 'naming', 'common'],
  logs: ['naming'],
  explain: ['logs', 'common'],
  doctor: ['explain', 'config', 'common'],
  canary: [],
  // What AWS asks, and what a stage costs by that.
  cost: [],
  templates: ['naming', 'common'],
  'project-edit': ['templates', 'naming', 'common'],
  ui: ['logs', 'canary', 'engine', 'naming', 'common'],
  local: ['velocity', 'regexp', 'common'],
  // The grammar of Velocity alone, which is Apache's and no knowledge of AWS: the lint and the embedded cloud both read by it.
  velocity: [],
  // Expressions of others on texts of others, in an engine that cannot explode.
  regexp: [],
  'local/process': ['local', 'common'],
  common: [],
};

/** Shapes that travel against an arrow as types only: data, no code. */
const TYPES_FROM: Record<string, readonly string[]> = {
  bundle: ['config'],
  // The shapes of kinds.
  stack: ['aws'],
  ui: ['dev'],
};

/** Rooms inside of a folder that have arrows of their own. */
const NESTED = ['local/process', 'commands/parts'];

/** The files of `src/` itself that run a command, and what they give it; the others are `common`, and know nothing of both. */
const PROGRAM = ['bin.ts', 'cli.ts', 'program.ts'];
const CONTEXT = ['context.ts', 'embedded-cloud.ts'];

/** What only one folder may import from npm. `@aws-sdk/*`: types and commands everywhere in aws/, clients in one file. */
const ONLY_IN: Record<string, string> = {
  chalk: 'ui',
  inquirer: 'ui',
  archiver: 'bundle',
  commander: 'program',
  dynalite: 'local',
  echarts: 'metrics-picture',
  '@resvg/resvg-wasm': 'metrics-picture',
};

interface Import {
  file: string;
  from: string;
  specifier: string;
  typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/templates\/[^/]+\/files\//.test(path))
  .map((path) => join(SRC, path));

const imports: Import[] = files.flatMap((file) => {
  const code = readFileSync(file, 'utf8');
  const found = code.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)';?$|\bimport\('([^']+)'\)/gms,
  );
  return [...found].map((match) => ({
    file: relative(SRC, file),
    from: folderOf(file),
    specifier: (match[2] ?? match[3])!,
    typeOnly: match[1] !== undefined,
  }));
});

function folderOf(file: string): string {
  const path = relative(SRC, file);
  const nested = NESTED.find((room) => path.startsWith(`${room}/`));
  if (nested !== undefined) return nested;
  if (path.includes('/')) return path.split('/')[0]!;
  if (PROGRAM.includes(path)) return 'program';
  return CONTEXT.includes(path) ? 'context' : 'common';
}

const internal = imports.filter(({ specifier }) => specifier.startsWith('.'));
const external = imports.filter(({ specifier }) => !specifier.startsWith('.'));
const show = ({ file, specifier }: Import) => `${file} → ${specifier}`;

describe('imports run down the arrows', () => {
  it('finds the imports of every source file', () => {
    expect(internal.length).toBeGreaterThan(files.length);
  });

  it('lets each folder know only what it may know', () => {
    const wrong = internal.filter(({ file, from, specifier, typeOnly }) => {
      const target = folderOf(resolve(SRC, dirname(file), specifier));
      if (target === from || MAY_IMPORT[from]?.includes(target)) return false;
      return !(typeOnly && TYPES_FROM[from]?.includes(target));
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('names no arrow that nobody takes', () => {
    const taken = new Set(
      internal.map(({ file, from, specifier }) => `${from} → ${folderOf(resolve(SRC, dirname(file), specifier))}`),
    );
    const named = Object.entries(MAY_IMPORT).flatMap(([from, to]) => to.map((folder) => `${from} → ${folder}`));
    expect(named.filter((arrow) => !taken.has(arrow))).toEqual([]);
  });

  it('keeps the embedded cloud and the AWS side apart: they meet on the wire', () => {
    const wrong = [
      ...external.filter(({ from, specifier }) => from.startsWith('local') && specifier.startsWith('@aws-sdk/')),
      ...internal.filter(
        ({ from, file, specifier }) =>
          from.startsWith('local') &&
          !/(^|\/)(package-root|private-folder|refuse-links|velocity\/|regexp\/|local\/)/.test(
            relative(SRC, resolve(SRC, dirname(file), specifier)),
          ),
      ),
    ];
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps packages where they belong', () => {
    const wrong = external.filter(({ from, specifier }) => {
      const owner = ONLY_IN[specifier.split('/')[0]!];
      if (owner !== undefined) return owner !== from;
      return specifier.startsWith('@aws-sdk/') && from !== 'aws';
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('constructs SDK clients in aws/sdk/clients.ts alone', () => {
    const wrong = files
      .filter((file) => /new [A-Za-z]+Client\(/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SRC, file));
    expect(wrong).toEqual(['aws/sdk/clients.ts']);
  });
});

describe('the project names no document that it does not have', () => {
  const ROOT = resolve(SRC, '..');
  const below = (folder: string, kind: RegExp) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => kind.test(path) && !/templates\/[^/]+\/files\//.test(path))
      .map((path) => join(folder, path));
  const code = ['src', 'test', 'scripts'].flatMap((folder) => below(folder, /\.(ts|mjs)$/));
  const pages = [...below('docs', /\.md$/), ...readdirSync(ROOT).filter((name) => name.endsWith('.md'))];
  const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

  /** GitHub's anchors of a page's headings. */
  const anchors = (page: string) =>
    [...text(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
  const isThere = (path: string, anchor: string | undefined) =>
    existsSync(join(ROOT, path)) && (anchor === undefined || !path.endsWith('.md') || anchors(path).includes(anchor));

  it('in code: every page of docs/ that a comment or a text names is there', () => {
    const wrong = code.flatMap((file) =>
      [...text(file).matchAll(/(?<![\w/.-])(docs\/[\w./-]+\.md)(?:#([\w-]+))?/g)]
        .filter(([, page, anchor]) => !isThere(page!, anchor))
        .map(([named]) => `${file}: ${named}`),
    );
    expect(wrong).toEqual([]);
  });

  it('in pages: every link to a file leads to it, and to its heading', () => {
    const wrong = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#([^)\s]+))?\)/g)]
        .filter(([, to, anchor]) => !isThere(join(dirname(page), to!), anchor))
        .map(([link]) => `${page}: ${link}`),
    );
    expect(wrong).toEqual([]);
  });

  it('anywhere: nothing that its authors alone could read', () => {
    const self = relative(ROOT, import.meta.filename);
    const outside = /aws-facts|\b(mission|design)\.md\b|\bdesign decisions? \d|\((?:[A-N]\d{1,2}[,–-]? ?)+\)|\btpa#\d/;
    const wrong = [...code, ...pages]
      .filter((file) => file !== self)
      .flatMap((file) => {
        const [named] = outside.exec(text(file)) ?? [];
        return named === undefined ? [] : [`${file}: ${named}`];
      });
    expect(wrong).toEqual([]);
  });
});
