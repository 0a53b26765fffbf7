/** The output of `plan` and `deploy` as a comment on a pull request (docs/previews.md). */
import type { Option } from '../../../flags/option.ts';
import { counted } from '../../../text/counted.ts';
import { code } from '../../../text/markdown-code.ts';
import { link, list } from '../../../ui/markdown.ts';
import { minute } from '../../../ui/moment.ts';
import { canaryShare } from '../canary/new-canary.ts';
import type { WaitingChange } from './waiting-changes.ts';

export const MARKDOWN_OPTION = {
  flags: '--output <form>',
  description: 'print the result as a comment on a pull request',
  choices: ['markdown'],
} as const satisfies Option;

interface Change {
  readonly resource: string;
  readonly action: string;
  readonly fields: readonly { readonly path: string }[];
  readonly consequence?: string | null | undefined;
}

interface Kept {
  readonly resource: string;
  readonly name: string;
  readonly why: string;
}

export interface MarkdownPlan {
  readonly app: string;
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
  readonly warnings: readonly string[];
}

export interface MarkdownDeploy extends MarkdownPlan {
  readonly url: string;
  readonly release: string;
  readonly waiting: readonly WaitingChange[];
  /** Between 0 and 100; `null` if the release serves all requests. */
  readonly canary: number | null;
  readonly expiresAt: string | null;
}

/** `expires` is, for example, `3d`. */
export function planMarkdown(plan: MarkdownPlan, expires: string | undefined): string[] {
  const { app, stage, changes } = plan;
  const told = changed(plan);
  return [
    `### Plan of ${code(`${app}/${stage}`)}`,
    '',
    changes.length === 0
      ? 'Nothing to do: the stage matches the project.'
      : `A deploy makes ${counted(changes.length, 'change')}:`,
    '',
    ...(told.length > 0 ? [...told, ''] : []),
    ...list([where(plan), ...(expires === undefined ? [] : [`expires ${code(expires)} after the deploy`])]),
  ];
}

export function deployMarkdown(deployed: MarkdownDeploy): string[] {
  const { app, stage, url, release, canary, changes, waiting, expiresAt } = deployed;
  const told = [
    ...changed(deployed),
    ...list(waiting.map(({ resource }) => `${code(resource)} waits for a later deploy`)),
  ];
  return [
    `### ${code(`${app}/${stage}`)} is deployed`,
    '',
    link(url),
    '',
    ...list([
      `release ${code(release)}${canaryShare(canary)}`,
      ...(expiresAt === null ? [] : [`expires ${minute(expiresAt)}, unless it is deployed again`]),
      where(deployed),
    ]),
    '',
    changes.length === 0
      ? waiting.length === 0
        ? 'Nothing had to change.'
        : 'Nothing changed yet:'
      : `${counted(changes.length, 'resource')} changed:`,
    ...(told.length > 0 ? ['', ...told] : []),
  ];
}

const where = ({ account, region }: MarkdownPlan): string => `account ${code(account)}, ${code(region)}`;

/** Values are left out, because readers of a comment may not be allowed to see values of an environment. */
function changed({ changes, kept, warnings }: MarkdownPlan): string[] {
  const lines = [
    ...changes.map(({ resource, action, fields, consequence }) => {
      const what = `${action} ${code(resource)}`;
      const paths =
        action === 'update' && fields.length > 0 ? `: ${fields.map(({ path }) => code(path)).join(', ')}` : '';
      return `${what}${paths}${consequence ? `. ${code(consequence)}` : ''}`;
    }),
    ...kept.map(({ resource, name, why }) => `${code(resource)} (${code(name)}) stays: ${code(why)}`),
    ...warnings.map((warning) => `**warning:** ${code(warning)}`),
  ];
  return list(lines);
}
