/** Describes whoever takes a lock, for those who are refused. Pure. */
import type { Holder } from './lock-item.ts';

export interface HolderFacts {
  /** ARN of the caller. */
  readonly caller: string;
  /** Name of the operating system's user, where there is one. */
  readonly user: string | undefined;
  readonly host: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ms since the epoch */
  readonly now: number;
  /** `apikit deploy --stage prod` */
  readonly command: string;
  readonly version: string;
}

export function describeHolder({ caller, user, host, env, now, command, version }: HolderFacts): Holder {
  return {
    who: user ? `${caller} (${user})` : caller,
    where: ciJob(env) ?? host,
    since: new Date(now).toISOString(),
    what: command,
    apikit: version,
  };
}

/** Where CI systems say which job this is. */
const JOB_URLS = [
  'CI_JOB_URL',
  'BUILDKITE_BUILD_URL',
  'CIRCLE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'CODEBUILD_PUBLIC_BUILD_URL',
  'BUILD_URL',
];

/** The address of the CI job, without what may be secret in it. */
function ciJob(env: HolderFacts['env']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const url =
    server && repository && run
      ? `${server}/${repository}/actions/runs/${run}`
      : JOB_URLS.map((name) => env[name]).find((value) => value);
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** One sentence for people. */
export function holderText({ who, where, since, what, apikit }: Holder): string {
  return `${who} on ${where} has held it since ${since}, for ${what} (apikit ${apikit})`;
}
