/** The files of a project that comes in from elsewhere: those that the project has itself, and its code. Pure. */
import type { Foreign } from '../contract/import/read-foreign.ts';
import { readme } from '../contract/import/readme.ts';
import type { ProjectFile } from '../templates/project-folder.ts';
import { yamlText } from '../text/yaml-text.ts';
import type { LaidOut } from './code/lay-out.ts';
import type { Finding } from './finding.ts';

export interface ProjectParts {
  readonly name: string;
  readonly title: string;
  /** The content of apikit.yaml. */
  readonly config: object;
  readonly foreign: Foreign;
  readonly code: LaidOut;
}

const OWN = ['apikit.yaml', 'openapi.yaml', 'README.md', '.gitignore'];

/** Whether the project has a file of this name of its own, which replaces that of the code. */
const isOwnFile = ({ path }: ProjectFile): boolean => OWN.includes(path);

export const replacedFiles = ({ files }: LaidOut): Finding[] =>
  files.filter(isOwnFile).map(({ path }) => ({
    about: 'lost',
    place: `${path} in the code`,
    says: 'The project has a file of this name of its own. If the code reads it, give it another name.',
  }));

export function projectFiles({ name, title, config, foreign, code }: ProjectParts): ProjectFile[] {
  const { handler, installs, modules } = code;
  const { operations } = foreign;
  const written = [...modules.keys()].map((module) => module.slice(module.lastIndexOf('/') + 1));
  return [
    { path: 'apikit.yaml', contents: yamlText(config) },
    { path: 'openapi.yaml', contents: foreign.text },
    { path: 'README.md', contents: readme({ name, title, operations, handler, written, installs }) },
    { path: '.gitignore', contents: 'node_modules/\n.apikit/\n' },
    ...code.files.filter((file) => !isOwnFile(file)),
  ];
}
