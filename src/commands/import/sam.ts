/**
 * `apikit import sam`: makes a project of a SAM template and the code beside it. It changes nothing in the template's
 * stack.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, posix, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import type { Foreign } from '../../contract/import/read-foreign.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import type { SamContract } from '../../incoming/sam/sam-contract.ts';
import type { SamTemplate } from '../../incoming/sam/template.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { wordOf } from '../../text/word-of.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { findingLines } from '../parts/incoming/finding-lines.ts';
import {
  firstCommands,
  type IncomingProject,
  readMade,
  requireEmpty,
  writeIncoming,
} from '../parts/incoming/incoming-project.ts';
import { questions } from '../parts/init/init-questions.ts';
import { ACCEPT_OPTION, acceptedRules, agreeToDecisions } from '../parts/openapi/agree-decisions.ts';

export const importSam = defineCommand({
  withoutProject: true,
  arguments: [
    { name: '<file>', description: 'the SAM template: template.yaml' },
    { name: '[dir]', description: 'folder of the new project (default: the name of the app)' },
  ],
  options: [
    { flags: '--name <name>', description: 'name of the new app (default: from the folder of the template)' },
    {
      flags: '--parameter <name=value>',
      description: 'value of a parameter of the template, instead of its default',
      repeatable: true,
    },
    ACCEPT_OPTION,
  ],
  common: ['region'],
  examples: ['apikit import sam template.yaml', 'apikit import sam orders/template.yaml shop --parameter Stage=prod'],

  async ask({ args: [file, dir], flags }, context): Promise<IncomingProject> {
    const accepted = acceptedRules(flags.accept);
    const parameters = parametersIn(flags.parameter);
    const path = resolve(context.io.cwd, file);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw usageError(`${file} cannot be read (${error.code}).`, 'Name the template of SAM: template.yaml.');
    });
    const { readTemplate } = await import('../../incoming/sam/template.ts');
    const template = readTemplate(text, basename(path), parameters);
    const name = flags.name ?? wordOf(basename(dirname(path))) ?? 'api';
    const { APP_NAME } = await import('../../config/schema.ts');
    if (!APP_NAME.test(name)) throw usageError(`"${name}" is not valid as the name of an app.`, 'Pass another --name.');
    const folder = resolve(context.io.cwd, dir ?? name);
    await requireEmpty(folder);
    const contract = await contractOf(template, dirname(path), name);
    const foreign = await readMade(contract.document, 'contract.json', `the contract of ${file}`);
    const retry = `apikit import sam ${shellWord(file)} ${shellWord(dir ?? name)}`;
    await agreeToDecisions(foreign.decisions, accepted, retry, context);
    const region = regionOf(name, context);
    return {
      folder,
      foreign,
      ...(await projectOf(template, contract, foreign, { root: dirname(path), name, region })),
    };
  },

  execute: writeIncoming,

  render(written, theme) {
    const { files, findings, notes, shown } = written;
    return {
      data: findingLines(findings, theme),
      notes: [
        ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
        `${theme.good(SYMBOL.done)} Wrote ${counted(files.length, 'file')} to ${shown === '' ? 'this folder' : shown}.`,
      ],
      next: [...firstCommands(written), 'apikit dev'],
    };
  },

  json: ({ dir, files, findings, notes, decisions }) => ({ dir, files, findings, notes, decisions }),
});

function parametersIn(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1)
        throw usageError(`--parameter needs a name and a value, and got "${each}".`, 'Write --parameter Name=value.');
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

const regionOf = (name: string, context: Context): string =>
  context.regionOutside() ?? questions(name, context.io.env).find(({ flag }) => flag === 'region')?.default ?? '';

async function contractOf(template: SamTemplate, root: string, title: string): Promise<SamContract> {
  const [{ apiOf, definitionOf, servingFunctions }, { contractOfDocument, contractOfEvents }] = await Promise.all([
    import('../../incoming/sam/sam-resources.ts'),
    import('../../incoming/sam/sam-contract.ts'),
  ]);
  const api = apiOf(template.resources);
  const own = definitionOf(api);
  if (own && 'inline' in own) return contractOfDocument(own.inline);
  if (own) {
    const [{ parseSource }, { longFormOf }, { openBelow }] = await Promise.all([
      import('../../config/source.ts'),
      import('../../contract/read/cloudformation.ts'),
      import('../../contract/read/open-file.ts'),
    ]);
    const opened = openBelow(root)(posix.normalize(own.file));
    if ('why' in opened) {
      const fix = 'Name a .json or .yaml file beside or below the template in DefinitionUri.';
      throw usageError(`DefinitionUri cannot be read: ${opened.why}`, fix);
    }
    const document = template.resolved(parseSource(opened.text, own.file, longFormOf).data);
    return contractOfDocument(document as Parameters<typeof contractOfDocument>[0]);
  }
  const functions = servingFunctions(template.resources, []);
  if (functions.length === 0) {
    throw new ApikitError('NoOperations', 'The template has no API: no function has an event of type Api or HttpApi.', {
      exitCode: EXIT.usage,
      hint: 'Name the template that contains the API.',
    });
  }
  return contractOfEvents(functions, api, title);
}

async function projectOf(
  template: SamTemplate,
  contract: SamContract,
  foreign: Foreign,
  { root, name, region }: { readonly root: string; readonly name: string; readonly region: string },
) {
  const [
    { servingFunctions },
    { codeFolder, inlineCode },
    { samConfig },
    { aboutTemplate },
    { readFolder },
    { layOut },
    { projectFiles },
  ] = await Promise.all([
    import('../../incoming/sam/sam-resources.ts'),
    import('../../incoming/sam/sam-code.ts'),
    import('../../incoming/sam/sam-config.ts'),
    import('../../incoming/sam/sam-findings.ts'),
    import('../../incoming/code/read-folder.ts'),
    import('../../incoming/code/lay-out.ts'),
    import('../../incoming/project-files.ts'),
  ]);
  const called = contract.routes.map((one) => one.function);
  const functions = servingFunctions(template.resources, called);
  const incoming = await Promise.all(
    functions.map(async (fn) => {
      const inline = inlineCode(fn);
      return {
        name: fn.id,
        handler: String(fn.properties.Handler),
        runtime: String(fn.properties.Runtime),
        ...(inline ? { files: inline } : await readFolder(root, codeFolder(fn))),
        routes: contract.routes.filter((one) => one.function === fn.id).map(({ route }) => route),
        place: fn.place('Runtime'),
      };
    }),
  );
  const code = layOut(incoming, name);
  const { config, findings } = samConfig(template, functions, code, { name, region });
  return {
    files: projectFiles({ name, title: template.description ?? name, config, foreign, code }),
    findings: [...aboutTemplate(template, functions), ...contract.findings, ...code.findings, ...findings],
    installs: code.installs,
  };
}
