/**
 * `apikit import serverless`: makes a project of a service of the Serverless Framework and the code beside it. It runs
 * nothing of the service, and changes nothing in its stack.
 */
import { basename, dirname } from 'node:path';
import { textOf } from '../../contract/model/json.ts';
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

export const importServerless = defineCommand({
  withoutProject: true,
  arguments: [
    { name: '<file>', description: "the service's file: serverless.yml" },
    { name: '[dir]', description: 'folder of the new project (default: the name of the app)' },
  ],
  options: [
    { flags: '--name <name>', description: 'name of the new app (default: the name of the service)' },
    {
      flags: '--option <name=value>',
      description: `value of \${opt:name} in the file, for example stage=prod`,
      repeatable: true,
    },
    { flags: '--param <name=value>', description: `value of \${param:name} in the file`, repeatable: true },
    ACCEPT_OPTION,
  ],
  common: ['region'],
  examples: [
    'apikit import serverless serverless.yml',
    'apikit import serverless orders/serverless.yml shop --option stage=prod --param domain=shop.example',
  ],

  async ask({ args: [file, dir], flags }, context): Promise<IncomingProject> {
    const accepted = acceptedRules(flags.accept);
    const values = { options: pairsOf('option', flags.option), parameters: pairsOf('param', flags.param) };
    const { path, text } = await readSource(file, "Name the service's file: serverless.yml.", context);
    const [{ readService }, { serviceTemplate }] = await Promise.all([
      import('../../incoming/serverless/read-service.ts'),
      import('../../incoming/serverless/service-template.ts'),
    ]);
    const root = dirname(path);
    const service = readService(text, basename(path), root, values);
    const template = serviceTemplate(service, basename(path));
    const contractOf = await contractOfTemplate(template, {
      says: 'The service has no API: no function has an event http or httpApi.',
      hint: 'Name the file of the service that contains the API.',
    });
    const region = textOf(service.at(['provider', 'region']));
    const given = { option: flags.option, param: flags.param };
    const source = {
      command: 'import serverless',
      file,
      root,
      dir,
      given,
      name: flags.name,
      named: service.name,
      region,
    };
    return importTemplate({ ...source, accepted, template, contractOf }, context);
  },

  execute: writeIncoming,
  render: renderImported,
  json: importedJson,
});
