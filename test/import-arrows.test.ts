/** The import rules of CONTRIBUTING.md, as a test: what may know what. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Room → rooms whose code it may import, all of which stand below it: arrows only lead down. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  program: ['commands', 'commands/parts', 'context', 'ui', 'config', 'files', 'flags', 'common'],
  commands: [
    'commands/parts',
    'manual',
    'context',
    'console',
    'dev',
    'incoming',
    'aws/hand-made',
    'local/process',
    'stage',
    'aws/inventory',
    'aws/keys',
    'aws/users',
    'stack',
    'aws/kinds',
    'contract',
    'contract/import',
    'aws/items',
    'aws/releases',
    'contract/check',
    'contract/export',
    'aws/alarms',
    'aws/domains',
    'aws/api-gateway',
    'aws/dynamodb',
    'aws/lock',
    'aws/logs',
    'contract/compile',
    'contract/read',
    'contract/testing',
    'aws/ownership',
    'contract/model',
    'doctor',
    'project-edit',
    'aws/metrics',
    'aws/quotas',
    'aws/sdk',
    'codegen',
    'contract/docs',
    'contract/rules',
    'explain',
    'templates',
    'ui',
    'config',
    'engine',
    'files',
    'flags',
    'logs',
    'canary',
    'load',
    'common',
    'cost',
    'iam',
    'naming',
    'text',
  ],
  'commands/parts': [
    'context',
    'incoming',
    'local/process',
    'stage',
    'aws/keys',
    'stack',
    'aws/kinds',
    'contract',
    'contract/import',
    'aws/items',
    'aws/releases',
    'contract/export',
    'aws/alarms',
    'aws/api-gateway',
    'aws/iam',
    'aws/logs',
    'aws/secrets',
    'contract/read',
    'contract/testing',
    'aws/ownership',
    'bundle/node',
    'contract/model',
    'doctor',
    'project-edit',
    'aws/metrics',
    'aws/quotas',
    'aws/sdk',
    'contract/rules',
    'explain',
    'metrics-picture',
    'templates',
    'ui',
    'config',
    'engine',
    'files',
    'flags',
    'logs',
    'proxy',
    'canary',
    'load',
    'common',
    'cost',
    'naming',
    'text',
  ],
  context: ['local/process', 'aws/sdk', 'ui', 'config', 'files', 'flags', 'common'],
  // The page of the console runs in browsers. It knows the API of the server, and the types of its documents.
  'console/page': ['console', 'logs'],
  console: ['dev', 'files', 'logs', 'common', 'naming'],
  dev: [
    'stage',
    'aws/keys',
    'bundle',
    'bundle/start',
    'bundle/node',
    'aws/sdk',
    'codegen',
    'contract/docs',
    'ui',
    'config',
    'engine',
    'logs',
    'common',
    'naming',
  ],
  // Projects of others, and APIs that others made.
  incoming: [
    'aws/hand-made',
    'bundle/contents',
    'contract/import',
    'contract/foreign',
    'contract/read',
    'contract/model',
    'templates',
    'config',
    'common',
    'naming',
    'text',
  ],
  'local/process': ['local', 'files', 'local/policy'],
  stage: [
    'aws/inventory',
    'aws/leaving',
    'aws/keys',
    'stack',
    'aws/kinds',
    'contract',
    'aws/items',
    'aws/releases',
    'aws/alarms',
    'aws/domains',
    'aws/api-gateway',
    'aws/dynamodb',
    'aws/iam',
    'aws/kms',
    'aws/lock',
    'aws/logs',
    'aws/secrets',
    'aws/waf',
    'aws/network',
    'bundle',
    'bundle/start',
    'contract/compile',
    'contract/in-stage',
    'contract/testing',
    'aws/arns',
    'aws/lambda',
    'aws/ownership',
    'bundle/node',
    'contract/model',
    'doctor',
    'aws/metrics',
    'aws/quotas',
    'aws/sdk',
    'bundle/contents',
    'bundle/front-door',
    'codegen',
    'contract/rules',
    'explain',
    'config',
    'engine',
    'files',
    'logs',
    'proxy',
    'canary',
    'common',
    'cost',
    'iam',
    'naming',
    'text',
    'states-language',
  ],
  // How the kinds are described to other tools, in the terms of their settings.
  'aws/leaving': [
    'aws/kinds',
    'aws/releases',
    'aws/dynamodb',
    'aws/lambda',
    'aws/ownership',
    'aws/sdk',
    'engine',
    'naming',
  ],
  'aws/hand-made': [
    'aws/kinds',
    'aws/api-gateway',
    'aws/dynamodb',
    'aws/iam',
    'aws/lambda',
    'aws/ownership',
    'aws/sdk',
    'common',
  ],
  'aws/inventory': [
    'aws/kinds',
    'aws/lambda',
    'aws/releases',
    'aws/api-gateway',
    'aws/arns',
    'aws/ownership',
    'aws/quotas',
    'aws/sdk',
    'engine',
    'common',
    'naming',
  ],
  local: [
    'local/adversity',
    'local/server',
    'local/tls',
    'local/gateway',
    'local/runtime',
    'local/services',
    'local/state',
    'local/cloud',
    'local/storage',
  ],
  'aws/keys': ['aws/kinds', 'aws/api-gateway', 'aws/arns', 'aws/ownership', 'aws/sdk', 'engine', 'common', 'naming'],
  'aws/users': ['aws/kinds', 'aws/ownership', 'aws/sdk', 'proxy', 'common', 'naming'],
  'local/tls': ['local/state', 'local/cloud', 'local/state/apis'],
  'local/adversity': ['local/server', 'local/protocols', 'local/cloud'],
  // The shapes of kinds.
  stack: [
    'aws/kinds',
    'aws/releases',
    'aws/dynamodb',
    'aws/iam',
    'config',
    'engine',
    'logs',
    'naming',
    'states-language',
  ],
  'aws/kinds': [
    'aws/releases',
    'aws/alarms',
    'aws/waf',
    'aws/domains',
    'aws/api-gateway',
    'aws/dynamodb',
    'aws/iam',
    'aws/arns',
    'aws/lambda',
    'aws/ownership',
    'aws/quotas',
    'aws/sdk',
    'engine',
    'common',
    'naming',
    'text',
  ],
  contract: ['contract/check', 'contract/read', 'contract/model', 'config', 'files', 'common'],
  'contract/import': [
    'contract/check',
    'contract/compile',
    'contract/foreign',
    'contract/read',
    'contract/model',
    'project-edit',
    'codegen',
    'contract/rules',
    'templates',
    'config',
    'text',
    'naming',
  ],
  'local/server': ['local/permissions', 'local/gateway', 'local/protocols', 'local/cloud'],
  'aws/items': ['aws/dynamodb', 'aws/arns', 'aws/ownership', 'aws/sdk', 'engine', 'common', 'naming'],
  'aws/releases': [
    'aws/api-gateway',
    'aws/dynamodb',
    'aws/iam',
    'aws/lock',
    'aws/lambda',
    'aws/ownership',
    'aws/sdk',
    'engine',
    'proxy',
    'common',
    'naming',
  ],
  'contract/check': [
    'contract/compile',
    'contract/foreign',
    'contract/read',
    'contract/model',
    'contract/rules',
    'config',
    'contract/patterns',
    'velocity',
    'naming',
  ],
  'contract/export': ['contract/compile', 'contract/foreign', 'contract/testing', 'contract/model', 'naming', 'text'],
  'local/permissions': [
    'local/services',
    'local/authorization',
    'local/state',
    'local/cloud',
    'local/models',
    'local/policy',
    'local/signature',
  ],
  'aws/alarms': ['aws/arns', 'aws/ownership', 'aws/sdk', 'engine', 'naming'],
  'aws/api-gateway': ['aws/arns', 'aws/sdk', 'engine', 'common', 'naming', 'text'],
  'aws/domains': ['aws/sdk', 'engine', 'common', 'naming'],
  'aws/dynamodb': ['aws/ownership', 'aws/sdk', 'naming'],
  'aws/iam': ['aws/arns', 'aws/sdk', 'engine', 'common', 'iam'],
  'aws/lock': ['aws/ownership', 'aws/sdk', 'engine', 'common', 'naming'],
  'aws/logs': ['aws/arns', 'aws/metrics', 'aws/sdk', 'engine', 'common'],
  'aws/waf': ['aws/arns', 'aws/ownership', 'aws/sdk', 'engine', 'common', 'naming'],
  'aws/kms': ['aws/sdk', 'engine', 'naming'],
  'aws/secrets': ['aws/sdk', 'engine', 'naming'],
  'aws/network': ['aws/sdk', 'config', 'engine', 'common'],
  bundle: ['bundle/node', 'bundle/python', 'bundle/contents', 'codegen', 'files', 'common', 'text'],
  'bundle/start': ['bundle/node', 'bundle/python', 'bundle/contents', 'files'],
  'contract/compile': ['contract/model', 'config', 'common', 'naming'],
  'contract/foreign': ['contract/model', 'contract/rules'],
  'contract/in-stage': ['contract/model', 'config', 'cost', 'naming'],
  'contract/read': ['contract/model', 'contract/rules', 'config', 'files', 'naming', 'text'],
  'contract/testing': ['contract/model', 'codegen', 'proxy', 'common', 'contract/patterns', 'regexp', 'text'],
  // Services, gateway and runtime do not know each other. They share the interfaces of `cloud/` and what `state/`
  // keeps.
  'local/gateway': [
    'local/authorization',
    'local/state',
    'local/cloud',
    'local/models',
    'local/policy',
    'local/signature',
    'local/state/apis',
    'local/storage',
    'regexp',
    'velocity',
  ],
  'local/runtime': ['local/authorization', 'local/state', 'files', 'local/cloud', 'local/storage'],
  'local/services': [
    'local/authorization',
    'local/protocols',
    'local/state',
    'local/cloud',
    'local/models',
    'local/policy',
    'local/signature',
    'local/state/apis',
    'local/storage',
    'regexp',
  ],
  codegen: ['contract/model', 'files', 'common', 'naming', 'text'],
  'aws/lambda': ['aws/arns', 'aws/sdk', 'engine', 'proxy', 'common', 'naming'],
  'aws/arns': ['engine', 'naming'],
  'aws/ownership': ['aws/sdk', 'naming', 'text'],
  'bundle/node': ['bundle/contents', 'bundle/front-door', 'bundle/actions', 'files', 'common', 'text'],
  'bundle/python': [
    'bundle/contents',
    'bundle/front-door',
    'bundle/actions',
    'config',
    'files',
    'common',
    'iam',
    'text',
  ],
  'contract/model': ['contract/rules', 'config', 'naming', 'text'],
  doctor: ['explain', 'config', 'iam', 'text'],
  'local/authorization': ['local/state', 'local/cloud', 'local/policy', 'local/signature'],
  'project-edit': ['templates', 'common', 'naming', 'text'],
  'aws/metrics': ['engine'],
  'aws/quotas': ['engine'],
  'aws/sdk': ['files', 'proxy', 'common', 'naming', 'text'],
  'bundle/contents': ['bundle/front-door', 'files', 'common'],
  'bundle/front-door': ['files'],
  'contract/docs': ['files'],
  'contract/rules': ['config'],
  explain: ['logs', 'text'],
  'local/protocols': ['local/cloud', 'regexp'],
  'local/state': ['local/cloud', 'local/models', 'local/policy', 'local/storage'],
  'metrics-picture': ['files'],
  templates: ['files', 'common', 'naming', 'text'],
  ui: ['engine', 'cost', 'files', 'logs', 'canary', 'load', 'common', 'naming', 'text'],
  'bundle/actions': ['iam'],
  config: ['files', 'canary', 'common', 'iam', 'naming', 'text'],
  engine: ['common'],
  // The documentation that ships with the package.
  manual: ['files'],
  files: ['common', 'text'],
  'local/cloud': ['local/state/apis', 'local/storage', 'regexp'],
  load: ['common'],
  logs: ['naming'],
  proxy: ['common'],
  canary: [],
  common: [],
  'contract/patterns': [],
  // AWS's prices, and the cost of a stage.
  cost: [],
  // How commands declare options, and the types of their values.
  flags: [],
  iam: [],
  // The types of requests and responses by AWS's models.
  'local/models': [],
  'local/policy': [],
  'local/signature': [],
  'local/state/apis': [],
  'local/storage': [],
  // Names, tags and marks: what apikit calls things, in AWS and in projects. Everything else may know them.
  naming: [],
  // Expressions of others on texts of others, in an engine that cannot explode.
  regexp: [],
  // The grammar of the Amazon States Language alone, by which definitions are checked.
  'states-language': [],
  text: [],
  // The grammar of Velocity alone, which is Apache's and no knowledge of AWS: the lint and the embedded cloud both read
  // by it.
  velocity: [],
};

/** Rooms inside of a folder that have arrows of their own. */
const NESTED = [
  'aws/alarms',
  'aws/api-gateway',
  'aws/arns',
  'aws/domains',
  'aws/dynamodb',
  'aws/hand-made',
  'aws/iam',
  'aws/inventory',
  'aws/items',
  'aws/keys',
  'aws/kinds',
  'aws/kms',
  'aws/lambda',
  'aws/leaving',
  'aws/lock',
  'aws/logs',
  'aws/metrics',
  'aws/ownership',
  'aws/quotas',
  'aws/releases',
  'aws/sdk',
  'aws/secrets',
  'aws/network',
  'aws/users',
  'aws/waf',
  'local/adversity',
  'local/authorization',
  'local/cloud',
  'local/gateway',
  'local/models',
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
  'local/tls',
  'commands/parts',
  'console/page',
  'bundle/contents',
  'bundle/front-door',
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
  'contract/testing',
];

/**
 * The files of `src/` itself that run a command, and what they give it; the others are `common`, and know nothing of
 * both.
 */
const PROGRAM = ['bin.ts', 'main.ts', 'cli.ts', 'program.ts'];
const CONTEXT = ['context.ts', 'embedded-cloud.ts'];

/**
 * The npm packages that only one folder may import. For `@aws-sdk/*`: all of aws/ may import types and commands, and
 * only one file may import clients.
 */
const ONLY_IN: Record<string, string> = {
  chalk: 'ui',
  inquirer: 'ui',
  archiver: 'bundle/contents',
  commander: 'program',
  'classic-level': 'local',
  'memory-level': 'local',
  echarts: 'metrics-picture',
  '@resvg/resvg-wasm': 'metrics-picture',
  '@modelcontextprotocol': 'commands/parts',
  preact: 'console/page',
  uplot: 'console/page',
};

/**
 * The services that every deploy calls. A file may import their commands at its top. The commands of other services are
 * imported in the function that sends them, because a process that does not need a service loads nothing of it.
 */
const OF_EVERY_DEPLOY = ['api-gateway', 'cloudwatch', 'cloudwatch-logs', 'dynamodb', 'iam', 'lambda', 'sts'];

interface Import {
  file: string;
  from: string;
  specifier: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/templates\/[^/]+\/files\//.test(path))
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

function reachedFrom(file: string, graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const to of graph.get(next) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

const internal = imports.filter(({ specifier }) => specifier.startsWith('.'));
const external = imports.filter(({ specifier }) => !specifier.startsWith('.'));
const show = ({ file, specifier }: Import) => `${file} → ${specifier}`;

describe('imports run down the arrows', () => {
  it('finds the imports of every source file', () => {
    expect(internal.length).toBeGreaterThan(files.length);
  });

  it('each folder imports only allowed folders', () => {
    const wrong = internal.filter(({ file, from, specifier }) => {
      const target = folderOf(resolve(SRC, dirname(file), specifier));
      return target !== from && !MAY_IMPORT[from]?.includes(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('every arrow points down: a folder is listed above those that it imports', () => {
    const floors = Object.keys(MAY_IMPORT);
    const up = Object.entries(MAY_IMPORT).flatMap(([from, to]) =>
      to.filter((room) => floors.indexOf(room) <= floors.indexOf(from)).map((room) => `${from} → ${room}`),
    );
    expect(up).toEqual([]);
  });

  it('no files import each other in a circle, not even for types', () => {
    const graph = new Map<string, string[]>();
    for (const { file, specifier } of internal) {
      const to = relative(SRC, resolve(SRC, dirname(file), specifier));
      graph.set(file, [...(graph.get(file) ?? []), to]);
    }
    expect([...graph.keys()].filter((file) => reachedFrom(file, graph).has(file))).toEqual([]);
  });

  it('every listed arrow is in use', () => {
    const taken = new Set(
      internal.map(({ file, from, specifier }) => `${from} → ${folderOf(resolve(SRC, dirname(file), specifier))}`),
    );
    const named = Object.entries(MAY_IMPORT).flatMap(([from, to]) => to.map((folder) => `${from} → ${folder}`));
    expect(named.filter((arrow) => !taken.has(arrow))).toEqual([]);
  });

  it('the embedded cloud and the AWS side are separate: they communicate over HTTP', () => {
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

  it('packages are used only in their folders', () => {
    const wrong = external.filter(({ from, specifier }) => {
      const owner = ONLY_IN[specifier.split('/')[0]!];
      if (owner !== undefined) return owner !== from && !from.startsWith(`${owner}/`);
      return specifier.startsWith('@aws-sdk/') && !from.startsWith('aws/');
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('a service that not every deploy calls is imported where it is called', () => {
    const staticImports = /^import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)';$/gm;
    const wrong = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(staticImports)]
        .filter(([, , service]) => !OF_EVERY_DEPLOY.includes(service!))
        .map(([, , service]) => `${relative(SRC, file)} → ${service}`),
    );
    expect(wrong).toEqual([]);
  });

  it('SDK clients are constructed in aws/sdk/services.ts only', () => {
    const wrong = files
      .filter((file) => /new [A-Za-z]+Client\(/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SRC, file));
    expect(wrong).toEqual(['aws/sdk/services.ts']);
  });
});

describe('files are where a newcomer looks for them', () => {
  it('the top of src/ has only the entry points and shared files', () => {
    const top = readdirSync(SRC).filter((name) => name.includes('.'));
    expect(top.sort()).toEqual([...PROGRAM, ...CONTEXT, 'clock.ts', 'errors.ts', 'map-with-concurrency.ts'].sort());
  });

  it('the top of src/aws/ has only folders, and their list', () => {
    const list = readFileSync(join(SRC, 'aws/README.md'), 'utf8');
    const [page, ...folders] = readdirSync(join(SRC, 'aws'));
    expect(page).toBe('README.md');
    expect(folders.filter((name) => !list.includes(`\`${name}/\``))).toEqual([]);
  });

  it('each command is in the file that its words name', () => {
    const entries = readFileSync(join(SRC, 'commands/index.ts'), 'utf8').matchAll(
      /path: '([^']+)'[\s\S]*?import\('\.\/([^']+)\.ts'\)/g,
    );
    const found = [...entries].map(([, words, file]) => [words, file]);
    expect(found.length).toBeGreaterThan(50);
    expect(found.filter(([words, file]) => words!.replaceAll(' ', '/') !== file)).toEqual([]);
  });
});

describe('the project names no missing document', () => {
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

  it('in code: every page of docs/ in a comment or a text exists', () => {
    const wrong = code.flatMap((file) =>
      [...text(file).matchAll(/(?<![\w/.-])(docs\/[\w./-]+\.md)(?:#([\w-]+))?/g)]
        .filter(([, page, anchor]) => !isThere(page!, anchor))
        .map(([named]) => `${file}: ${named}`),
    );
    expect(wrong).toEqual([]);
  });

  it('in pages: every link leads to a file and its heading', () => {
    const wrong = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#([^)\s]+))?\)/g)]
        .filter(([, to, anchor]) => !isThere(join(dirname(page), to!), anchor))
        .map(([link]) => `${page}: ${link}`),
    );
    expect(wrong).toEqual([]);
  });

  it('in pages about the code: every named file exists', () => {
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

  it('anywhere: no reference that only its authors could read', () => {
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
