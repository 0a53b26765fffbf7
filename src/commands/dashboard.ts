/** `apikit dashboard`: shows or opens the address of a stage's CloudWatch dashboard. Reads only. */
import { LOCAL_STAGE } from '../config/config.ts';
import type { Target } from '../context.ts';
import { ApikitError, usageError } from '../errors.ts';
import { APP_OPTION } from '../flags/common-flags.ts';
import { dashboardName } from '../naming/names.ts';
import { consoleHost } from '../naming/regions.ts';
import { openInBrowser } from '../ui/open-in-browser.ts';
import { defineCommand } from './parts/command.ts';

interface Answers {
  target: Target;
  open: boolean;
}

interface ShownDashboard {
  app: string;
  stage: string;
  name: string;
  url: string;
  opened: boolean;
}

export const dashboard = defineCommand({
  options: [{ flags: '--open', description: 'open it in the browser' }, APP_OPTION],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: ['apikit dashboard --stage prod', 'apikit dashboard --stage prod --open'],
  async ask({ flags }, context): Promise<Answers> {
    const target = await context.target();
    if (target.config.stage === LOCAL_STAGE)
      throw usageError(
        'The embedded cloud stores dashboards, but has no console to show them.',
        `See the metrics in the terminal: apikit metrics --stage ${LOCAL_STAGE}`,
      );
    return { target, open: flags.open };
  },
  async execute({ target: { clients, config }, open }, { io }): Promise<ShownDashboard> {
    const { app, stage, region } = config;
    const name = dashboardName(config);
    const { isDashboard } = await import('../aws/kinds/dashboard/is-dashboard.ts');
    if (!(await isDashboard(await clients.cloudwatch(), name))) throw noDashboard(app, stage);
    const host = consoleHost(region);
    if (host === undefined)
      throw new ApikitError('NoConsole', `apikit does not know the address of the console of ${region}.`, {
        hint: `The name of the dashboard is ${name}.`,
      });
    const url = `https://${host}/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
    return { app, stage, name, url, opened: open && (await openInBrowser(url, io.env)) };
  },
  render: ({ stage, url, opened }) => ({
    document: [url],
    next: opened ? [] : [`apikit dashboard --stage ${stage} --open`],
  }),
  json: (result) => result,
});

function noDashboard(app: string, stage: string): ApikitError {
  return new ApikitError('NoDashboard', `${app}/${stage} has no dashboard.`, {
    hint: `Write dashboard: true for the stage in apikit.yaml, and run: apikit deploy --stage ${stage}`,
  });
}
