/**
 * Reads a configuration of Terraform from the `.tf` files of a folder. It runs nothing, and reads no state and no
 * environment.
 */
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { objectOf } from '../../contract/model/json.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { isHidden } from '../../text/hidden-path.ts';
import type { Finding } from '../finding.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { type Evaluate, evaluator } from './evaluate.ts';
import type { Block, Body, Expression } from './hcl.ts';
import { HclError } from './hcl-text.ts';
import { readHcl } from './read-hcl.ts';
import { unknownIn, withoutMarks } from './unknown.ts';

/** Bytes of a file, and files of a folder. */
const LARGEST = 2_000_000;
const MOST_FILES = 500;

/** The files that `file` and `templatefile` may read, because a repository also contains credentials. */
const DOCUMENT = /\.(?:json|ya?ml|tpl|tftpl|tmpl)$/i;

interface Placed {
  readonly file: string;
  readonly block: Block;
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
  const { files, findings } = filesIn(folder);
  const blocks = files.flatMap((file): Placed[] => parse(join(folder, file), file).map((block) => ({ file, block })));
  const of = (type: string) => blocks.filter(({ block }) => block.type === type);
  const variables = of('variable');
  const declared = variables.map(({ block }) => block.labels[0]);
  const undeclared = Object.keys(given).find((name) => !declared.includes(name));
  if (undeclared !== undefined) throw bad(`The configuration has no variable ${undeclared}.`);
  const bodies = new Map<string, Body>();
  for (const mode of ['resource', 'data'])
    for (const { block } of of(mode)) bodies.set(`${mode}.${block.labels.join('.')}`, block);
  const locals = new Map<string, Expression>();
  for (const { block } of of('locals')) for (const [name, { value }] of block.attributes) locals.set(name, value);
  const evaluate = evaluator({
    variables: { ...defaultsOf(variables), ...given },
    locals,
    bodies,
    open: (path) => textOfFile(folder, root, path),
  });
  const resources = [...of('resource'), ...of('data')].flatMap((each) => resourceOf(each, evaluate, findings));
  for (const { file, block } of of('module')) findings.push(aboutModule(file, block));
  const provider = of('provider').find(({ block }) => block.labels[0] === 'aws' && !block.attributes.has('alias'));
  const region = provider?.block.attributes.get('region');
  const value = region && evaluate(region.value);
  return {
    resources,
    region: typeof value === 'string' && unknownIn(value) === undefined ? value : undefined,
    findings,
  };
}

function filesIn(folder: string): { readonly files: readonly string[]; readonly findings: Finding[] } {
  const names = readdirSync(folder).sort();
  const files = names.filter((name) => name.endsWith('.tf') && !isHidden(name));
  const findings = names
    .filter((name) => /\.tf\.json$|(?:^|_)override\.tf$/.test(name))
    .map((name): Finding => {
      const says =
        'This file is not read. Write what it has into a .tf file, or import the output of `terraform show -json` for a plan.';
      return { about: 'lost', place: `${name}:1`, says };
    });
  const read = files.filter((name) => !/(?:^|_)override\.tf$/.test(name));
  if (read.length === 0) throw bad(`${folder} has no .tf files.`);
  if (read.length > MOST_FILES) throw bad(`${folder} has more than ${MOST_FILES} files.`);
  return { files: read, findings };
}

function parse(path: string, name: string): readonly Block[] {
  const found = lstatSync(path);
  if (!found.isFile()) throw bad(`${name} is a link or no file.`);
  if (found.size > LARGEST) throw bad(`${name} has more than 2 MB.`);
  try {
    return readHcl(withoutMarks(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof HclError) throw bad(`${name}:${error.line} ${error.message}`);
    throw error;
  }
}

/** The default of a sensitive variable can be a password, so it is no value here. */
function defaultsOf(variables: readonly Placed[]): Record<string, unknown> {
  const evaluate = evaluator({ variables: {}, locals: new Map(), bodies: new Map(), open: () => undefined });
  return Object.fromEntries(
    variables.flatMap(({ block }): [string, unknown][] => {
      const { value } = block.attributes.get('default') ?? {};
      const sensitive = block.attributes.get('sensitive')?.value;
      const isSensitive = sensitive !== undefined && evaluate(sensitive) !== false;
      return value === undefined || isSensitive ? [] : [[block.labels[0] ?? '', evaluate(value)]];
    }),
  );
}

function resourceOf({ file, block }: Placed, evaluate: Evaluate, findings: Finding[]): TerraformResource[] {
  const [type = '', name = ''] = block.labels;
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

function aboutModule(file: string, block: Block): Finding {
  const says = `The module ${block.labels[0]} is not read. Import its folder, or the output of \`terraform show -json\` for a plan, which has the resources of all modules.`;
  return { about: 'lost', place: `${file}:${block.line}`, says };
}

/** Reads nothing that is hidden, that is out of `root`, or that is no document. */
function textOfFile(folder: string, root: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(folder, path));
    const names = [join(folder, path), real].map((each) => relative(realpathSync(root), each));
    const isOutside = names.some((name) => name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name));
    if (isAbsolute(path) || isOutside || names.some((name) => isHidden(name) || !DOCUMENT.test(name))) return undefined;
    const found = lstatSync(real);
    if (!found.isFile() || found.size > LARGEST) return undefined;
    return withoutMarks(readFileSync(real, 'utf8'));
  } catch {
    return undefined;
  }
}

export const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the folder with the .tf files, or a file that `terraform show -json` has written.',
  });

/** The blocks of one type within a resource, such as `attribute` of a table. A plan has them as a list, too. */
export const blocksOf = (value: unknown): Record<string, unknown>[] => [value ?? []].flat().map(objectOf);
