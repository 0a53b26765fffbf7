/** The path of a repository at its provider. */
import { git } from '../../../files/git.ts';
import type { Provider } from '../../../templates/pipelines/template.ts';

const HOSTS: Readonly<Record<Provider, readonly string[]>> = {
  github: ['github.com'],
  gitlab: ['gitlab.com'],
  bitbucket: ['bitbucket.org'],
  // A connection of AWS leads to one of these.
  codepipeline: ['github.com', 'gitlab.com', 'bitbucket.org'],
};

/** Returns `acme/shop`, or `undefined` if git does not know it or it is somewhere else. */
export async function repositoryAt(provider: Provider, folder: string): Promise<string | undefined> {
  const origin = await git(folder, ['remote', 'get-url', 'origin']);
  const [, host, path] =
    /^(?:\w+:\/\/)?(?:[^@/]+@)?([^:/]+)(?::\d+)?[:/]\/?([\w./-]+?)(?:\.git)?\/?$/.exec(origin ?? '') ?? [];
  return host !== undefined && HOSTS[provider].includes(host) ? path : undefined;
}
