/** `apikit plans list`: lists the live usage plans of a stage. Reads only. */
import { stageTags } from '../../naming/tags.ts';
import { dimHead, table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { type Allowed, allowedBy, quotaText, rateText } from '../parts/keys/usage-plan-text.ts';

interface Listed {
  plans: (Allowed & { id: string; name: string; keys: number })[];
  stage: string;
}

export const plansList = defineCommand({
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'Usage plans',
  examples: ['apikit plans list --stage prod'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target }, context): Promise<Listed> {
    const { clients, config } = target;
    const { membersOf, stagePlans } = await import('../../aws/keys/stage-plans.ts');
    const client = await clients.apiGateway();
    const plans = await stagePlans(client, stageTags(config));
    if (plans.length === 0) {
      const { requireDeployed } = await import('../parts/stage/require-deployed.ts');
      await requireDeployed(target, context);
    }
    const listed = await Promise.all(
      plans.map(async (each) => {
        const { of } = await membersOf(client, [each]);
        return { id: each.id, name: each.name, ...allowedBy(each.plan), keys: of.size };
      }),
    );
    return { plans: listed, stage: config.stage };
  },
  render: ({ plans, stage }, theme) => {
    if (plans.length === 0)
      return { notes: [`Stage ${stage} has no usage plan. Declare one under usagePlans in apikit.yaml, and deploy.`] };
    const rows = plans.map((plan) => [
      ...[plan.name, plan.id, rateText(plan), quotaText(plan.quota), String(plan.operations.length), String(plan.keys)],
    ]);
    return {
      data: table([['PLAN', 'ID', 'RATE', 'QUOTA', 'OPERATIONS', 'KEYS'], ...rows], dimHead(theme)),
      next: [`apikit plans show ${plans[0]!.name} --stage ${stage}`],
    };
  },
  json: ({ plans }) => ({ plans }),
});
