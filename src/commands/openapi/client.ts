/** `apikit openapi client`: writes a typed client of the contract. Reads only. */
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Context, Target } from '../../context.ts';
import { openBelow } from '../../contract/read/open-file.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { nothingThere } from '../../files/nothing-there.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { shownPath } from '../../text/shown-path.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { addressOf, askExport, OUT_OPTION } from '../parts/openapi/export-walk.ts';
import { contractStage, documentFile } from '../parts/openapi/openapi-file.ts';

interface Answers {
  /** A document, as an absolute path; `undefined` for the project's contract. */
  document?: string;
  /** The stage whose address the client knows. */
  target?: Target;
  /** An absolute path; `undefined` for stdout. */
  out?: string;
  /** Only compares the file with what would be written. */
  check: boolean;
  /** The command that writes the file. */
  again: string;
}

interface Written {
  operations: number;
  baseUrl: string | null;
  file: string | null;
  content: string | null;
  /** Relative to the user's folder. */
  shown: string;
  checked: boolean;
  /** The operations whose requests must be signed. */
  signed: string[];
}

const LANGUAGES = ['typescript'] as const;

export const openapiClient = defineCommand({
  arguments: [
    { name: '<language>', description: 'typescript' },
    { name: '[file]', description: "an OpenAPI document (default: the project's contract)" },
  ],
  options: [
    OUT_OPTION,
    { flags: '--check', description: 'only check that the file is up to date, and fail if it is not' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit openapi client typescript --out src/api-client.ts',
    'apikit openapi client typescript --stage prod --out src/api-client.ts',
    'apikit openapi client typescript --out src/api-client.ts --check',
  ],

  async ask({ args: [language, file], flags }, context): Promise<Answers> {
    if (!LANGUAGES.some((known) => known === language)) {
      throw usageError(
        `apikit cannot write a client in ${JSON.stringify(language)}.`,
        `It can in ${LANGUAGES.join(', ')}. Generators for other languages read openapi.yaml, too.`,
      );
    }
    if (flags.check && flags.out === undefined)
      throw usageError('--check has no file to check.', 'Name the file of the client with --out.');
    const { target, out } = await askExport(flags, context);
    const words = ['typescript', ...(file === undefined ? [] : [file]), '--out', flags.out ?? ''];
    const stage = target === undefined ? [] : ['--stage', target.config.stage];
    return {
      ...(file !== undefined && { document: await documentFile(file, context) }),
      ...(target && { target }),
      ...(out !== undefined && { out }),
      check: flags.check,
      again: `apikit openapi client ${[...words, ...stage].map(shellWord).join(' ')}`,
    };
  },

  async execute({ document, target, out, check, again }, context): Promise<Written> {
    const { typescriptClient } = await import('../../codegen/client/typescript-client.ts');
    const contract = await readContract(document, target, context);
    const { operations } = contract;
    const url = target && (await addressOf(target, context));
    const content = await typescriptClient(contract, url);
    const shown = out === undefined ? '' : shownPath(context.io.cwd, out);
    if (out !== undefined && check) await requireCurrent(out, content, shown, again);
    else if (out !== undefined) await replaceFile(out, content);
    return {
      operations: operations.length,
      baseUrl: url ?? null,
      file: out ?? null,
      content: out === undefined ? content : null,
      shown,
      checked: check,
      signed: operations.flatMap(({ access, operationId }) => (access.authorizer?.kind === 'iam' ? [operationId] : [])),
    };
  },

  render: ({ operations, content, shown, checked, signed }, theme) => ({
    notes: [
      ...(signed.length > 0
        ? [
            `${SYMBOL.note} The client does not sign requests: pass a fetch that does, for ${signed.join(', ')}. See docs/client.md.`,
          ]
        : []),
      ...(content === null
        ? [
            `${theme.good(SYMBOL.done)} ${checked ? 'Up to date: the' : 'Wrote a'} client of ${counted(operations, 'operation')}`,
          ]
        : []),
    ],
    ...(content === null ? { data: [shown] } : { document: content.trimEnd().split('\n') }),
  }),
  json: ({ shown: _, checked: __, signed: ___, ...written }) => written,
});

async function readContract(file: string | undefined, target: Target | undefined, context: Context) {
  const { loadContract, parseContract } = await import('../../contract/load-contract.ts');
  if (file !== undefined) return parseContract(await readFile(file, 'utf8'), basename(file), openBelow(dirname(file)));
  const config = target?.config ?? (await contractStage(context));
  return await loadContract(config.contract, (await context.project()).root);
}

async function requireCurrent(file: string, content: string, shown: string, again: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(nothingThere);
  // Git may have written the file with the line ends of Windows.
  if (present?.replaceAll('\r\n', '\n') === content) return;
  const what = present === undefined ? 'does not exist' : 'is not the client of the present contract';
  throw new ApikitError('ClientOutdated', `${shown} ${what}.`, { hint: `Write it: ${again}` });
}
