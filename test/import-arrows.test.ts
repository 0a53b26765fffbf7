/** The import rules of CONTRIBUTING.md, as a test: what may know what. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Room → rooms whose code it may import, all of which stand below it: arrows only lead down. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  program: ['commands', 'commands/parts', 'context', 'ui', 'config', 'common'],
  commands: [
    'commands/parts',
    'context',
    'local/process',
    'dev',
    'stage',
    'contract',
    'contract/import',
    'contract/check',
    'contract/export',
    'contract/compile',
    'contract/read',
    'contract/test',
    'contract/model',
    'doctor',
    'stack',
    'aws',
    'codegen',
    'contract/rules',
    'explain',
    'project-edit',
    'ui',
    'config',
    'contract/docs',
    'engine',
    'logs',
    'templates',
    'canary',
    'common',
    'cost',
    'naming',
  ],
  'commands/parts': [
    'context',
    'local/process',
    'stage',
    'contract',
    'contract/import',
    'contract/export',
    'contract/read',
    'contract/test',
    'contract/model',
    'doctor',
    'stack',
    'aws',
    'bundle/node',
    'contract/rules',
    'explain',
    'project-edit',
    'ui',
    'config',
    'engine',
    'logs',
    'metrics-picture',
    'templates',
    'canary',
    'common',
    'cost',
    'naming',
  ],
  context: ['local/process', 'aws', 'ui', 'config', 'common'],
  'local/process': ['local', 'common', 'local/policy'],
  dev: [
    'stage',
    'bundle',
    'bundle/start',
    'aws',
    'bundle/node',
    'codegen',
    'ui',
    'config',
    'contract/docs',
    'engine',
    'logs',
    'common',
    'naming',
  ],
  local: [
    'local/adversity',
    'local/server',
    'local/gateway',
    'local/runtime',
    'local/services',
    'local/state',
    'local/cloud',
    'local/storage',
  ],
  'local/adversity': ['local/server', 'local/protocols', 'local/cloud'],
  stage: [
    'contract',
    'contract/compile',
    'contract/in-stage',
    'contract/read',
    'contract/test',
    'bundle',
    'bundle/start',
    'contract/model',
    'doctor',
    'stack',
    'aws',
    'bundle/node',
    'codegen',
    'contract/rules',
    'explain',
    'bundle/contents',
    'config',
    'engine',
    'logs',
    'canary',
    'common',
    'cost',
    'naming',
  ],
  contract: ['contract/check', 'contract/read', 'contract/model', 'config', 'common'],
  'contract/import': [
    'contract/check',
    'contract/compile',
    'contract/foreign',
    'contract/read',
    'contract/model',
    'codegen',
    'contract/rules',
    'project-edit',
    'config',
    'templates',
    'common',
  ],
  'local/server': ['local/permissions', 'local/gateway', 'local/protocols', 'local/cloud'],
  'contract/check': [
    'contract/compile',
    'contract/foreign',
    'contract/read',
    'contract/model',
    'contract/rules',
    'config',
    'contract/patterns',
    'velocity',
  ],
  'contract/export': ['contract/compile', 'contract/foreign', 'contract/test', 'contract/model', 'common'],
  'local/permissions': [
    'local/services',
    'local/authorization',
    'local/state',
    'local/cloud',
    'local/policy',
    'local/signature',
  ],
  'contract/compile': ['contract/model', 'config', 'common', 'naming'],
  'contract/foreign': ['contract/model', 'contract/rules'],
  'contract/in-stage': ['contract/model', 'config', 'cost', 'naming'],
  'contract/read': ['contract/model', 'contract/rules', 'config'],
  'contract/test': ['contract/model', 'codegen', 'common', 'contract/patterns', 'regexp'],
  // Services, gateway and runtime do not know each other. They share the interfaces of `cloud/` and what `state/`
  // keeps.
  'local/gateway': [
    'local/authorization',
    'local/state',
    'local/cloud',
    'local/policy',
    'local/signature',
    'local/state/apis',
    'local/storage',
    'regexp',
    'velocity',
  ],
  'local/runtime': ['local/authorization', 'local/state', 'local/cloud', 'common', 'local/storage'],
  'local/services': [
    'local/authorization',
    'local/protocols',
    'local/state',
    'local/cloud',
    'local/policy',
    'local/state/apis',
    'local/storage',
    'regexp',
  ],
  bundle: ['bundle/node', 'bundle/python', 'codegen', 'bundle/contents', 'common'],
  'bundle/start': ['bundle/node', 'bundle/python', 'bundle/contents', 'common'],
  'contract/model': ['contract/rules', 'config'],
  doctor: ['explain', 'config', 'common'],
  'local/authorization': ['local/state', 'local/cloud', 'local/policy', 'local/signature'],
  // The shapes of kinds.
  stack: ['aws', 'config', 'engine', 'logs', 'naming'],
  aws: ['engine', 'common', 'naming'],
  'bundle/node': ['bundle/actions', 'bundle/contents', 'common'],
  'bundle/python': ['bundle/actions', 'bundle/contents', 'config', 'common'],
  codegen: ['bundle/contents', 'common', 'naming'],
  'contract/rules': ['config'],
  explain: ['logs', 'common'],
  'local/protocols': ['local/cloud'],
  'local/state': ['local/cloud', 'local/policy', 'local/storage'],
  'project-edit': ['templates', 'common', 'naming'],
  ui: ['engine', 'logs', 'canary', 'common', 'naming'],
  'bundle/actions': ['common'],
  'bundle/contents': ['common'],
  config: ['canary', 'common', 'naming'],
  'contract/docs': ['common'],
  engine: ['common'],
  'local/cloud': ['local/state/apis', 'local/storage'],
  logs: ['naming'],
  'metrics-picture': ['common'],
  templates: ['common', 'naming'],
  canary: [],
  common: [],
  'contract/patterns': [],
  // What AWS asks, and what a stage costs by that.
  cost: [],
  'local/policy': [],
  'local/signature': [],
  'local/state/apis': [],
  'local/storage': [],
  // Names, tags and marks: what apikit calls things, in AWS and in projects. Everything else may know them.
  naming: [],
  // Expressions of others on texts of others, in an engine that cannot explode.
  regexp: [],
  // The grammar of Velocity alone, which is Apache's and no knowledge of AWS: the lint and the embedded cloud both read
  // by it.
  velocity: [],
};

/** Rooms inside of a folder that have arrows of their own. */
const NESTED = [
  'local/adversity',
  'local/authorization',
  'local/cloud',
  'local/gateway',
  'local/permissions',
  'local/policy',
  'local/process',
  'local/protocols',
  'local/runtime',
  'local/server',
  'local/services',
  'local/signature',
  'local/state/apis',
  'local/state',
  'local/storage',
  'commands/parts',
  'bundle/contents',
  'bundle/actions',
  'bundle/node',
  'bundle/python',
  'bundle/start',
  'contract/model',
  'contract/rules',
  'contract/patterns',
  'contract/read',
  'contract/foreign',
  'contract/check',
  'contract/compile',
  'contract/in-stage',
  'contract/docs',
  'contract/export',
  'contract/import',
  'contract/test',
];

/**
 * The files of `src/` itself that run a command, and what they give it; the others are `common`, and know nothing of
 * both.
 */
const PROGRAM = ['bin.ts', 'main.ts', 'cli.ts', 'program.ts'];
const CONTEXT = ['context.ts', 'embedded-cloud.ts'];

/**
 * What only one folder may import from npm. `@aws-sdk/*`: types and commands everywhere in aws/, clients in one file.
 */
const ONLY_IN: Record<string, string> = {
  chalk: 'ui',
  inquirer: 'ui',
  archiver: 'bundle/contents',
  commander: 'program',
  dynalite: 'local',
  echarts: 'metrics-picture',
  '@resvg/resvg-wasm': 'metrics-picture',
};

interface Import {
  file: string;
  from: string;
  specifier: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/templates\/[^/]+\/files\//.test(path))
  .map((path) => join(SRC, path));

const imports: Import[] = files.flatMap((file) => {
  const code = readFileSync(file, 'utf8');
  const found = code.matchAll(
    /^(?:import|export)\s+(?:type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)';?$|\bimport\('([^']+)'\)/gms,
  );
  return [...found].map((match) => ({
    file: relative(SRC, file),
    from: folderOf(file),
    specifier: (match[1] ?? match[2])!,
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
    const wrong = internal.filter(({ file, from, specifier }) => {
      const target = folderOf(resolve(SRC, dirname(file), specifier));
      return target !== from && !MAY_IMPORT[from]?.includes(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('leads every arrow down: a room is written above those that it imports', () => {
    const floors = Object.keys(MAY_IMPORT);
    const up = Object.entries(MAY_IMPORT).flatMap(([from, to]) =>
      to.filter((room) => floors.indexOf(room) <= floors.indexOf(from)).map((room) => `${from} → ${room}`),
    );
    expect(up).toEqual([]);
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
      if (owner !== undefined) return owner !== from && !from.startsWith(`${owner}/`);
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

  it('in pages about the code: every file that they name is there', () => {
    const aboutTheCode =
      /^(CONTRIBUTING\.md|docs\/(adr|aws)\/.*|docs\/(adversity|architecture|embedded-gateway|pitfalls)\.md)$/;
    const wrong = pages
      .filter((page) => aboutTheCode.test(page))
      .flatMap((page) =>
        [...text(page).matchAll(/`((?:src|test|scripts)\/[\w./-]+)`/g)]
          // The first recording of AWS creates this folder.
          .filter(([, file]) => !file!.startsWith('test/truth/recordings/') && !existsSync(join(ROOT, file!)))
          .map(([, file]) => `${page}: ${file}`),
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
