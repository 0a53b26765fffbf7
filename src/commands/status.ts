/** `apikit status`: what a stage serves and what it consists of. Reads only. */
import type { Target } from '../context.ts';
import type { Observed, Resource } from '../engine/resource.ts';
import { ApikitError, usageError } from '../errors.ts';
import { knownStage } from '../pipeline/desired-stage.ts';
import { observeStage } from '../pipeline/observe-stage.ts';
import type { ReleaseRecord } from '../stack/properties.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './command.ts';

interface StatusRow {
  resource: string;
  kind: string;
  name: string;
  arn: string | null;
  /** AWS's word for it (`ACTIVE`), `present` where it has none, `missing`, or `not ours`. */
  state: string;
}

interface StageStatus {
  app: string;
  stage: string;
  account: string;
  region: string;
  /** `null` when the stage is not deployed. */
  url: string | null;
  release: string | null;
  resources: StatusRow[];
}

interface Answers {
  target: Target;
  output?: string;
}

export const status = defineCommand<Answers, StageStatus & { output?: string }>({
  options: [
    {
      flags: '--output <name>',
      description: 'print one value only: url, release, account, region, or the ARN of a resource',
    },
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: ['apikit status --stage prod', 'curl $(apikit status --stage prod --output url)/health'],
  ask: async ({ flags }, context) => ({
    target: await context.target(),
    ...(typeof flags.output === 'string' && { output: flags.output }),
  }),

  async execute({ target: { config, facts, clients }, output }, context) {
    const resources = knownStage(config, facts);
    const { clock, signal } = context.io;
    const { observation } = await observeStage(resources, new Map(), {
      clients,
      facts,
      clock,
      signal,
      report: context.report.event,
    });
    const stage = observation.observed.get('stage')?.attributes;
    const found: StageStatus = {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url: (stage?.url as string | undefined) ?? null,
      release: liveRelease(observation.observed),
      resources: resources
        .filter(({ kind }) => !BOOKKEEPING.has(kind))
        .map((resource) => row(resource, observation.observed.get(resource.id))),
    };
    return output === undefined ? found : { ...found, output: outputNamed(output, found) };
  },

  render: ({ app, stage, account, region, url, release, resources, output }, theme) => {
    if (output !== undefined) return { data: [output] };
    const rows = resources.map(({ resource, name, state }) => [resource, state, name]);
    const paint = (cell: string, column: number, line: number) => {
      if (line === 0) return theme.dim(cell);
      return column === 1 && (cell === 'missing' || cell === 'not ours') ? theme.bad(cell) : cell;
    };
    return {
      notes: [`${app}/${stage} in account ${account}, ${region}`],
      data: [
        url === null ? 'not deployed' : theme.bold(url),
        `release ${release ?? '(none)'}`,
        '',
        ...table([['RESOURCE', 'STATE', 'NAME'], ...rows], paint),
      ],
      next: [url === null ? `apikit deploy --stage ${stage}` : `apikit plan --stage ${stage}`],
    };
  },
  json: ({ output, ...found }) => (output === undefined ? found : { output }),
});

/** `url`, `release`, `account`, `region`, or a resource by its id. Throws when there is none, so that a script stops. */
function outputNamed(name: string, { resources, ...found }: StageStatus): string {
  const values: Record<string, string | null> = {
    url: found.url,
    release: found.release,
    account: found.account,
    region: found.region,
    ...Object.fromEntries(resources.map(({ resource, arn }) => [resource, arn])),
  };
  if (!(name in values))
    throw usageError(`There is no output "${name}".`, `The stage has ${Object.keys(values).join(', ')}.`);
  const value = values[name];
  if (value) return value;
  throw new ApikitError('NoOutput', `${found.app}/${found.stage} has no ${name} yet.`, {
    hint: `Deploy it: apikit deploy --stage ${found.stage}`,
  });
}

/** Parts of the engine's work that are no things in the account. */
const BOOKKEEPING = new Set(['release', 'release-history']);

function row({ id, kind, name }: Resource, observed: Observed | undefined): StatusRow {
  const arn = observed?.attributes.arn;
  return { resource: id, kind, name, arn: typeof arn === 'string' ? arn : null, state: stateOf(observed) };
}

function stateOf(observed: Observed | undefined): string {
  if (!observed) return 'missing';
  return observed.owned ? (observed.state ?? 'present') : 'not ours';
}

/** The release of the deployment that the stage points at, from that deployment's own record. */
function liveRelease(observed: ReadonlyMap<string, Observed>): string | null {
  const live = observed.get('stage')?.attributes.deploymentId;
  const history = observed.get('release')?.attributes.history as
    | { deploymentId: string; record: ReleaseRecord }[]
    | undefined;
  return history?.find(({ deploymentId }) => deploymentId === live)?.record.release ?? null;
}
