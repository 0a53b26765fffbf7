/**
 * `apikit import sam`: makes a project of a SAM template and the code beside it. It changes nothing in the template's
 * stack.
 */
import { basename, dirname, posix } from 'node:path';
import { usageError } from '../../errors.ts';
import type { SamTemplate } from '../../incoming/sam/read-template.ts';
import type { TemplateContract } from '../../incoming/template/template-contract.ts';
import { defineCommand } from '../parts/command.ts';
import {
  contractOfTemplate,
  importedJson,
  importTemplate,
  pairsOf,
  readSource,
  renderImported,
} from '../parts/incoming/import-template.ts';
import { type IncomingProject, writeIncoming } from '../parts/incoming/incoming-project.ts';
import { ACCEPT_OPTION, acceptedRules } from '../parts/openapi/agree-decisions.ts';

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
    const parameters = pairsOf('parameter', flags.parameter);
    const { path, text } = await readSource(file, 'Name the template of SAM: template.yaml.', context);
    const { readTemplate } = await import('../../incoming/sam/read-template.ts');
    const template = readTemplate(text, basename(path), parameters);
    const root = dirname(path);
    const contractOf = await contractOfSam(template, root);
    const source = { command: 'import sam', file, root, dir, name: flags.name, given: { parameter: flags.parameter } };
    return importTemplate({ ...source, accepted, template, contractOf }, context);
  },

  execute: writeIncoming,
  render: renderImported,
  json: importedJson,
});

async function contractOfSam(template: SamTemplate, root: string): Promise<(title: string) => TemplateContract> {
  const [{ apiOf, definitionOf }, { contractOfDocument }] = await Promise.all([
    import('../../incoming/template/template-resources.ts'),
    import('../../incoming/template/template-contract.ts'),
  ]);
  const own = definitionOf(apiOf(template.resources));
  if (own && 'inline' in own) return () => contractOfDocument(own.inline);
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
    return () => contractOfDocument(document as Parameters<typeof contractOfDocument>[0]);
  }
  return contractOfTemplate(template, {
    says: 'The template has no API: no function has an event of type Api or HttpApi.',
    hint: 'Name the template that contains the API.',
  });
}
