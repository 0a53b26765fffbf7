/** `apikit list`: lists the apps and stages of an account and region, and the remains of others. Reads only. */
import type { InventoryItem } from '../aws/inventory/inventory-item.ts';
import type { StageSummary } from '../aws/inventory/stage-summary.ts';
import { nearestQuota, type QuotaUse } from '../aws/quotas/quota-use.ts';
import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import type { Target } from '../context.ts';
import { dimHead, table } from '../ui/table.ts';
import { defineCommand } from './parts/command.ts';
import { expiryText, formatAge } from './parts/time-ago.ts';

interface Answers {
  place: AwsTarget | Target;
}

interface Listed {
  account: string;
  region: string;
  stages: StageSummary[];
  orphans: Pick<InventoryItem, 'app' | 'stage' | 'kind' | 'name' | 'arn'>[];
  /** The use of AWS's quotas, the most used first. */
  quotas: QuotaUse[];
  unsearched: Unsearched[];
  /** The stage of `--stage`, whose account and region are listed. */
  stage: string | undefined;
  /** In ms since the epoch, to compute ages. */
  now: number;
}

export const list = defineCommand({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit list --region eu-west-1', 'apikit list --stage local', 'apikit list --json'],
  ask: async (_input, context): Promise<Answers> => ({ place: await context.place() }),

  async execute({ place }, { io }): Promise<Listed> {
    const { clients, facts } = place;
    const { inventoryOfAccount } = await import('../aws/inventory/of-account.ts');
    const { stages, orphans, quotas, unsearched } = await inventoryOfAccount({ clients, facts });
    return {
      account: facts.account,
      region: facts.region,
      stages,
      orphans: orphans.map(({ app, stage, kind, name, arn }) => ({ app, stage, kind, name, arn })),
      quotas,
      unsearched,
      stage: 'config' in place ? place.config.stage : undefined,
      now: io.clock.now(),
    };
  },

  render({ account, region, stages, orphans, quotas, unsearched, stage: named, now }, theme) {
    const nearest = stages.some(({ preview }) => preview) ? nearestQuota(quotas) : undefined;
    const notes = [
      `Account ${account}, ${region}`,
      ...(nearest === undefined ? [] : [nearest]),
      ...unsearched.map(unsearchedLine),
    ];
    if (stages.length === 0 && orphans.length === 0)
      return {
        notes: [...notes, 'This account and region has nothing that apikit created.'],
        next: named === undefined ? [] : [`apikit deploy --stage ${named}`],
      };
    const previews = stages.some(({ expiresAt }) => expiresAt !== null);
    const header = dimHead(theme);
    const columns = ['APP', 'STAGE', 'STATE', 'RELEASE', 'AGE', ...(previews ? ['EXPIRES'] : []), 'URL'];
    const live = stages.map(({ app, stage, state, release, updatedAt, expiresAt, url }) => [
      app,
      stage,
      state,
      release ?? '-',
      updatedAt === null ? '-' : formatAge(now - Date.parse(updatedAt)),
      ...(previews ? [expiresAt === null ? '-' : expiryText(expiresAt, now)] : []),
      url ?? '-',
    ]);
    const left = orphans.map(({ app, stage, kind, name }) => [app, stage, kind, name]);
    return {
      notes,
      data: [
        ...(live.length > 0 ? table([columns, ...live], header) : []),
        ...(live.length > 0 && left.length > 0 ? [''] : []),
        ...(left.length > 0
          ? [
              'Left over, because the API does not exist or no longer uses it:',
              ...table([['APP', 'STAGE', 'KIND', 'NAME'], ...left], header),
            ]
          : []),
      ],
    };
  },
  json: ({ now: _now, stage: _stage, ...document }) => document,
});
