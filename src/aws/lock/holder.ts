/** Describes the holder of a lock, for others who are refused. Pure. */
import type { Holder } from './lock-item.ts';

export interface HolderFacts {
  /** The ARN of the caller. */
  readonly caller: string;
  /** The user's name in the operating system, if there is one. */
  readonly user: string | undefined;
  readonly host: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** For example `apikit deploy --stage prod`. */
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

/** The variables in which CI systems give the address of the job. */
const JOB_URLS = [
  'CI_JOB_URL',
  'BUILDKITE_BUILD_URL',
  'CIRCLE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'CODEBUILD_PUBLIC_BUILD_URL',
  'BUILD_URL',
];

/** The address of the CI job, without the parts that may contain secrets. */
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

/** One sentence for the user. */
export function holderText({ who, where, since, what, apikit }: Holder): string {
  return `${who} on ${where} has held it since ${since}, for ${what} (apikit ${apikit})`;
}
