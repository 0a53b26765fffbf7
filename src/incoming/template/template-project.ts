/** Makes the files of a project from a template and the code beside it. It reads the folders of the code. */
import type { Foreign } from '../../contract/import/read-foreign.ts';
import type { ProjectFile } from '../../templates/project-folder.ts';
import type { CodeFiles } from '../code/code-files.ts';
import { type IncomingFunction, layOut } from '../code/lay-out.ts';
import { readFolder } from '../code/read-folder.ts';
import type { Finding } from '../finding.ts';
import { projectFiles, replacedFiles } from '../project-files.ts';
import type { Template, TemplateResource } from './template.ts';
import { codeFolder, inlineCode } from './template-code.ts';
import { templateConfig } from './template-config.ts';
import { consumersOf } from './template-consumers.ts';
import type { TemplateContract } from './template-contract.ts';
import { aboutTemplate } from './template-findings.ts';
import { apiOf, servingFunctions } from './template-resources.ts';
import { sectionsOf } from './template-sections.ts';
import { authorizerFunction, unmappedAuthorizers } from './template-security.ts';

export interface TemplateProject {
  readonly files: readonly ProjectFile[];
  readonly findings: readonly Finding[];
  /** Whether npm has packages to install. */
  readonly installs: boolean;
}

export interface ProjectOptions {
  /** The folder of the template. */
  readonly root: string;
  readonly name: string;
  readonly region: string;
}

/** Throws the errors of `layOut`, and `CodeNotFound`. */
export async function templateProject(
  template: Template,
  contract: TemplateContract,
  foreign: Foreign,
  { root, name, region }: ProjectOptions,
): Promise<TemplateProject> {
  const { resources } = template;
  const functions = servingFunctions(
    resources,
    contract.routes.map((one) => one.function),
  );
  const sections = sectionsOf(resources);
  const { queues, topics, tables } = sections;
  const consumers = consumersOf(resources, {
    queues: Object.keys(queues),
    topics: Object.keys(topics),
    tables: Object.keys(tables),
  });
  const authorizer = authorizerFunction(resources, apiOf(resources));
  const read = folderReader(root, template);
  // A function may consume several things, and is one module.
  const modules = new Map(consumers.map(({ fn, module }) => [module, fn]));
  const incoming = await Promise.all([
    ...functions.map((fn) => read(fn, { routes: routesOf(contract, fn) })),
    ...(authorizer?.schemes ?? []).map((scheme) => read(authorizer!.fn, { becomes: `authorizers/${scheme}` })),
    ...[...modules].map(([module, fn]) => read(fn, { becomes: module })),
  ]);
  const kinds = foreign.operations.map(({ access }) => access.authorizer?.kind);
  const code = layOut(incoming, name, kinds.includes('token') || kinds.includes('request'));
  const parts = { template, functions, authorizer: authorizer?.fn, consumers, sections, code, name, region };
  const { config, findings } = templateConfig(parts);
  const present = [...functions, ...consumers.map(({ fn }) => fn), ...(authorizer ? [authorizer.fn] : [])];
  return {
    files: projectFiles({ name, title: template.description ?? name, config, foreign, code }),
    findings: [
      ...aboutTemplate(template, present, consumers),
      ...unmappedAuthorizers(resources, apiOf(resources)),
      ...contract.findings,
      ...code.findings,
      ...replacedFiles(code),
      ...findings,
    ],
    installs: code.installs,
  };
}

const routesOf = ({ routes }: TemplateContract, { id }: TemplateResource): string[] =>
  routes.filter((one) => one.function === id).map(({ route }) => route);

/** Functions often share a folder, which is read once. */
function folderReader(root: string, template: Template) {
  const folders = new Map<string, ReturnType<typeof readFolder>>();
  return async (
    fn: TemplateResource,
    use: { readonly routes: readonly string[] } | { readonly becomes: string },
  ): Promise<IncomingFunction> => {
    const { id, properties, place } = fn;
    const common = {
      name: id,
      handler: String(properties.Handler),
      runtime: String(properties.Runtime),
      routes: [],
      ...use,
      place: place('Runtime'),
    };
    // layOut refuses it by name. Its code need not be in a folder.
    if (!/^(?:nodejs|python)/.test(common.runtime)) return { ...common, files: new Map() };
    const inline = inlineCode(fn);
    if (inline) return { ...common, files: inline };
    const folder = codeFolder(fn);
    const reading = folders.get(folder) ?? readFolder(root, folder, (path) => template.leavesOut(path));
    folders.set(folder, reading);
    const code = await reading;
    return { ...common, folder: code.folder, files: withRequirements(code.files, template.requires) };
  };
}

/** Returns the files with a line in `requirements.txt` for each package that it lacks. */
function withRequirements(files: CodeFiles, packages: readonly string[]): CodeFiles {
  const text = new TextDecoder().decode(files.get('requirements.txt') ?? new Uint8Array());
  const listed = text.split(/\r?\n/).map((line) => /^[\w.-]+/.exec(line.trim().toLowerCase())?.[0]);
  const missing = packages.filter((name) => !listed.includes(name));
  if (missing.length === 0) return files;
  const lines = [text.trimEnd(), ...missing].filter((line) => line !== '');
  return new Map([...files, ['requirements.txt', new TextEncoder().encode(`${lines.join('\n')}\n`)]]);
}
