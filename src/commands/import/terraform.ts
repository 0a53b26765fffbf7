/**
 * `apikit import terraform`: makes a project of a configuration of Terraform. It runs nothing, and changes no state.
 */
import { statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { usageError } from '../../errors.ts';
import { repositoryOf } from '../../files/repository.ts';
import { defineCommand } from '../parts/command.ts';
import {
  importedJson,
  importTemplate,
  pairsOf,
  readSource,
  renderImported,
} from '../parts/incoming/import-template.ts';
import { type IncomingProject, writeIncoming } from '../parts/incoming/incoming-project.ts';
import { ACCEPT_OPTION, acceptedRules } from '../parts/openapi/agree-decisions.ts';

export const importTerraform = defineCommand({
  withoutProject: true,
  arguments: [
    { name: '<path>', description: 'the folder with the .tf files, or a JSON file of terraform show -json' },
    { name: '[dir]', description: 'folder of the new project (default: the name of the app)' },
  ],
  options: [
    { flags: '--name <name>', description: 'name of the new app (default: from the folder of the configuration)' },
    { flags: '--var <name=value>', description: 'value of a variable, instead of its default', repeatable: true },
    ACCEPT_OPTION,
  ],
  common: ['region'],
  examples: ['apikit import terraform .', 'apikit import terraform infra shop --var environment=prod'],

  async ask({ args: [path, dir], flags }, context): Promise<IncomingProject> {
    const accepted = acceptedRules(flags.accept);
    const variables = pairsOf('var', flags.var);
    const named = await realpath(resolve(context.io.cwd, path)).catch((error: NodeJS.ErrnoException) => {
      throw usageError(`${path} cannot be read (${error.code}).`, 'Name the folder with the .tf files.');
    });
    const folder = statSync(named).isDirectory() ? named : dirname(named);
    const isShown = folder !== named && named.endsWith('.json');
    // The code of functions is often beside the folder of the configuration.
    const root = (await repositoryOf(folder)) ?? folder;
    if (isShown && flags.var.length > 0)
      throw usageError('A plan has the values of its variables already.', 'Leave --var out.');
    const [{ readConfiguration }, { readShown }, { terraformTemplate }] = await Promise.all([
      import('../../incoming/terraform/read-configuration.ts'),
      import('../../incoming/terraform/read-shown.ts'),
      import('../../incoming/terraform/terraform-template.ts'),
    ]);
    const configuration = isShown
      ? readShown((await readSource(path, 'Name the folder with the .tf files.', context)).text, basename(named))
      : readConfiguration(folder, root, variables);
    const { template, contractOf } = terraformTemplate(configuration, {
      folder: relative(root, folder).split(sep).join('/'),
      isFile: (file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true,
    });
    const given = { var: flags.var };
    const source = { command: 'import terraform', file: path, root, dir, given, name: flags.name };
    const { region } = configuration;
    return importTemplate({ ...source, named: nameOf(folder), region, accepted, template, contractOf }, context);
  },

  execute: writeIncoming,
  render: renderImported,
  json: importedJson,
});

/** The folder of a configuration is often called after Terraform, and the one above it after the app. */
const nameOf = (folder: string): string => {
  const name = basename(folder);
  return /^(?:terraform|infra|infrastructure|tf|iac)$/i.test(name) ? basename(dirname(folder)) : name;
};
