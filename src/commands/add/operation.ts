/**
 * `apikit add operation`: adds a function for an operation, with its test. It also adds the operation if the contract
 * does not have it.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { LOCAL_STAGE } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import type { Option } from '../../flags/option.ts';
import type { FlagsOf } from '../../flags/values.ts';
import { ANY_METHOD } from '../../naming/methods.ts';
import { type Language, languageOf } from '../../templates/template.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers {
  /** An absolute path. */
  root: string;
  /** Relative to the root. */
  contract: string;
  /** The folder of the handler's source. */
  source: string;
  id: string;
  language: Language;
  /** The new operation; `undefined` if the contract already has it. */
  added?: { method: string; path: string };
}

interface Written {
  operationId: string;
  language: Language;
  route: string;
  /** Relative to the project. */
  written: string[];
  changed: string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'any'] as const;

const ROUTE_OPTIONS = [
  { flags: '--method <method>', description: 'method of a new operation', choices: METHODS },
  { flags: '--path <path>', description: 'path of a new operation: /reports/{id}, /files/{proxy+}' },
] as const satisfies readonly Option[];

export const addOperation = defineCommand({
  arguments: [
    { name: '<operationId>', completes: 'operations', description: 'the operationId in the contract: getReport' },
  ],
  options: ROUTE_OPTIONS,
  examples: ['apikit add operation getReport', 'apikit add operation getReport --method get --path /reports/{id}'],

  async ask({ args: [id], flags }, context): Promise<Answers> {
    const [project, { loadContract }] = await Promise.all([
      context.project(),
      import('../../contract/load-contract.ts'),
    ]);
    const { contract, function: fn } = project.stage(LOCAL_STAGE);
    const language = languageOf(fn.entry);
    if (language === undefined) {
      const hint = 'Write src/operations/ by hand, with a function of the same name.';
      throw usageError('Functions for operations are written in TypeScript or Python.', hint);
    }
    if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(id)) {
      throw usageError(`${JSON.stringify(id)} cannot be an operationId.`, 'For example getReport.');
    }
    const { operations } = await loadContract(contract, project.root);
    const known = operations.some(({ operationId }) => operationId === id);
    const place = {
      root: project.root,
      contract: relative(project.root, contract),
      source: dirname(fn.entry),
      id,
      language,
    };
    if (known) return place;
    const added = await askRoute(id, flags, context);
    const taken = operations.find(({ method, path }) => method.toLowerCase() === added.method && path === added.path);
    if (taken) {
      throw usageError(
        `${taken.method} ${taken.path} is already operation ${taken.operationId}. Nothing was written.`,
        'Name another path or method.',
      );
    }
    return { ...place, added };
  },

  async execute({ root, contract, source, id, language, added }, { io }): Promise<Written> {
    const [
      { loadContract, parseContract },
      { openOfProject },
      { functionName },
      { pythonName },
      { operationFiles },
      { takenPaths, writeProject },
    ] = await Promise.all([
      import('../../contract/load-contract.ts'),
      import('../../contract/read/open-file.ts'),
      import('../../codegen/operations/wiring.ts'),
      import('../../codegen/names/python-names.ts'),
      import('../../templates/operation/template.ts'),
      import('../../templates/project-folder.ts'),
    ]);
    const edited = added && (await withOperation(join(root, contract), id, added));
    const read =
      edited === undefined
        ? await loadContract(join(root, contract), root)
        : parseContract(edited, contract, await openOfProject(root));
    const { method, path } = read.operations.find(({ operationId }) => operationId === id)!;
    const route = `${method} ${path}`;
    const name = language === 'python' ? pythonName(id) : functionName(id);
    const files = await operationFiles({ id, name, route, source, language });
    const paths = files.map((file) => file.path);
    const [taken] = await takenPaths(root, paths);
    if (taken !== undefined) {
      throw new ApikitError('FileExists', `${taken} already exists. Nothing was written.`, {
        exitCode: EXIT.usage,
        hint: 'It already answers the operation; delete it to start again.',
      });
    }
    const changed = edited === undefined ? [] : [{ path: contract, contents: edited }];
    await writeProject(root, [...files, ...changed], io.signal, [contract]);
    return { operationId: id, language, route, written: paths, changed: changed.map((file) => file.path) };
  },

  render: ({ operationId, language, route, written, changed }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${written.join(', ')}`,
      ...(changed.length > 0 ? [`${theme.good(SYMBOL.done)} Added ${route} to ${changed.join(', ')}`] : []),
      theme.dim(`  ${operationId} responds with 501 until you write its function.`),
    ],
    next: ['apikit validate', language === 'python' ? 'python3 -m unittest' : 'npm test'],
  }),
  json: ({ operationId, route, written, changed }) => ({ operationId, route, written, changed }),
});

async function askRoute(
  id: string,
  flags: FlagsOf<(typeof ROUTE_OPTIONS)[number]>,
  context: Context,
): Promise<{ method: string; path: string }> {
  const ask = async (flag: 'method' | 'path', message: string, initial: string) => {
    const given = flags[flag];
    if (given !== undefined) return given;
    if (context.interactive) return (await context.prompts.text({ message, default: initial })).trim();
    const hint = `Pass --method and --path, as in apikit add operation ${id} --method get --path /reports.`;
    throw usageError(`The contract has no operation ${id}, and --${flag} is missing.`, hint);
  };
  const method = (await ask('method', 'Which method?', 'get')).toLowerCase();
  if (!METHODS.includes(method as never)) throw usageError(`${method} is not a method.`, `Use ${METHODS.join(', ')}.`);
  const path = await ask('path', 'Which path?', `/${id.toLowerCase()}`);
  const PATH = /^(\/([A-Za-z0-9._~-]+|\{[A-Za-z0-9._-]+\}))*(\/\{[A-Za-z0-9._-]+\+\})?$/;
  if (path === '' || !PATH.test(path)) {
    throw usageError(
      `${path} is not a path.`,
      'For example /reports/{id}, or /files/{proxy+} for everything below /files.',
    );
  }
  return { method, path };
}

/**
 * Returns the contract's text with the operation. The operation requires an API key if the contract has the scheme for
 * keys.
 */
async function withOperation(file: string, id: string, { method, path }: { method: string; path: string }) {
  const [{ hasEntry, insertEntry }, { pathParameters }] = await Promise.all([
    import('../../project-edit/insert-entry.ts'),
    import('../../contract/model/paths.ts'),
  ]);
  const text = await readFile(file, 'utf8');
  const guarded = hasEntry(text, ['components', 'securitySchemes', 'apiKey']);
  const parameters = pathParameters(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return insertEntry(text, ['paths', path, method === 'any' ? ANY_METHOD : method], {
    operationId: id,
    ...(guarded && { security: [{ apiKey: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    responses: { 200: { description: 'OK' } },
  });
}
