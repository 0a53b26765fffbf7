/**
 * Reads a configuration of Terraform from the `.tf` files of a folder. It runs nothing, and reads no state and no
 * environment.
 */
import { join, relative, sep } from 'node:path';
import { own } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { bad } from './bad-configuration.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { filesIn, folderOfModule, parseFile, textOfFile } from './configuration-files.ts';
import { type Budget, type Evaluate, evaluator, newBudget } from './evaluate.ts';
import type { Block, Body, Expression } from './hcl.ts';
import { unknownIn } from './unknown.ts';

interface Placed {
  readonly file: string;
  readonly block: Block;
  /** That of its module. */
  readonly prefix: string;
}

/** Modules in modules, and all modules. */
const DEEPEST = 10;
const MOST_MODULES = 100;

/** Parts that all modules of a configuration share. */
interface Reading {
  /** The folder of the configuration, with which all paths begin. */
  readonly folder: string;
  /** No file is read out of this folder. */
  readonly root: string;
  readonly budget: Budget;
  readonly resources: TerraformResource[];
  readonly findings: Finding[];
  /** Adds the resources of each module. */
  readonly later: (() => void)[];
  modules: number;
}

interface Module {
  /** The names of its variables. */
  readonly declared: readonly (string | undefined)[];
  output(name: string, depth: number): unknown;
  region(): unknown;
}

/**
 * `folder` has the files, and `root` is the folder out of which no file is read. `given` are values of variables.
 * Throws `BadTemplate`.
 */
export function readConfiguration(
  folder: string,
  root: string,
  given: Readonly<Record<string, string>>,
): Configuration {
  const reading: Reading = { folder, root, budget: newBudget(), resources: [], findings: [], later: [], modules: 0 };
  const { declared, region } = readModule(reading, { folder, prefix: '', given: (name) => own(given, name) });
  const undeclared = Object.keys(given).find((name) => !declared.includes(name));
  if (undeclared !== undefined) throw bad(`The configuration has no variable ${undeclared}.`);
  for (const add of reading.later.reverse()) add();
  const value = region();
  return {
    resources: reading.resources,
    region: typeof value === 'string' && unknownIn(value) === undefined ? value : undefined,
    findings: reading.findings,
  };
}

interface ModuleCall {
  readonly folder: string;
  /** The names of its resources begin with it: `api_` in the module `api`. */
  readonly prefix: string;
  /** The value that the caller gives a variable; `undefined` if it gives none. */
  given(name: string, depth: number): unknown;
}

/** Adds the resources of a module and of those that it calls. */
function readModule(reading: Reading, { folder, prefix, given }: ModuleCall, level = 0): Module {
  reading.modules++;
  if (level > DEEPEST || reading.modules > MOST_MODULES) throw bad('The configuration has too many modules.');
  const path = relative(reading.folder, folder).split(sep).join('/');
  const shown = path === '' ? '' : `${path}/`;
  const { files, findings } = filesIn(folder, shown);
  reading.findings.push(...findings);
  const blocks = files.flatMap((name): Placed[] => {
    const file = shown + name;
    return parseFile(join(folder, name), file).map((block) => ({ file, block, prefix }));
  });
  const of = (type: string) => blocks.filter(({ block }) => block.type === type);
  const defaults = defaultsOf(of('variable'));
  const bodies = new Map<string, Body>();
  for (const mode of ['resource', 'data'])
    for (const { block } of of(mode)) bodies.set(`${mode}.${block.labels.join('.')}`, block);
  const locals = new Map<string, Expression>();
  for (const { block } of of('locals')) for (const [name, { value }] of block.attributes) locals.set(name, value);
  const outputs = new Map(of('output').map(({ block }) => [block.labels[0], block.attributes.get('value')?.value]));
  const called = new Map<string, Module>();
  const evaluate = evaluator({
    variable: (name, depth) => given(name, depth) ?? own(defaults, name),
    output: (module, name, depth) => called.get(module)?.output(name, depth),
    locals,
    bodies,
    prefix,
    path: path === '' ? '.' : path,
    budget: reading.budget,
    open: (file) => textOfFile(reading.folder, reading.root, file),
  });
  for (const call of of('module')) {
    const module = calledModule(reading, call, { folder, evaluate, level });
    if (module) called.set(call.block.labels[0] ?? '', module);
  }
  // All modules are known before the first value is computed.
  reading.later.push(() => {
    for (const each of [...of('resource'), ...of('data')])
      reading.resources.push(...resourceOf(each, evaluate, reading.findings));
  });
  const provider = of('provider').find(({ block }) => block.labels[0] === 'aws' && !block.attributes.has('alias'));
  const region = provider?.block.attributes.get('region');
  return {
    declared: of('variable').map(({ block }) => block.labels[0]),
    region: () => region && evaluate(region.value),
    output(name, depth) {
      const value = outputs.get(name);
      return value && evaluate(value, depth + 1);
    },
  };
}

interface Caller {
  readonly folder: string;
  readonly evaluate: Evaluate;
  readonly level: number;
}

/** Reads a module of the same repository. Others are in the report, and so are those that are called several times. */
function calledModule(
  reading: Reading,
  { file, block, prefix }: Placed,
  { folder, evaluate, level }: Caller,
): Module | undefined {
  const name = block.labels[0] ?? '';
  const source = block.attributes.get('source');
  const from = source && evaluate(source.value);
  const below = typeof from === 'string' ? folderOfModule(folder, reading.root, from) : undefined;
  const lost = (says: string) => reading.findings.push({ about: 'lost', place: `${file}:${block.line}`, says });
  if (below === undefined) {
    const says = `The module ${name} is not in this repository, and is not read. Import the output of \`terraform show -json\` for a plan, which has the resources of all modules.`;
    lost(says);
    return undefined;
  }
  const count = block.attributes.get('count');
  const amount = count && evaluate(count.value);
  if (amount === 0) return undefined;
  if (block.attributes.has('for_each') || (count && amount !== 1))
    lost(`The module ${name} is called several times, and the import reads it once. Compare it with the project.`);
  const given = (variable: string, depth: number) => {
    const value = block.attributes.get(variable)?.value;
    return value && evaluate(value, depth + 1);
  };
  return readModule(reading, { folder: below, prefix: `${prefix}${name}_`, given }, level + 1);
}

/** The default of a sensitive variable can be a password, so it is no value here. */
function defaultsOf(variables: readonly Placed[]): Record<string, unknown> {
  const evaluate = evaluator({
    variable: () => undefined,
    output: () => undefined,
    locals: new Map(),
    bodies: new Map(),
    prefix: '',
    path: '.',
    budget: newBudget(),
    open: () => undefined,
  });
  return Object.fromEntries(
    variables.flatMap(({ block }): [string, unknown][] => {
      const { value } = block.attributes.get('default') ?? {};
      const sensitive = block.attributes.get('sensitive')?.value;
      const isSensitive = sensitive !== undefined && evaluate(sensitive) !== false;
      return value === undefined || isSensitive ? [] : [[block.labels[0] ?? '', evaluate(value)]];
    }),
  );
}

function resourceOf({ file, block, prefix }: Placed, evaluate: Evaluate, findings: Finding[]): TerraformResource[] {
  const [type = '', label = ''] = block.labels;
  const name = prefix + label;
  const place = (attribute?: string) => `${file}:${lineOf(block, attribute)}`;
  const count = block.attributes.get('count');
  const amount = count && evaluate(count.value);
  if (amount === 0) return [];
  if (block.attributes.has('for_each') || (count && amount !== 1)) {
    const says = `${count ? 'count' : 'for_each'} makes several of ${type}.${name}, and the import reads it as one. Compare it with the project.`;
    findings.push({ about: 'lost', place: place(count ? 'count' : 'for_each'), says });
  }
  const dynamic = block.blocks.find((each) => each.type === 'dynamic');
  if (dynamic) {
    const says = `The blocks ${dynamic.labels[0]} of ${type}.${name} are made by an expression, and are not in the project.`;
    findings.push({ about: 'lost', place: `${file}:${dynamic.line}`, says });
  }
  return [{ mode: block.type === 'data' ? 'data' : 'resource', type, name, values: valuesOf(block, evaluate), place }];
}

const lineOf = (block: Block, attribute: string | undefined): number =>
  (attribute === undefined
    ? undefined
    : (block.attributes.get(attribute)?.line ?? block.blocks.find(({ type }) => type === attribute)?.line)) ??
  block.line;

/** Attributes without a value (`null`) are those that are not written. */
function valuesOf(body: Body, evaluate: Evaluate): Record<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, { value }] of body.attributes) {
    const found = evaluate(value);
    if (found !== null) values.set(name, found);
  }
  for (const block of body.blocks)
    values.set(block.type, [...[values.get(block.type) ?? []].flat(), valuesOf(block, evaluate)]);
  return Object.fromEntries(values);
}
