/**
 * `apikit import chalice`: makes a project of a Chalice app. It reads the app with the parser of Python, and neither
 * imports nor runs it.
 */
import { basename, dirname } from 'node:path';
import { defineCommand } from '../parts/command.ts';
import {
  contractOfTemplate,
  importedJson,
  importTemplate,
  readSource,
  renderImported,
} from '../parts/incoming/import-template.ts';
import { type IncomingProject, writeIncoming } from '../parts/incoming/incoming-project.ts';
import { ACCEPT_OPTION, acceptedRules } from '../parts/openapi/agree-decisions.ts';

export const importChalice = defineCommand({
  withoutProject: true,
  arguments: [
    { name: '<file>', description: 'the module of the app: app.py' },
    { name: '[dir]', description: 'folder of the new project (default: the name of the app)' },
  ],
  options: [
    { flags: '--name <name>', description: 'name of the new app (default: the name in .chalice/config.json)' },
    {
      flags: '--from-stage <stage>',
      description: 'stage of .chalice/config.json whose settings the project gets (default: dev, or else the first)',
    },
    ACCEPT_OPTION,
  ],
  common: ['region'],
  examples: ['apikit import chalice app.py', 'apikit import chalice orders/app.py shop --from-stage prod'],

  async ask({ args: [file, dir], flags }, context): Promise<IncomingProject> {
    const accepted = acceptedRules(flags.accept);
    const { path } = await readSource(file, 'Name the module of the app: app.py.', context);
    const [{ readApp }, { appTemplate }] = await Promise.all([
      import('../../incoming/chalice/read-app.ts'),
      import('../../incoming/chalice/app-template.ts'),
    ]);
    const root = dirname(path);
    const app = await readApp(root, basename(path), flags.fromStage);
    const template = appTemplate(app, basename(path));
    const contractOf = await contractOfTemplate(template, {
      says: 'The app has no routes: no function is decorated with @app.route.',
      hint: 'Name the app.py of the app.',
    });
    const given = { 'from-stage': flags.fromStage === undefined ? [] : [flags.fromStage] };
    const source = { command: 'import chalice', file, root, dir, given, name: flags.name, named: app.name };
    return importTemplate({ ...source, accepted, template, contractOf }, context);
  },

  execute: writeIncoming,
  render: renderImported,
  json: importedJson,
});
