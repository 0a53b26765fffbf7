/** Checks of single sections of a resolved stage. `check.ts` calls them. Pure. */
import { checkLayers } from './check-layers.ts';
import type { StageConfig } from './config.ts';
import { checkLogging } from './function-logging.ts';
import { checkVpc } from './function-vpc.ts';
import { leavesProject } from './leaves-project.ts';
import { originFault } from './origin.ts';
import { checkSnapStart } from './snap-start.ts';
import type { ReportProblem } from './stage-report.ts';

/**
 * API Gateway gives up after this many seconds (docs/aws/quotas.md). AWS would bill the rest of a longer call for
 * nothing.
 */
export const GATEWAY_TIMEOUT = 29;

export function checkFunction(config: StageConfig, report: ReportProblem): void {
  const { function: fn } = config;
  checkSnapStart(config, report);
  if (fn.handler === undefined && leavesProject(fn.entry)) {
    report(
      ['function', 'entry'],
      `function.entry ${fn.entry} is outside the project's folder, where apikit neither packs nor writes files.`,
      'Move the handler into the project, or apikit.yaml to the folder that contains both.',
    );
  }
  checkLogging(fn.logging, report);
  checkVpc(fn.vpc, report);
  checkLayers(config, report);
  if (fn.timeout > GATEWAY_TIMEOUT) {
    report(
      ['function', 'timeout'],
      `function.timeout is ${fn.timeout} s, but API Gateway returns a 504 after ${GATEWAY_TIMEOUT} s.`,
      `Use at most ${GATEWAY_TIMEOUT}.`,
    );
  }
}

export function checkCors({ cors }: StageConfig, report: ReportProblem): void {
  if (!cors) return;
  for (const [index, origin] of cors.origins.entries()) {
    const fault = originFault(origin);
    if (fault) report(['cors', 'origins', index], fault.message, fault.fix);
  }
  const any = cors.origins.includes('*');
  if (any && cors.credentials) {
    report(
      ['cors', 'credentials'],
      'cors.credentials is true and cors.origins has "*": browsers reject that combination.',
      'Name the origins, or set credentials to false.',
    );
  } else if (any && cors.origins.length > 1) {
    report(['cors', 'origins'], 'cors.origins has "*" beside other origins.', 'Keep "*" alone, or name the origins.');
  } else if (cors.credentials && cors.origins.length > 1) {
    report(
      ['cors', 'origins'],
      "With several origins and credentials, pages cannot read API Gateway's own errors (429, 403…): a gateway response cannot choose the origin.",
      'No action is needed if pages treat that as a failed request.',
      { severity: 'warning' },
    );
  }
}

/** Checks settings that work, but may surprise the user. */
export function checkGateway({ binaryMediaTypes, dataTrace, logging }: StageConfig, report: ReportProblem): void {
  if (binaryMediaTypes.includes('*/*')) {
    report(
      ['binaryMediaTypes'],
      'binaryMediaTypes has */*: JSON also arrives as base64, and API Gateway cannot validate it.',
      'Name the types, e.g. image/*.',
      { severity: 'warning' },
    );
  }
  if (dataTrace && logging === 'OFF') {
    report(['dataTrace'], 'dataTrace is true, but logging is OFF: API Gateway traces nothing.', 'Add logging: INFO.', {
      severity: 'warning',
    });
  }
}

/**
 * Checks stage variables for values that API Gateway rejects. Its model allows `~` and `#`, but the service rejects
 * them and accepts spaces: "Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/',
 * '?', '&', '=', and ','" (measured, cdk-preflight).
 */
export function checkVariables({ variables }: StageConfig, report: ReportProblem): void {
  for (const [name, value] of Object.entries(variables)) {
    if (/^[A-Za-z0-9 ._:/?&=,-]{1,512}$/.test(value)) continue;
    report(
      ['variables', name],
      `variables.${name} has a value that AWS rejects.`,
      'Use up to 512 of: letters, digits, spaces, -._:/?&=,',
    );
  }
  if (Object.keys(variables).length > 100) report(['variables'], 'AWS allows 100 stage variables.', 'Remove some.');
}

export function checkPlans({ usagePlans }: StageConfig, report: ReportProblem): void {
  for (const [name, plan] of Object.entries(usagePlans)) {
    if ((plan.rate === undefined) === (plan.burst === undefined)) continue;
    const missing = plan.rate === undefined ? 'rate' : 'burst';
    report(
      ['usagePlans', name, missing],
      `usagePlans.${name} has no ${missing}; AWS needs both rate and burst.`,
      `Add ${missing}:.`,
    );
  }
}
